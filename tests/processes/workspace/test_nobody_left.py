"""No open task is left alone: who watches over the case is told at once, and can act."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from notifications.models import Notification
from processes.case.actions import declare_conflict
from processes.case.exclusions import exclude
from processes.organisations import people
from processes.roles import Role
from tests.support import drive
from tests.support.world import START
from workflow.models import Task
from workflow.sweep import attendance
from workflow.tasks import sweep as sweep_task


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def signed_in(somebody):
    client = Client()
    client.force_login(somebody)
    return client


def told():
    rows = Notification.objects.filter(rule="unattended").order_by("pk")
    return [(row.recipient.name.partition(" ")[0], row.task_id) for row in rows]


def fresh(task):
    return Task.objects.get(pk=task.pk)


def page(somebody, case):
    return signed_in(somebody).get(reverse("case", args=[case.number])).content.decode()


def waiting(somebody):
    answer = signed_in(somebody).get(reverse("inbox_view", args=["nobody"]))
    return [row.task.pk for row in answer.context["page"].rows]


@pytest.mark.parametrize("how", ["end", "close"])
def test_the_officer_hears_at_once_when_the_only_coordinator_leaves(world, how):
    case = drive.accept(world, drive.apply(world))
    task = drive.open_task(case, "assess")

    leave(world, world.coordinator, how)

    assert told() == [("Hanna", task.pk)]
    assert fresh(task).unattended_since == START
    assert waiting(world.officer) == waiting(world.administrator) == [task.pk]
    assert "Ingen kan göra detta nu" in page(world.officer, case)


def leave(world, somebody, how):
    if how == "close":
        people.deactivate(somebody, by=world.administrator, at=world.at)
    else:
        yesterday = world.at.date().replace(day=1)
        role = somebody.memberships.get()
        people.end(role, yesterday, by=world.administrator, at=world.at)


@pytest.mark.parametrize("how", ["end", "close"])
def test_the_administrator_hears_of_an_officers_task(world, how):
    case = drive.apply(world)
    task = drive.open_task(case, "review_application")

    leave(world, world.officer, how)

    assert told() == [("Ada", task.pk)]
    assert waiting(world.administrator) == [task.pk]


def test_the_administrator_hears_of_others_tasks_while_no_officer_is_left(world):
    case = drive.accept(world, drive.apply(world))
    leave(world, world.officer, "close")

    leave(world, world.coordinator, "close")

    assert told() == [("Ada", drive.open_task(case, "assess").pk)]


def test_a_task_that_opens_for_nobody_is_found_by_the_next_sweep(world):
    leave(world, world.officer, "close")
    case = drive.apply(world)
    assert told() == []

    sweep_task()

    assert told() == [("Ada", drive.open_task(case, "review_application").pk)]


def test_a_task_that_nobody_not_excluded_may_do_is_found(world):
    case = drive.apply(world)
    task = drive.open_task(case, "review_application")
    declare_conflict(task, by=world.officer, at=world.at, reason="Syster")

    sweep_task()

    assert told() == [("Ada", task.pk)]


def test_it_is_told_once_and_forgotten_when_somebody_may_again(world):
    case = drive.accept(world, drive.apply(world))
    task = drive.open_task(case, "assess")
    leave(world, world.coordinator, "close")

    for _ in range(2):
        sweep_task()
    people.reactivate(world.coordinator, by=world.administrator, at=world.at)

    assert told() == [("Hanna", task.pk)]
    assert fresh(task).unattended_since is None
    assert waiting(world.officer) == []


def test_a_closed_task_waits_for_nobody_no_longer(world):
    case = drive.accept(world, drive.apply(world))
    task = drive.open_task(case, "assess")
    leave(world, world.coordinator, "close")
    Task.objects.filter(pk=task.pk).update(status="CANCELED", finished=world.at)

    assert waiting(world.officer) == []
    assert attendance.look(world.at) == 0


@pytest.mark.parametrize("who", ["auditor", "decision_maker", "signatory", "observer"])
def test_only_who_watches_over_cases_has_the_list(world, who):
    case = drive.accept(world, drive.apply(world))
    leave(world, world.coordinator, "close")
    somebody = getattr(world, who)

    answer = signed_in(somebody).get(reverse("inbox"))

    assert waiting(somebody) == []
    assert reverse("inbox_view", args=["nobody"]) not in answer.content.decode()
    assert case


def test_the_system_page_counts_them(world):
    drive.accept(world, drive.apply(world))
    leave(world, world.coordinator, "close")

    rows = signed_in(world.administrator).get(reverse("system")).context["rows"]

    address = reverse("inbox_view", args=["nobody"])
    assert [row["told"] for row in rows if row["url"] == address] == ["1"]


# Who oversees may assign


def assigning(somebody, task):
    return signed_in(somebody), reverse("task_assign", args=[task.pk])


@pytest.fixture
def led(world):
    """A case whose audit is led, with a task of an auditor that another may be given."""
    case = drive.lead(world, drive.assess(world, drive.accept(world, drive.apply(world))))
    task = Task.objects.filter(process=case.main_process, role=Role.AUDITOR, finished=None).get()
    assert not task.flow_task.declared
    return case, task


def test_the_officer_gives_a_task_of_the_body_from_the_case_page(world, led):
    case, task = led
    client, address = assigning(world.officer, task)
    assert address in page(world.officer, case)

    client.post(address, {"to": world.second_auditor.pk})

    assert fresh(task).owner == world.second_auditor


@pytest.mark.parametrize("why", ["barred", "closed", "ended"])
def test_the_administrator_gives_it_while_no_officer_may(world, led, why):
    case, task = led
    without_officer(world, case, why)
    client, address = assigning(world.administrator, task)
    assert address in page(world.administrator, case)

    client.post(address, {"to": world.second_auditor.pk})

    assert fresh(task).owner == world.second_auditor


def without_officer(world, case, why):
    if why == "barred":
        exclude(case.main_process, world.officer, reason="a tie", at=world.at)
    else:
        leave(world, world.officer, "close" if why == "closed" else "end")


def test_the_administrator_leaves_it_to_the_officer_who_may(world, led):
    case, task = led
    client, address = assigning(world.administrator, task)

    assert address not in page(world.administrator, case)
    assert client.post(address, {"to": world.second_auditor.pk}).status_code == 403
    assert fresh(task).owner != world.second_auditor


def test_what_is_the_municipalitys_to_do_nobody_at_the_body_gives_away(world):
    case = drive.accept(world, drive.apply(world))
    task = drive.open_task(case, "assess")
    client, address = assigning(world.officer, task)

    assert address not in page(world.officer, case)
    assert client.get(address).status_code == 403
