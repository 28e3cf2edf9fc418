"""A decision about a certificate in force: proposed, heard, decided on what was frozen."""

from typing import Any

import pytest

from processes.case import exclusions
from processes.case.actions import claim
from processes.decision import actions as decision_actions
from processes.models import Case, Decision, Proposal, StatusInterval
from processes.sanctions import actions, deadlines
from processes.sanctions.grounds import GROUNDS, Ground, Kind
from processes.standing.status import status_at
from tests.support import drive
from tests.support.sanctioning import (
    answered,
    decide,
    draft,
    entered,
    fresh,
    newest,
    proposed,
    settled,
    statuses,
    suspended,
    task_of,
)
from tests.support.world import World, person
from workflow import sweep
from workflow.calendar import end_of, local_date
from workflow.exceptions import ConditionFailed, Conflict, NotPermitted, Refused
from workflow.trail import proof

pytestmark = pytest.mark.django_db


@pytest.fixture
def certified(world: World) -> Case:
    return drive.grant(world)


@pytest.mark.obligation(48, 72)
def test_a_suspension_is_heard_decided_and_recorded(world: World, certified: Case) -> None:
    asked = proposed(world, certified)
    assert (asked.current_state, task_of(asked).role) == ("hearing", "coordinator")

    asked = answered(world, asked)
    assert task_of(asked).role == "decision_maker"
    asked = settled(world, asked)

    certificate = newest(certified)
    day = local_date(world.at)
    limit = deadlines.suspension_ends(certificate.case, day)
    assert (certificate.current_state, certificate.suspended_until) == ("suspended", limit.date)
    assert status_at(certificate, day) == "suspended"
    assert statuses(certified) == ["valid", "suspended"]
    assert StatusInterval.objects.get(to_at=None).decision == asked.decision
    assert asked.decision is not None
    assert asked.decision.basis["hearing"]["answer"] == "Vi rättar det."
    about = ("statusinterval", "proposal", "decision", "certificate")
    assert not [one for one in proof.differences() if any(name in one.row for name in about)]


def test_silence_is_an_answer(world: World, certified: Case) -> None:
    asked = proposed(world, certified)
    world.at = end_of(deadlines.hearing_ends(asked).date)

    sweep.fire_due(world.at)

    assert fresh(asked).current_state == "ready"
    assert actions.pending(asked).basis["hearing"]["state"] == "silent"


def test_the_signatory_may_speak_beside_the_coordinator(world: World, certified: Case) -> None:
    asked = proposed(world, certified)
    actions.speak(fresh(asked), "Nämnden beklagar.", by=world.signatory, at=world.at)
    with pytest.raises(NotPermitted):
        actions.speak(fresh(asked), "Jag med.", by=world.officer, at=world.at)

    asked = answered(world, asked, "")

    heard = actions.pending(asked).basis["hearing"]
    assert heard == {"state": "answered", "answer": "", "signatory": "Nämnden beklagar."}


@pytest.mark.obligation(46)
def test_who_prepares_does_not_decide(world: World, certified: Case) -> None:
    both = person("Britta Båda", world.body, None)
    for role in ("officer", "decision_maker"):
        both.memberships.create(organisation=world.body, role=role, from_date=local_date(world.at))
    asked = actions.propose(certified.certification, draft(world), by=both, at=world.at)
    asked = answered(world, asked)

    with pytest.raises(Conflict):
        claim(task_of(asked), by=both, at=world.at, declared=True)
    assert both.pk in exclusions.people(asked.own_process_id, "decision_maker")


@pytest.mark.obligation(51)
def test_nobody_else_decides(world: World, certified: Case) -> None:
    asked = answered(world, proposed(world, certified))
    entered(world, asked)

    with pytest.raises(Conflict):
        actions.decide(asked, "Nej.", as_proposed=True, by=world.officer, at=world.at)

    assert statuses(certified) == ["valid"]


@pytest.mark.parametrize("again", [Kind.SUSPEND])
def test_a_suspended_certificate_is_not_suspended_again(
    world: World, certified: Case, again: Kind
) -> None:
    suspended(world, certified)

    with pytest.raises(Refused) as refused:
        proposed(world, certified, again)

    assert refused.value.code == "refused.status_forbids"


def test_one_proposal_of_a_kind_at_a_time(world: World, certified: Case) -> None:
    proposed(world, certified)

    with pytest.raises(Refused) as refused:
        proposed(world, certified)

    assert refused.value.code == "refused.proposed_already"


@pytest.mark.obligation(72)
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"facts": " "}, "no_facts"),
        ({"ground": Ground.MET}, "ground_does_not_fit"),
    ],
)
def test_a_proposal_says_why(world: World, certified: Case, change: Any, code: str) -> None:
    with pytest.raises(Refused) as refused:
        proposed(world, certified, **change)

    assert refused.value.code == f"refused.{code}"
    assert not Proposal.objects.exists()


@pytest.mark.obligation(72)
@pytest.mark.parametrize("ground", GROUNDS[Kind.SUSPEND])
def test_each_ground_can_suspend_and_who_wishes_it_is_not_heard_first(
    world: World, certified: Case, ground: Ground
) -> None:
    asked = proposed(world, certified, ground=ground)
    is_heard = asked.current_state == "hearing"

    settled(world, answered(world, asked) if is_heard else asked)

    assert is_heard is (ground != Ground.OWN_REQUEST)
    assert statuses(certified) == ["valid", "suspended"]


@pytest.mark.parametrize("ground", GROUNDS[Kind.SUSPEND])
def test_each_ground_can_suspend_at_once_and_is_heard_afterwards_unless_wished(
    world: World, certified: Case, ground: Ground
) -> None:
    settled(world, proposed(world, certified, ground=ground, urgent="Det kan inte vänta."))

    assert statuses(certified) == ["valid", "suspended"]
    is_heard = Proposal.objects.filter(kind=Kind.CONFIRM, state="hearing").exists()
    assert is_heard is (ground != Ground.OWN_REQUEST)


def test_conditions_of_a_suspension_are_a_ground_only_while_there_is_one(
    world: World, certified: Case
) -> None:
    with pytest.raises(Refused) as refused:
        proposed(world, certified, Kind.WITHDRAW, ground=Ground.UNMET)
    assert refused.value.code == "refused.ground_does_not_fit"

    suspended(world, certified)
    unmet = proposed(world, certified, Kind.WITHDRAW, ground=Ground.UNMET)
    settled(world, proposed(world, certified, Kind.RESTORE))

    assert fresh(unmet).current_state == "settled"


def test_nothing_is_proposed_about_what_has_ended(world: World, certified: Case) -> None:
    settled(world, proposed(world, certified, Kind.END))

    for kind in (Kind.SUSPEND, Kind.RESTORE, Kind.WITHDRAW, Kind.END):
        with pytest.raises(Refused):
            proposed(world, certified, kind)


@pytest.mark.obligation(51, 75)
def test_a_gate_that_is_not_met_stops_it(world: World, certified: Case) -> None:
    asked = entered_room(world, proposed(world, certified, conditions=" "))

    with pytest.raises(ConditionFailed):
        decide(world, asked)

    assert statuses(certified) == ["valid"]
    decide(world, asked, as_proposed=False)
    assert fresh(asked).decision.kind == "leave"
    assert statuses(certified) == ["valid"]


def entered_room(world: World, asked: Proposal) -> Proposal:
    asked = answered(world, asked)
    entered(world, asked)
    return asked


def test_what_changed_since_it_was_frozen_is_read_first(world: World, certified: Case) -> None:
    asked = entered_room(world, proposed(world, certified))
    decision_actions.save_draft(actions.pending(asked), 0, reasons="Märket", dissent="")
    proposed(world, certified, Kind.END)

    with pytest.raises(Conflict) as conflict:
        decide(world, asked)

    assert conflict.value.code == "conflict.basis_changed"
    made = actions.freeze_anew(fresh(asked), by=world.decision_maker, at=world.at)
    assert (made.number, made.reasons) == (3, "Märket")
    assert Decision.objects.get(case=None, number=1).current_state == "outdated"
    decide(world, asked)
    assert statuses(certified) == ["valid", "suspended"]


def test_two_who_decide_at_once_decide_once(world: World, certified: Case) -> None:
    asked = entered_room(world, proposed(world, certified))
    decide(world, asked)

    with pytest.raises(Conflict):
        decide(world, asked)

    assert statuses(certified) == ["valid", "suspended"]


@pytest.mark.obligation(75)
def test_a_restored_certificate_has_the_last_day_it_had(world: World, certified: Case) -> None:
    expiry = suspended(world, certified).expiry_date
    world.later(days=30)

    settled(world, proposed(world, certified, Kind.RESTORE))

    certificate = newest(certified)
    assert (certificate.current_state, certificate.suspended_until) == ("valid", None)
    assert certificate.expiry_date == expiry
    assert statuses(certified) == ["valid", "suspended", "valid"]
