"""What comes after a hearing goes out for comment: nothing is decided on what nobody could read."""

from typing import Any

import pytest
from django.test import Client

from notifications.models import Notification
from processes.decision.models import Decision
from processes.hearing import actions as hearing
from processes.models import Case, Material, Membership, Proposal
from processes.roles import Role
from processes.sanctions import actions
from processes.sanctions.beside import adding
from processes.sanctions.grounds import Kind
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
)
from tests.support.world import LONG_AGO, World, person
from workflow import sweep, trail
from workflow.calendar import end_of
from workflow.exceptions import Conflict, Refused
from workflow.models import Task, TrailChain
from workflow.queues import is_excluded

NEW = "Ordet Kaprifol kom efteråt."


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> Any:
    time_machine.move_to(world.at, tick=False)
    return time_machine


@pytest.fixture
def certified(world: World) -> Case:
    return drive.grant(world)


def added(world: World, asked: Proposal, text: str = NEW) -> Material:
    return adding.add(asked, text, by=world.officer, at=world.at)


def comments(world: World, made: Material, text: str = "Det stämmer inte.") -> None:
    made = Material.objects.get(pk=made.pk)
    hearing.comment(made, text, by=world.coordinator, at=world.at)


@pytest.mark.obligation(72)
def test_nothing_is_decided_as_proposed_before_the_holder_could_comment(
    world: World, certified: Case
) -> None:
    asked = answered(world, proposed(world, certified))
    entered(world, asked)
    made = added(world, asked)

    with pytest.raises(Conflict) as changed:
        decide(world, asked)
    assert changed.value.code == "conflict.basis_changed"
    actions.freeze_anew(fresh(asked), by=world.decision_maker, at=world.at)
    with pytest.raises(Refused):
        decide(world, asked)
    assert statuses(certified) == ["valid"]

    comments(world, made)
    told = Notification.objects.filter(rule="message", facts__step="comment_on")
    assert told.filter(recipient=world.officer).exists()
    actions.freeze_anew(fresh(asked), by=world.decision_maker, at=world.at)
    decide(world, asked)
    basis = fresh(asked).decision.basis
    assert [(one["text"], one["comment_text"]) for one in basis["material"]] == [
        (NEW, "Det stämmer inte.")
    ]
    assert statuses(certified) == ["valid", "suspended"]
    assert not [fault for chain in TrailChain.objects.all() for fault in trail.verify(chain)]


def test_silence_passes_with_its_time_and_whoever_added_does_not_decide(
    world: World, certified: Case, clock: Any
) -> None:
    asked = proposed(world, certified)
    both = person("Disa Domare", world.body, Role.DECISION_MAKER)
    Membership.objects.create(
        person=both, organisation=world.body, role=Role.OFFICER, from_date=LONG_AGO
    )
    made = adding.add(asked, NEW, by=both, at=world.at)
    assert is_excluded(both, fresh(asked).own_process, [Role.DECISION_MAKER])
    task = Task.objects.exclude(role="").get(process=made.own_process, finished=None)
    assert (task.role, task.organisation) == ("coordinator", world.municipality)

    assert task.due is not None
    world.at = end_of(task.due)
    clock.move_to(world.at, tick=False)
    while sweep.fire_due(world.at):
        pass
    assert Material.objects.get().current_state == "silent"
    assert not Task.objects.filter(process=made.own_process, finished=None).exists()
    assert fresh(asked).current_state == "ready"


def test_material_is_added_only_while_somebody_is_heard(world: World, certified: Case) -> None:
    asked = proposed(world, certified, Kind.CORRECT)
    with pytest.raises(Refused) as refused:
        added(world, asked)
    assert refused.value.code == "refused.nobody_heard"

    asked = answered(world, proposed(world, certified))
    made = added(world, asked)
    with pytest.raises(Refused):
        added(world, asked, " ")
    entered(world, asked)
    actions.freeze_anew(fresh(asked), by=world.decision_maker, at=world.at)
    decide(world, asked, as_proposed=False)
    assert Material.objects.get().current_state == "moot"
    assert not Task.objects.filter(process=made.own_process, finished=None).exists()
    with pytest.raises(Conflict):
        comments(world, made)


def test_what_the_lead_supplies_is_commented_on_before_a_refusal(world: World) -> None:
    case = drive.report(world, drive.visit(world, drive.audited(world)))
    case = drive.supplement(world, drive.decide(world, case, "defer"))
    made = Material.objects.get(decision__case=case)
    assert made.text == case.decisions.earliest("number").supplement

    with pytest.raises(Refused) as refused:
        drive.decide(world, case, "refuse")
    assert "yttrar sig först" in refused.value.message
    comments(world, made)
    waiting = Decision.objects.get(case=case, state="pending")
    assert waiting.basis["comments"][0]["comment_text"] == "Det stämmer inte."
    refuse = actions.decisions.refuse
    refuse(waiting, "Nej.", by=world.decision_maker, at=world.at)
    assert drive.fresh(case).current_state == "refused"
    assert not [fault for chain in TrailChain.objects.all() for fault in trail.verify(chain)]


def test_a_case_that_is_granted_waits_for_no_comment(world: World) -> None:
    case = drive.report(world, drive.visit(world, drive.audited(world)))
    case = drive.supplement(world, drive.decide(world, case, "defer"))
    drive.decide(world, case)
    assert Material.objects.get().current_state == "moot"


def test_the_pages_of_both_sides(world: World, certified: Case, client: Client) -> None:
    hands = Hands(world, client, None)
    asked = answered(world, proposed(world, certified))
    number = newest(certified)
    page = hands.get(world.officer, "sanction", number, asked.number)
    assert "Lägg till nytt underlag" in page
    assert "Lägg till" not in hands.get(world.coordinator, "sanction", number, asked.number)
    hands.get(world.coordinator, "sanction_material", number, asked.number, status=403)
    hands.post(world.officer, "sanction_material", number, asked.number, status=200, text=" ")
    hands.post(world.officer, "sanction_material", number, asked.number, text=NEW)

    task = Task.objects.exclude(role="").get(process=Material.objects.get().own_process)
    assert NEW in hands.get(world.coordinator, "task", task.pk)
    hands.post(world.coordinator, "task", task.pk, text="Vi ser det annorlunda.")
    room = entered(world, asked)
    seen = hands.get(world.decision_maker, "task", room.pk)
    assert "Vi ser det annorlunda." in seen
    assert "Frys underlaget på nytt" in seen
    hands.post(world.decision_maker, "task", room.pk, anew="1")
    assert "Frys underlaget på nytt" not in hands.get(world.decision_maker, "task", room.pk)
    assert "Vi ser det annorlunda." in hands.get(world.officer, "sanction", number, asked.number)
    hands.get(world.decision_maker, "sanction_material", number, asked.number, status=403)
