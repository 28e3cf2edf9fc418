"""What there is a kind of can be told."""

from notifications.texts.wording import WORDS
from processes import kinds
from processes.decision import kinds as decisions


def test_every_way_to_decide_a_case_can_be_told() -> None:
    ways = {key for kind in kinds.KINDS.values() for key in kind.outcomes.values()}

    assert {f"decided {key}" for key in ways} <= set(WORDS)


def test_every_kind_of_decision_can_be_told_without_a_case() -> None:
    assert {f"decided {name}" for name in decisions.KINDS} <= set(WORDS)


def test_every_planned_kind_of_case_can_be_told_when_it_opens() -> None:
    assert {f"opened {name}" for name in kinds.planned()} <= set(WORDS)
