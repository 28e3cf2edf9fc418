"""Whoever may appeal has a way to do it: registered, acknowledged and answered."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from notifications.models import Notification
from processes.appeals import actions, admitting, deciding
from processes.case.actions import claim, declare_conflict
from processes.closing.actions import close, withdraw
from processes.models import Appeal, Case, Membership
from processes.organisations import people
from processes.roles import Role
from tests.processes.appeals.appealing import fresh, task_of
from tests.support import drive, stages
from tests.support.ties import excluded_roles, role, sees, tie
from tests.support.world import START, World, person
from workflow import queues, sweep
from workflow.engine.transitions import perform
from workflow.exceptions import NotPermitted, Refused
from workflow.models import Task
from workflow.sweep import attendance


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def declined(world: World) -> Case:
    case = stages.submitted(world, world.municipality)
    perform(case.application.decline, by=world.officer, at=world.at, reasons="Ryms inte.")
    return drive.fresh(case)


def refused(world: World) -> Case:
    return drive.fresh(stages.refused(world, world.municipality))


def closed(world: World) -> Case:
    case = stages.to_be_signed(world, world.municipality)
    close(case, "unsigned", "Ingen svarar.", by=world.officer, at=world.at)
    return drive.fresh(case)


def signed_in(somebody: Any) -> Client:
    client = Client()
    client.force_login(somebody)
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.obligation(81)
@pytest.mark.parametrize("ended", [declined, refused, closed])
@pytest.mark.parametrize("who", ["coordinator", "signatory"])
def test_an_appeal_is_registered_acknowledged_and_answered(world, ended, who) -> None:
    case, client = ended(world), signed_in(getattr(world, who))
    other = person("Olga Handläggare", world.body, Role.OFFICER)
    page = client.get(reverse("case", args=[case.number])).content.decode()
    assert reverse("case_appeal", args=[case.number]) in page

    answer = client.post(
        reverse("case_appeal", args=[case.number]), {"text": "Underlaget är fel."}, follow=True
    )
    assert "This page is your receipt" in answer.content.decode()
    assert "Underlaget är fel." in answer.content.decode()
    made = Appeal.objects.get(case=case)
    assert not made.is_late

    officer = signed_in(other)
    officer.post(reverse("task_claim", args=[task_of(made).pk]))
    officer.post(reverse("task", args=[task_of(made).pk]))
    if who == "coordinator":
        signatory = signed_in(world.signatory)
        signatory.post(reverse("task_claim", args=[task_of(made).pk]))
        signatory.post(reverse("task", args=[task_of(made).pk]), {"answer": "stand_by"})
    officer.post(reverse("task_claim", args=[task_of(made).pk]))
    officer.post(reverse("task", args=[task_of(made).pk]), {"answer": "take_up"})
    officer.post(reverse("task", args=[task_of(made).pk]), {"answer_text": "Allt är läst."})
    decider = person("Disa Domare", world.body, Role.DECISION_MAKER)
    claim(task_of(made), by=decider, at=world.at, declared=True)
    said = {"outcome": "reject", "answer_text": "Det står fast."}
    signed_in(decider).post(reverse("task", args=[task_of(made).pk]), said)

    made.refresh_from_db()
    assert made.current_state == "rejected"
    page = client.get(reverse("appeal", args=[case.number, 1])).content.decode()
    assert "Det står fast." in page
    told = Notification.objects.filter(recipient=getattr(world, who), rule="decided")
    assert [row.facts["step"] for row in told.order_by("pk")][-3:] == [
        "acknowledge",
        "admit_appeal",
        "reject_appeal",
    ]


def test_the_page_of_a_refusal_leads_to_the_appeal(world) -> None:
    case = refused(world)

    page = signed_in(world.coordinator).get(reverse("case_decision", args=[case.number, 1]))

    assert reverse("case_appeal", args=[case.number]) in page.content.decode()


def test_a_late_appeal_is_taken_in_and_marked(world, clock) -> None:
    case = refused(world)
    clock.move_to(world.later(days=40))

    made = actions.appeal(case, "Fel.", by=world.coordinator, at=world.at)

    assert made.is_late
    assert task_of(made).role == Role.OFFICER


def test_one_at_a_time(world) -> None:
    case = refused(world)
    actions.appeal(case, "Fel.", by=world.coordinator, at=world.at)

    with pytest.raises(Refused):
        actions.appeal(case, "Igen.", by=world.signatory, at=world.at)


@pytest.mark.obligation(82)
def test_whoever_took_part_does_not_answer_where_another_officer_is_left(world) -> None:
    other = person("Olga Handläggare", world.body, Role.OFFICER)
    case = declined(world)

    made = actions.appeal(case, "Fel.", by=world.coordinator, at=world.at)

    with pytest.raises(Refused):
        claim(task_of(made), by=world.officer, at=world.at)
    claim(task_of(made), by=other, at=world.at)
    told = Notification.objects.filter(task=task_of(made), rule="queued")
    assert {row.recipient for row in told} == {other}


@pytest.mark.parametrize("how", ["tie", "role"])
def test_a_conflict_known_after_the_case_was_closed_reaches_its_open_appeal(world, how) -> None:
    other = person("Olga Handläggare", world.body, Role.OFFICER)
    case = declined(world)
    made = actions.appeal(case, "Fel.", by=world.coordinator, at=world.at)
    claim(task_of(made), by=other, at=world.at)

    noted = tie(other, world.municipality) if how == "tie" else role(other, world.municipality)

    assert task_of(made).owner is None
    assert sees(other, case) is (how == "role")  # who coordinates there sees it as such
    assert other.pk not in whoever_may(made)
    with pytest.raises(Refused):
        claim(task_of(made), by=other, at=world.at)
    # Nobody is left: who watches over the officers is told by the next look.
    attendance.look(world.at)
    assert Notification.objects.filter(rule="unattended", recipient=world.administrator).exists()

    if how == "tie":
        people.end_interest(noted, date(2015, 1, 1), by=world.administrator, at=world.at)
        assert other.pk in whoever_may(made)
        assert sees(other, case)


def test_a_conflict_known_between_closing_and_appeal_keeps_from_the_appeal(world) -> None:
    other = person("Olga Handläggare", world.body, Role.OFFICER)
    case = declined(world)
    tie(other, world.municipality)
    assert excluded_roles(other, case) == set()

    made = actions.appeal(case, "Fel.", by=world.coordinator, at=world.at)

    # Nobody is left: whoever declined it took part.
    assert whoever_may(made) == set()
    assert not sees(other, case)


def test_a_conflict_that_ended_since_no_longer_keeps_from_the_appeal(world) -> None:
    other = person("Olga Handläggare", world.body, Role.OFFICER)
    noted = tie(other, world.municipality)
    case = declined(world)
    people.end_interest(noted, date(2015, 1, 1), by=world.administrator, at=world.at)

    made = actions.appeal(case, "Fel.", by=world.coordinator, at=world.at)

    assert whoever_may(made) == {other.pk}


def test_an_answered_appeal_stays_as_it_was(world) -> None:
    case = declined(world)
    other = person("Olga Handläggare", world.body, Role.OFFICER)
    made = actions.appeal(case, "Fel.", by=world.signatory, at=world.at)
    actions.acknowledge(made, by=other, at=world.at)
    admitting.admit(fresh(made), by=other, at=world.at)
    made = fresh(made)
    deciding.lay_before(made, "Allt är läst.", by=other, at=world.at)
    decider = person("Disa Domare", world.body, Role.DECISION_MAKER)
    claim(task_of(made), by=decider, at=world.at, declared=True)
    deciding.reject(made, "Det står fast.", by=decider, at=world.at)

    tie(other, world.municipality)

    assert excluded_roles(other, case) == set()


def test_who_declares_jav_in_an_appeal_sees_its_case_no_longer(world) -> None:
    other = person("Olga Handläggare", world.body, Role.OFFICER)
    case = declined(world)
    made = actions.appeal(case, "Fel.", by=world.coordinator, at=world.at)
    claim(task_of(made), by=other, at=world.at)

    declare_conflict(task_of(made), by=other, at=world.at, reason="Min syster.")

    assert task_of(made).owner is None
    assert not sees(other, case)


def whoever_may(made: Appeal) -> set[int]:
    officers = Membership.objects.filter(role=Role.OFFICER, organisation=made.case.scheme.body)
    task = task_of(made)
    return {one.person_id for one in officers if queues.may_take(task, one.person)}


def test_the_only_officer_does_not_handle_what_they_declined(world) -> None:
    made = actions.appeal(declined(world), "Fel.", by=world.coordinator, at=world.at)

    with pytest.raises(Refused):
        claim(task_of(made), by=world.officer, at=world.at)


def test_what_ended_by_its_own_wish_or_well_is_not_appealed_against(world) -> None:
    case = stages.submitted(world, world.municipality)
    withdraw(case, "", by=world.coordinator, at=world.at)

    with pytest.raises(Refused):
        actions.appeal(drive.fresh(case), "Fel.", by=world.coordinator, at=world.at)


def test_nobody_else_answers(world) -> None:
    made = actions.appeal(refused(world), "Fel.", by=world.coordinator, at=world.at)

    with pytest.raises(NotPermitted):
        actions.acknowledge(made, by=world.auditor, at=world.at)


@pytest.mark.obligation(81)
def test_an_appeal_that_lies_is_told_again(world, clock) -> None:
    other = person("Olga Handläggare", world.body, Role.OFFICER)
    made = actions.appeal(refused(world), "Fel.", by=world.coordinator, at=world.at)

    clock.move_to(world.later(days=40))
    sweep.fire_due(world.at)

    late = Notification.objects.filter(task=task_of(made), rule__in=["overdue", "escalated"])
    assert {row.recipient for row in late} >= {other, world.administrator}


def test_a_signatory_can_decline_the_agreement_with_reasons(world) -> None:
    case = stages.to_be_signed(world, world.municipality)
    task = drive.open_task(case, "sign_agreement")
    client, address = signed_in(world.signatory), reverse("task", args=[task.pk])
    client.post(reverse("task_claim", args=[task.pk]))

    assert client.post(address, {"step": "decline"}).status_code == 200
    assert drive.fresh(case).is_running
    client.post(address, {"step": "decline", "reasons": "För dyrt."})

    ended = drive.fresh(case)
    assert (ended.current_state, ended.reasons) == ("withdrawn", "För dyrt.")
    assert ended.agreement.current_state == "declined"
    assert not Task.objects.filter(process=ended.main_process, finished=None).exists()
    assert Notification.objects.filter(recipient=world.officer, rule="ended").exists()


def test_a_late_appeal_says_so_on_its_page(world, clock) -> None:
    case = refused(world)
    clock.move_to(world.at + timedelta(days=40))

    page = signed_in(world.coordinator).get(reverse("case_appeal", args=[case.number]))

    assert "taken in too" in page.content.decode()
