"""The decision rule and the frozen basis."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from processes.case.models import Case
from processes.decision import kinds, policies
from processes.decision.actions import CHOICES, facts_of, is_untouched
from processes.decision.policies import Facts, Level, counted, gates, is_mended
from tests.support import drive
from tests.support.world import World

RULE = SimpleNamespace(
    must_floor=2, must_target=3, must_share=80, distinction_mean=3, distinction_nki=70
)


def levels(*musts: int, shoulds: tuple[int, ...] = ()) -> tuple[Level, ...]:
    rows = [Level(f"M-{n}", "must", level, level) for n, level in enumerate(musts)]
    return (*rows, *(Level(f"S-{n}", "should", s, s) for n, s in enumerate(shoulds)))


def facts(**changes: Any) -> Facts:
    usual: dict[str, Any] = {
        "report_is_locked": True,
        "agreement_is_signed": True,
        "is_concluded": True,
        "recommendation": "grant",
        "open_majors": 0,
        "minors_without_plan": 0,
        "levels": levels(3, 3, 3),
    }
    return Facts(**{**usual, **changes})


def closed(kind: str = "grant", **changes: Any) -> list[str]:
    return [
        gate.key for gate in gates(kinds.of(kind).gates, facts(**changes), RULE) if not gate.is_met
    ]


# The rule


def test_every_gate_is_met_by_a_clean_case() -> None:
    assert closed() == []


@pytest.mark.obligation(11, 34, 43, 47, 56)
@pytest.mark.parametrize(
    ("changes", "gate"),
    [
        ({"report_is_locked": False}, "report_locked"),
        ({"is_concluded": False}, "objectives_met"),
        ({"recommendation": ""}, "recommendation_given"),
        ({"agreement_is_signed": False}, "agreement_signed"),
        ({"open_majors": 1}, "majors_verified"),
        ({"minors_without_plan": 1}, "minors_accepted"),
        ({"levels": levels(1, 3, 3, 3, 3)}, "must_floor"),
        ({"levels": levels(2, 2, 3, 3, 3)}, "must_share"),
    ],
)
def test_each_gate_closes_alone(changes: dict[str, Any], gate: str) -> None:
    assert closed(**changes) == [gate]


def test_exactly_four_of_five_at_the_target_are_enough() -> None:
    assert closed(levels=levels(2, 3, 3, 3, 3)) == []


def test_should_criteria_stop_no_certificate() -> None:
    assert closed(levels=levels(3, shoulds=(0, 0, 0))) == []


@pytest.mark.parametrize(
    ("grade", "answer", "mended"),
    [
        ("minor", "open", False),
        ("minor", "answered", False),
        ("minor", "accepted", True),
        ("minor", "verified", True),
        ("major", "accepted", False),
        ("major", "verified", True),
        ("observation", "accepted", False),
    ],
)
def test_a_plan_mends_a_minor_and_only_an_effect_a_major(
    grade: str, answer: str, mended: bool
) -> None:
    assert is_mended(grade, answer) is mended


def test_a_mended_must_criterion_counts_as_the_floor_and_never_more() -> None:
    assert counted(0, "must", mended=True, floor=2) == 2
    assert counted(1, "must", mended=False, floor=2) == 1
    assert counted(3, "must", mended=True, floor=2) == 3


def test_a_mended_should_criterion_earns_no_distinction() -> None:
    assert counted(1, "should", mended=True, floor=2) == 1


def test_a_surveillance_is_not_held_to_the_share_of_a_whole_edition() -> None:
    assert closed(levels=levels(2, 2), kind="continue") == []
    assert closed(levels=levels(1, 3), kind="continue") == ["must_floor"]


@pytest.mark.parametrize(
    ("shoulds", "nki", "distinguished"),
    [
        ((3, 3), [70, 71], True),
        ((4, 2), [70], True),
        ((3, 2), [90], False),
        ((4, 4), [69, 90], False),
        ((4, 4), [], False),
        ((), [90], False),
    ],
)
def test_distinction_needs_both_levels_and_satisfied_businesses(
    shoulds: tuple[int, ...], nki: list[int], distinguished: bool
) -> None:
    found = facts(levels=levels(3, shoulds=shoulds))

    assert policies.is_distinguished(found, RULE, nki) is distinguished


# The basis


@pytest.fixture
def ready(world: World) -> Case:
    """A clean case that waits for its decision."""
    return drive.report(world, drive.visit(world, drive.audited(world)))


def mended(world: World, grades: dict[str, str]) -> Case:
    case = drive.report(world, drive.visit(world, drive.audited(world), grades))
    return drive.corrective_actions_done(world, case)


def test_the_basis_says_what_was_found_and_what_it_counts_as(world: World) -> None:
    case = mended(world, {"LED-01": "minor"})

    decision = case.decisions.get()

    level = next(c for c in decision.basis["criteria"] if c["code"] == "LED-01")
    assert (level["found"], level["counted"]) == (1, 2)
    assert is_untouched(decision)


def test_too_many_mended_criteria_are_refused_by_the_rule(world: World) -> None:
    case = mended(world, {"LED-01": "minor", "TID-01": "major"})

    decision = case.decisions.get()

    # Two of four must criteria reach the target: half, where four fifths are needed.
    assert policies.open_gates(decision) == ("must_share",)


def test_a_surveillance_decision_sees_only_its_own_criteria(world: World, ready: Case) -> None:
    ready.audit.findings.exclude(criterion__code="LED-01").delete()

    assert [level.code for level in facts_of(drive.fresh(ready)).levels] == ["LED-01"]


@pytest.mark.obligation(48)
def test_a_changed_basis_is_seen(ready: Case) -> None:
    decision = ready.decisions.get()
    decision.basis["gates"][0]["met"] = False

    assert not is_untouched(decision)


@pytest.mark.obligation(49)
def test_no_decision_without_reasons(ready: Case, world: World) -> None:
    drive.claim(
        drive.open_task(ready, "decide"), by=world.decision_maker, at=world.at, declared=True
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        CHOICES["grant"](ready.decisions.get(), "", by=world.decision_maker, at=world.at)
