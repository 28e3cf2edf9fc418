"""A body of three people: where nobody is left who took no part, somebody from outside reviews."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from notifications.models import Notification
from processes.appeals import actions, admitting, deciding
from processes.complaints import handling
from processes.complaints.actions import Draft, lodge
from processes.models import Appeal, Case, Decision, Interest, Membership, Organisation, Reviewer
from processes.reviewing import actions as reviewing
from processes.roles import Role
from tests.processes.appeals.appealing import fresh, registered, task_of
from tests.support import drive, stages
from tests.support.sanctioning import newest, suspended
from tests.support.ties import sees
from tests.support.world import START, World, person
from workflow import trail
from workflow.engine.transitions import perform
from workflow.exceptions import Conflict, Refused
from workflow.models import Task, TrailChain
from workflow.sweep import attendance

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def declined(world: World) -> Case:
    case = stages.submitted(world, world.municipality)
    perform(case.application.decline, by=world.officer, at=world.at, reasons="Ryms inte.")
    return drive.fresh(case)


def outsider(name: str = "Rut Råd") -> Any:
    return person(name, Organisation.objects.get(kind="body"), None)


def reviewing_of(made: Appeal, who: Any, world: World) -> Reviewer:
    """Asked by the administrator, and declared to be impartial."""
    asked = reviewing.invite(made.own_process, who, by=world.administrator, at=world.at)
    reviewing.declare(asked, by=who, at=world.at)
    return asked


def is_whole() -> bool:
    return not [fault for chain in TrailChain.objects.all() for fault in trail.verify(chain)]


def page_of(who: Any, address: str) -> Any:
    client = Client()
    client.force_login(who)
    client.cookies["django_language"] = "en"
    return client.get(address)


@pytest.mark.obligation(82)
def test_a_body_of_three_asks_somebody_to_handle_and_somebody_to_decide(
    world: World, clock: Any
) -> None:
    certified = drive.grant(world)
    suspended(world, certified)
    taken = Decision.objects.filter(case=None, decided_at__isnull=False).latest("number")
    made = registered(world, certified, against=taken)
    due = task_of(made).due
    attendance.look(world.at)
    assert Notification.objects.filter(rule="unattended", recipient=world.administrator).exists()
    rut, dag = outsider(), outsider("Dag Domare")

    reviewing_of(made, rut, world)

    assert (task_of(made).owner, task_of(made).due) == (rut, due)
    assert sees(rut, certified)
    actions.acknowledge(fresh(made), by=rut, at=world.at)
    assert task_of(made).organisation.kind == "review"
    admitting.admit(fresh(made), by=rut, at=world.at)
    deciding.lay_before(fresh(made), "Jag har läst allt.", by=rut, at=world.at)
    with pytest.raises(Refused):
        reviewing.invite(made.own_process, rut, by=world.administrator, at=world.at)
    reviewing_of(made, dag, world)
    deciding.uphold(fresh(made), "Märket var borta.", by=dag, at=world.at)

    assert (fresh(made).current_state, fresh(made).answered_by) == ("granted", dag)
    assert newest(certified).current_state == "valid"
    clock.move_to(world.later(days=2))
    held = Membership.objects.on(world.at.date()).filter(person__in=[rut, dag])
    assert not held.exists()
    assert not sees(rut, certified)
    assert is_whole()


@pytest.mark.obligation(82)
def test_a_reviewer_sees_this_case_alone_and_only_after_declaring(
    world: World, declined: Case
) -> None:
    beside = drive.apply(world, world.neighbour, world.neighbour_coordinator)
    made, rut = registered(world, declined), outsider()
    asked = reviewing.invite(made.own_process, rut, by=world.administrator, at=world.at)
    told = Notification.objects.get(recipient=rut, rule="part")
    assert told.facts["opens"] == asked.get_absolute_url()
    assert not sees(rut, declined)
    before = page_of(rut, asked.get_absolute_url()).content.decode()
    assert str(world.municipality) in before
    assert made.text not in before
    client = Client()
    client.force_login(rut)
    assert client.post(asked.get_absolute_url(), {}).status_code == 200
    assert task_of(made).owner is None

    client.post(asked.get_absolute_url(), {"impartial": "on"})

    assert task_of(made).owner == rut
    assert made.text in page_of(rut, reverse("task", args=[task_of(made).pk])).content.decode()
    assert sees(rut, declined)
    assert not sees(rut, beside)
    assert page_of(rut, reverse("case", args=[beside.number])).status_code == 404
    assert beside.number not in page_of(rut, "/cases/").content.decode()
    with pytest.raises(Conflict):
        reviewing.declare(asked, by=rut, at=world.at)


def test_whoever_cannot_lets_the_administrator_ask_somebody_else(
    world: World, declined: Case
) -> None:
    made, rut = registered(world, declined), outsider()
    asked = reviewing.invite(made.own_process, rut, by=world.administrator, at=world.at)
    with pytest.raises(Conflict):
        reviewing.invite(made.own_process, outsider("Eva"), by=world.administrator, at=world.at)

    reviewing.decline(asked, by=rut, at=world.at)

    told = Notification.objects.filter(recipient=world.administrator, rule="part").latest("pk")
    address = reverse("invite_reviewer", args=[made.own_process_id])
    assert told.facts["opens"] == address
    assert "Rut Råd" in page_of(world.administrator, address).content.decode()
    reviewing_of(made, outsider("Eva Ek"), world)
    assert task_of(made).owner is not None


def test_nobody_is_asked_who_is_tied_or_while_somebody_is_left(
    world: World, declined: Case
) -> None:
    made, rut = registered(world, declined), outsider()
    Interest.objects.create(person=rut, organisation=world.municipality, ground="kinship")
    with pytest.raises(Refused) as refused:
        reviewing.invite(made.own_process, rut, by=world.administrator, at=world.at)
    assert refused.value.code == "refused.reviewer_not_apart"
    with pytest.raises(Refused):
        reviewing.invite(made.own_process, world.auditor, by=world.administrator, at=world.at)

    person("Olga Handläggare", world.body, Role.OFFICER)

    with pytest.raises(Refused) as refused:
        reviewing.invite(made.own_process, outsider("Eva"), by=world.administrator, at=world.at)
    assert refused.value.code == "refused.somebody_is_left"
    address = reverse("invite_reviewer", args=[made.own_process_id])
    assert page_of(world.officer, address).status_code in (403, 404)


@pytest.mark.obligation(82)
def test_who_only_processed_a_case_handles_no_complaint_about_the_municipality(
    world: World, declined: Case
) -> None:
    draft = Draft(
        once="1",
        kind="municipality",
        text="Inget svar.",
        name="Ann",
        email="ann@example.com",
        language="sv",
        about=world.municipality,
    )
    complaint = lodge(world.scheme, world.cycle, draft, (), at=world.at).complaint
    waits = Task.objects.exclude(role="").get(process=complaint.own_process, finished=None)
    away = complaint.own_process.exclusions.filter(role=Role.OFFICER)
    assert world.officer.pk in away.values_list("person", flat=True)

    rut = outsider()
    asked = reviewing.invite(complaint.own_process, rut, by=world.administrator, at=world.at)
    reviewing.declare(asked, by=rut, at=world.at)
    handling.acknowledge(complaint, (), by=rut, at=world.at)
    handling.dismiss(complaint, "Det gäller inte löftet.", by=rut, at=world.at)

    waits.refresh_from_db()
    assert waits.owner == rut
    assert Membership.objects.filter(person=rut, to_date=None).count() == 0
    assert not sees(rut, declined)
    assert is_whole()
    assert world.at + timedelta(0) == START
