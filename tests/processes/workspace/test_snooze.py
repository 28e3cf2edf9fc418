"""Putting a task aside."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from processes.roles import Role
from tests.support import drive
from tests.support.world import START, World, person
from workflow.models import Task


@pytest.fixture(autouse=True)
def at_start():
    with time_machine.travel(START, tick=False):
        yield


@pytest.fixture
def task(world: World) -> Task:
    """An application that waits for review."""
    return drive.open_task(drive.apply(world), "review_application")


@pytest.fixture
def colleague(world: World):
    return person("Hilda Handläggare", world.body, Role.OFFICER)


def signed_in(client: Client, somebody) -> Client:
    client.force_login(somebody)
    client.cookies["django_language"] = "en"
    return client


def fresh(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


def claim(client: Client, task: Task):
    return client.post(reverse("task_claim", args=[task.pk]))


def test_a_task_put_aside_moves_to_its_own_view_until_its_day(client, world, task):
    signed_in(client, world.officer)
    claim(client, task)
    until = fresh(task).due

    client.post(reverse("task_snooze", args=[task.pk]), {"until": until})

    address = reverse("task", args=[task.pk])
    assert address not in client.get(reverse("inbox")).content.decode()
    assert address in client.get(reverse("inbox_view", args=["watched"])).content.decode()
    with time_machine.travel(datetime(until.year, until.month, until.day, 8, tzinfo=UTC)):
        client.force_login(world.officer)
        assert address in client.get(reverse("inbox")).content.decode()


def test_a_task_is_never_put_aside_past_its_deadline(client, world, task):
    signed_in(client, world.officer)
    claim(client, task)
    late = fresh(task).due + timedelta(days=1)

    answer = client.post(reverse("task_snooze", args=[task.pk]), {"until": late})

    assert "past its deadline" in answer.content.decode()
    assert fresh(task).snoozed_until is None


def test_a_task_is_put_aside_only_to_a_day_to_come(client, world, task):
    signed_in(client, world.officer)
    claim(client, task)

    answer = client.post(reverse("task_snooze", args=[task.pk]), {"until": date(2026, 3, 1)})

    assert "after today" in answer.content.decode()


def test_a_task_given_to_a_colleague_is_among_hers_at_once(client, world, task, colleague):
    signed_in(client, world.officer)
    claim(client, task)
    client.post(reverse("task_snooze", args=[task.pk]), {"until": str(fresh(task).due)})

    client.post(reverse("task_assign", args=[task.pk]), {"to": colleague.pk})

    inbox = signed_in(client, colleague).get(reverse("inbox"))
    assert reverse("task", args=[task.pk]) in inbox.content.decode()


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_putting_aside_is_offered_while_there_is_a_day_for_it(client, world, task, days):
    signed_in(client, world.officer)
    claim(client, task)
    today = fresh(task).due - timedelta(days=days)
    offered = reverse("task_snooze", args=[task.pk])

    with time_machine.travel(datetime(today.year, today.month, today.day, 8, tzinfo=UTC)):
        client.force_login(world.officer)
        page = client.get(reverse("task", args=[task.pk])).content.decode()
        form = client.get(offered, follow=True).content.decode()

    assert (offered in page) == (days > 0)
    assert ('name="until"' in form) == (days > 0)
    assert ("no later day" in form) == (days <= 0)
