"""A decision without a case: where its history stands, and who may take it."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from processes.case.models import Case, Certification
from processes.decision import actions, effects, kinds, wording
from processes.decision.kinds import DecisionKind
from processes.decision.models import Decision, decides
from processes.roles import Role
from tests.support import drive
from tests.support.sanctioning import proposed
from tests.support.world import World, person
from workflow import trail
from workflow.engine import execution
from workflow.models import Exclusion
from workflow.trail import proof

END = DecisionKind(name="end", basis=f"{__name__}.on_request", effect="end")


def on_request(decision: Decision) -> actions.Ground:
    return actions.Ground({"ground": "asked for"}, facts=None)


@pytest.fixture(autouse=True)
def ending(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds.KINDS, "end", END)
    monkeypatch.setitem(effects.EFFECTS, "end", lambda decision, *, at: None)
    words = wording.DecisionWords("End", "Decision: the certificate ends")
    monkeypatch.setitem(wording.WORDS, "end", words)


def another_case(world: World, first: Case, number: int, **more: Any) -> Case:
    """One more case of the certification, with a process of its own; ended, if nothing is said."""
    case = Case.objects.create(
        certification=first.certification,
        kind="surveillance",
        number=f"KL-9-{number}",
        edition=first.edition,
        cycle=first.cycle,
        opened_at=world.at,
        opened_date=world.at.date(),
        **{"state": "continued", **more},
    )
    case.main_process = execution.create(
        "processes/flows.CertificationFlow",
        at=world.at,
        subject=case,
        organisation=first.organisation,
        business_key=case.number,
    )
    case.save(update_fields=["main_process"])
    return case


def asked(world: World, case: Case) -> Decision:
    certification = Certification.objects.get(pk=case.certification_id)
    return actions.ask(certification, "end", by=world.officer, at=world.at)


def test_its_history_stands_in_one_chain_whatever_cases_come_after(world: World) -> None:
    first = drive.grant(world)
    decision = asked(world, first)
    another_case(world, first, 1, state="running")

    actions.settle(decision, "They asked.", by=world.decision_maker, at=world.later(days=1))

    told = [one.step for one in trail.history(first) if one.subject_label == "processes.decision"]
    assert told[-2:] == ["freeze", "settle"]
    assert Decision.objects.get(pk=decision.pk).trail_root == first
    assert not [one for one in proof.differences() if "decision" in str(one)]


def test_without_any_case_there_is_nothing_to_decide(world: World) -> None:
    certification = Certification.objects.create(
        organisation=world.neighbour, scheme=world.scheme, created_at=world.at
    )

    with pytest.raises(LookupError):
        actions.ask(certification, "end", by=world.officer, at=world.at)

    assert not Decision.objects.filter(certification=certification).exists()


def test_whoever_is_kept_from_one_of_the_cases_does_not_decide(world: World) -> None:
    first = drive.grant(world)
    cases = [another_case(world, first, number) for number in range(3)]
    other = person("Berit Beslutsfattare", world.body, Role.DECISION_MAKER)
    decision = asked(world, first)
    assert decides(decision, other)

    Exclusion.objects.create(process=cases[1].main_process, person=other, role=Role.AUDITOR)
    assert decides(decision, other)
    Exclusion.objects.create(process=cases[1].main_process, person=other, role=Role.DECISION_MAKER)

    assert not decides(decision, other)
    assert decides(decision, world.decision_maker)
    assert not decides(decision, world.officer)


def test_who_decides_is_asked_of_all_cases_in_one_go(world: World) -> None:
    first = drive.grant(world)
    decision = asked(world, first)

    def statements() -> int:
        fresh = Decision.objects.select_related("certification__scheme").get(pk=decision.pk)
        with CaptureQueriesContext(connection) as captured:
            assert decides(fresh, world.decision_maker)
        return len(captured)

    few = statements()
    for number in range(6):
        another_case(world, first, number)

    assert statements() == few


def test_a_proposal_is_put_with_as_many_statements_however_many_cases(world: World) -> None:
    first = drive.grant(world)

    def statements() -> int:
        with transaction.atomic(), CaptureQueriesContext(connection) as captured:
            proposed(world, first)
            transaction.set_rollback(True)
        return len(captured)

    statements()
    few = statements()
    for number in range(6):
        another_case(world, first, number)

    assert statements() == few
