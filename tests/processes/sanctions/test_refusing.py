"""A surveillance is refused and the certificate suspended: one proposal, one hearing, one act."""

from typing import Any

import pytest
from django.test import Client

from processes.decision.models import Decision
from processes.models import Case, Finding, ProgrammeItem, Proposal
from processes.renewal.actions import open_case
from processes.roles import Role
from processes.sanctions import actions
from processes.sanctions.beside.refusing import refusable
from processes.sanctions.grounds import Ground, Kind
from tests.support import drive
from tests.support.sanctioning import (
    Hands,
    answered,
    decide,
    entered,
    fresh,
    newest,
    proposed,
    statuses,
    task_of,
)
from tests.support.world import World, person
from workflow import trail
from workflow.exceptions import Conflict, Refused
from workflow.models import TrailChain


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> Any:
    time_machine.move_to(world.at, tick=False)
    return time_machine


@pytest.fixture
def failing(world: World) -> Case:
    """A surveillance that waits for a decision; a must is not met, for a reason of its own."""
    drive.grant(world)
    case = open_case(ProgrammeItem.objects.earliest("opens_date"), at=world.at)
    case = drive.plan(world, drive.lead(world, drive.assess(world, case)))
    case = drive.visit(world, case)
    must = Finding.objects.filter(audit__case=case, criterion__kind="must").order_by("pk")[:1]
    Finding.objects.filter(pk__in=must.values("pk")).update(level=1, reason="Gäller en enhet.")
    return drive.report(world, case)


def put(world: World, case: Case, kind: Kind = Kind.SUSPEND) -> Proposal:
    return proposed(world, case, kind, ground=Ground.MAJORS, refuses=case)


@pytest.mark.obligation(72)
def test_both_are_heard_and_decided_in_one_act(world: World, failing: Case) -> None:
    asked = put(world, failing)
    entered(world, answered(world, asked))
    decide(world, asked)

    case, taken = drive.fresh(failing), fresh(asked)
    refusal = case.decisions.get()
    assert (case.current_state, refusal.current_state) == ("refused", "refused")
    assert statuses(failing) == ["valid", "suspended"]
    assert taken.refusal == refusal
    assert taken.decision.decided_by == refusal.decided_by == world.decision_maker
    assert taken.decision.decided_at == refusal.decided_at
    assert taken.decision.basis["refuses"]["sha256"] == refusal.basis_sha256
    assert ProgrammeItem.objects.earliest("opens_date").current_state == "owed"
    assert not Decision.objects.filter(state="pending").exists()
    assert not [fault for chain in TrailChain.objects.all() for fault in trail.verify(chain)]


def test_decided_otherwise_the_surveillance_waits_for_its_own_decision(
    world: World, failing: Case
) -> None:
    asked = put(world, failing)
    entered(world, answered(world, asked))
    decide(world, asked, as_proposed=False)

    assert statuses(failing) == ["valid"]
    assert drive.nodes(failing) == ["decide"]
    assert fresh(asked).refusal is None
    assert drive.decide(world, failing, "refuse").current_state == "refused"


def test_meanwhile_it_is_not_refused_alone_and_what_changed_is_shown(
    world: World, failing: Case
) -> None:
    asked = answered(world, put(world, failing))
    with pytest.raises(Refused) as refused:
        drive.decide(world, failing, "refuse")
    assert "rum" in refused.value.message

    second = person("Disa Domare", world.body, Role.DECISION_MAKER)
    entered(world, asked, second)
    given = {"as_proposed": True, "by": second, "at": world.at}
    with pytest.raises(Conflict):  # the first has the task of the surveillance
        actions.decide(asked, "Underlaget visar det.", **given)
    assert statuses(failing) == ["valid"]

    Decision.objects.filter(case=failing).update(basis={"gates": []}, basis_sha256="0" * 64)
    with pytest.raises(Conflict) as changed:
        actions.decide(fresh(asked), "Underlaget visar det.", **given)
    assert changed.value.code == "conflict.basis_changed"
    actions.freeze_anew(fresh(asked), by=second, at=world.at)
    with pytest.raises(Refused) as gone:
        actions.decide(fresh(asked), "Underlaget visar det.", **given)
    assert gone.value.code == "refused.not_refusable"
    assert statuses(failing) == ["valid"]


def test_withdrawn_with_a_refusal_the_case_ends_refused(world: World, failing: Case) -> None:
    asked = put(world, failing, Kind.WITHDRAW)
    entered(world, answered(world, asked))
    decide(world, asked)

    assert drive.fresh(failing).current_state == "refused"
    assert statuses(failing) == ["valid", "withdrawn"]


def test_only_what_waits_and_does_not_meet_its_gates_is_offered(world: World) -> None:
    certified = drive.grant(world)
    assert refusable(certified.certification_id) is None
    with pytest.raises(Refused) as refused:
        proposed(world, certified, refuses=certified)
    assert refused.value.code == "refused.not_refusable"


def test_the_pages_of_both_sides_say_both(world: World, failing: Case, client: Client) -> None:
    hands = Hands(world, client, None)
    page = hands.get(world.officer, "propose_sanction", newest(failing), "suspend")
    assert f"Neka uppföljningen {failing.number} i samma beslut" in page
    said = {"ground": "majors", "facts": "Bristen står kvar.", "conditions": "Rätta den."}
    asked = hands.propose(failing, "suspend", **said, named=str(world.officer.pk), refuses="on")
    assert asked.refuses == failing

    assert failing.number in hands.get(world.coordinator, "task", task_of(asked).pk)
    hands.answer(asked, "Vi rättar.")
    task = entered(world, asked)
    room = hands.get(world.decision_maker, "task", task.pk)
    assert f"Nekas i samma beslut: uppföljningen {failing.number}" in room
    decide(world, asked)
    letter = hands.letter(world.coordinator, failing, fresh(asked).decision)
    assert f"/case/{failing.number}/decision/1/" in letter
