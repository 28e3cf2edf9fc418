"""Many tasks of somebody who leaves go back a case at a time, and anybody can see how far."""

from unittest import mock

import pytest
from django.urls import reverse
from django.utils import timezone

from notifications import delivery
from notifications.models import Notification
from processes.case import actions as case_actions
from processes.models import Membership, Organisation, WorkReturn
from processes.organisations import people, returns
from processes.roles import Role
from tests.notifications.post import open_office
from tests.support import drive
from tests.support.world import LONG_AGO, person
from workflow import queues
from workflow.models import Task


@pytest.fixture
def office():
    with open_office() as opened:
        yield opened


@pytest.fixture
def few(monkeypatch):
    """Three tasks are many here."""
    monkeypatch.setattr(returns, "AT_ONCE", 2)


def caseload(world, number):
    """Applications of as many municipalities, all reviewed by the officer."""
    cases = []
    for n in range(number):
        place = Organisation.objects.create(
            kind="municipality", code=f"8{n:03}", name=f"Ort {n}", full_name=f"Ort {n}"
        )
        Membership.objects.create(
            person=world.coordinator,
            organisation=place,
            role=Role.COORDINATOR,
            from_date=LONG_AGO,
        )
        cases.append(drive.apply(world, place))
        task = drive.open_task(cases[-1], "review_application")
        case_actions.claim(task, by=world.officer, at=world.at)
    return cases


def close(world):
    people.deactivate(world.officer, by=world.administrator, at=world.at)


def held(world):
    return queues.taken(world.officer).count()


def test_a_few_go_back_at_once(world):
    caseload(world, 3)

    close(world)

    assert held(world) == 0
    assert not WorkReturn.objects.exists()


def test_many_go_back_by_and_by_and_the_page_tells_how_far(world, client, few):
    caseload(world, 3)
    client.force_login(world.administrator)
    page = reverse("person", args=[world.officer.pk])

    close(world)
    first = Task.objects.filter(owner=world.officer).earliest("pk")
    returns._return(world.officer, Task.objects.filter(pk=first.pk), at=world.at)
    told = client.get(page).content.decode()
    returns.go_on_with_all(world.at)

    assert "1 av 3" in told
    assert held(world) == 0
    assert WorkReturn.objects.get().finished_at is not None
    assert client.get(page).context["returning"] is None


def test_what_a_kill_left_the_next_takes_up_and_one_failure_holds_up_no_other(world, few):
    caseload(world, 4)
    close(world)
    second = Task.objects.filter(owner=world.officer).order_by("pk")[1]
    hand_back = queues.hand_back

    def fail(task, **more):
        if task.pk == second.pk:
            raise RuntimeError
        hand_back(task, **more)

    with mock.patch.object(queues, "hand_back", fail):
        returns.go_on_with_all(world.at)
    assert [task.pk for task in queues.taken(world.officer)] == [second.pk]
    assert WorkReturn.objects.get().finished_at is None
    returns.go_on_with_all(world.at)

    assert held(world) == 0
    assert WorkReturn.objects.get().finished_at == world.at


def test_each_case_is_a_transaction_of_its_own(world, few, django_assert_num_queries, monkeypatch):
    caseload(world, 3)
    close(world)
    sizes = []
    monkeypatch.setattr(
        returns, "_return", lambda person, tasks, *, at: sizes.append(tasks.count())
    )

    returns.go_on_with_all(world.at)

    assert sizes == [1, 1, 1]


def test_who_comes_back_in_the_middle_keeps_the_rest(world, few):
    caseload(world, 3)
    close(world)

    people.reactivate(world.officer, by=world.administrator, at=world.at)
    world.officer.refresh_from_db()
    returns.go_on_with_all(world.at)

    assert held(world) == 3
    assert WorkReturn.objects.get().finished_at is not None


def test_a_role_that_ends_is_like_an_account_that_closes(world, few):
    caseload(world, 3)
    role = world.officer.memberships.get()

    people.end(role, LONG_AGO, by=world.administrator, at=world.at)
    returns.go_on_with_all(world.at)

    assert held(world) == 0


@pytest.mark.parametrize("number", [2, 10])
def test_each_colleague_gets_one_mail(world, office, number, few):
    colleague = person("Hilda", world.body, Role.OFFICER)
    caseload(world, number)
    Notification.objects.all().update(status="sent")

    close(world)
    returns.go_on_with_all(world.at)
    delivery.deliver_due(timezone.now())

    assert [mail["To"] for mail in office.got].count(colleague.email) == 1
    told = Notification.objects.filter(recipient=colleague, rule="queued", task__owner=None)
    assert told.filter(occurrence__startswith="back").count() == number
