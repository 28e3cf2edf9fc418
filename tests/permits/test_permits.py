"""A second process about another subject runs on the engine and in the inbox as it is."""

from datetime import timedelta

import pytest
import time_machine
from django.core import checks
from django.test import Client
from django.urls import reverse

from notifications.models import Notification
from processes import subjects
from tests.permits import lapsing
from tests.permits.models import Permit
from tests.support.world import World
from workflow import trail
from workflow.api import create, perform, start
from workflow.calendar import end_of
from workflow.exceptions import NotPermitted
from workflow.models import Task, Timer
from workflow.sweep import fire_due

pytestmark = pytest.mark.django_db
FLOW = "permits/flows.PermitFlow"
TEAM = "/inbox/team/"


@pytest.fixture
def permit(world: World) -> Permit:
    made = Permit.objects.create(
        street="Storgatan",
        organisation=world.municipality,
        office=world.body,
        moved_at=world.at,
    )
    made.own_process = create(
        FLOW, at=world.at, subject=made, organisation=world.municipality, business_key="P-1"
    )
    made.save(update_fields=["own_process"])
    start(made.own_process, at=world.at)
    return made


def task(permit: Permit) -> Task:
    return Task.objects.get(process=permit.own_process, status__in=Task.OPEN)


def test_its_definition_strands_nobody() -> None:
    assert checks.run_checks() == []


def test_it_goes_from_inbox_to_inbox(world: World, permit: Permit, client: Client) -> None:
    with time_machine.travel(world.at, tick=False):
        client.force_login(world.coordinator)
        asked = task(permit)
        assert "Ask for the permit" in client.get(TEAM).content.decode()
        page = reverse("task", args=[asked.pk])
        assert reverse("task_claim", args=[asked.pk]) in client.get(page).content.decode()
        client.post(reverse("task_claim", args=[asked.pk]))
        assert "Storgatan" in client.get(page).content.decode()
        client.post(page)

        client.force_login(world.officer)
        answered = task(permit)
        assert "Answer the permit" in client.get(TEAM).content.decode()
        client.post(reverse("task_claim", args=[answered.pk]))
        client.post(reverse("task", args=[answered.pk]))
        done = client.get(reverse("inbox_view", args=["done"])).content.decode()

    assert Permit.objects.get().current_state == "granted"
    assert "Answer the permit" in done


def test_nobody_else_sees_or_does_it(world: World, permit: Permit, client: Client) -> None:
    client.force_login(world.neighbour_coordinator)

    for name in ("task", "task_claim", "task_hand_back", "task_assign", "task_snooze"):
        address = reverse(name, args=[task(permit).pk])
        assert client.post(address).status_code == 404, name
    assert "Ask for the permit" not in client.get(TEAM).content.decode()
    with pytest.raises(NotPermitted):
        perform(permit.send, by=world.neighbour_coordinator, at=world.at, moment=world.at)


def test_a_case_with_the_same_key_opens_nothing_of_it(world: World, permit: Permit) -> None:
    """Who sees the case whose key the permit has sees nothing of the permit by that."""
    seen = subjects.seen(permit.own_process, world.neighbour_coordinator, world.at.date())

    assert seen is None


def test_who_may_do_it_is_told(world: World, permit: Permit) -> None:
    perform(permit.send, by=world.coordinator, at=world.at, moment=world.at)

    told = Notification.objects.filter(task=task(permit)).values_list("recipient", flat=True)
    assert world.officer.pk in told


def test_its_time_runs_out_by_itself(world: World, permit: Permit) -> None:
    perform(permit.send, by=world.coordinator, at=world.at, moment=world.at)
    reminded = Timer.objects.filter(subject_id=task(permit).pk, status=Timer.Status.WAITING)
    assert reminded.exists()
    perform(permit.grant, by=world.officer, at=world.at, moment=world.at)

    fire_due(world.at + timedelta(days=31))

    assert Permit.objects.get().current_state == "over"


def test_what_lapses_ends_as_its_own_flow_says(world: World, permit: Permit) -> None:
    """Tasks of cases lapse as well, and end a case: each flow means its own by it."""
    asked = task(permit)
    assert asked.due is not None

    fire_due(end_of(asked.due + timedelta(days=49)))
    assert ([permit.pk], "draft") == (lapsing.WARNED, Permit.objects.get().current_state)
    fire_due(end_of(asked.due + timedelta(days=50)))

    assert Permit.objects.get().current_state == "over"
    assert Task.objects.get(pk=asked.pk).status == Task.CANCELLED
    assert not Timer.objects.filter(status=Timer.Status.INCIDENT).exists()
    assert [entry.event for entry in trail.history(permit)] == ["permit.forget"]


def test_its_history_is_proven(world: World, permit: Permit) -> None:
    perform(permit.send, by=world.coordinator, at=world.at, moment=world.at)

    assert [entry.event for entry in trail.history(permit)] == ["permit.send"]
    assert list(trail.verify(permit.own_process.chain)) == []
