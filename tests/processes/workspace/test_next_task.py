"""Taking the next task of the team: one press, one task, and words when none is left."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from processes.case.models import Case
from processes.flows import CertificationFlow
from processes.models import Organisation
from processes.roles import Role
from tests.support import drive
from tests.support.world import START, World, person
from workflow import queues
from workflow.models import Task

TEAM = reverse("inbox_view", args=["team"])


def later(minutes: int) -> time_machine.travel:
    return time_machine.travel(START + timedelta(minutes=minutes), tick=False)


@pytest.fixture(autouse=True)
def at_start():
    with later(0):
        yield


def applied(world: World, number: int) -> list[Task]:
    """Applications that wait for review, in the order of the queue."""
    for index in range(number):
        place = Organisation.objects.create(
            kind="municipality", code=f"9{index:03}", name=f"Ort {index}"
        )
        drive.apply(world, place, person(f"Kim {index}", place, Role.COORDINATOR))
    return list(Task.objects.filter(role=Role.OFFICER, owner=None).order_by(*queues.ORDER))


def to_be_led(world: World) -> Case:
    return drive.assess(world, drive.accept(world, drive.apply(world)))


def signed_in(somebody) -> Client:
    client = Client()
    client.force_login(somebody)
    client.cookies["django_language"] = "en"
    return client


def seen(client: Client, view: str = TEAM) -> str:
    return client.get(view).context["seen"]


def press(client: Client, when: str, minutes: int = 1):
    with later(minutes):
        return client.post(reverse("tasks_next"), {"seen": when})


def of(task: Task) -> str:
    return reverse("task", args=[task.pk])


def words(client: Client, answer) -> str:
    return client.get(answer.url).content.decode()


def test_one_press_gives_the_first_task_of_the_queue(world: World) -> None:
    first, second = applied(world, 2)
    client = signed_in(world.officer)

    answer = press(client, seen(client))

    assert answer.url == of(first)
    assert "The task is yours." in words(client, answer)
    assert list(queues.taken(world.officer)) == [first]
    assert Task.objects.get(pk=second.pk).owner is None


def test_a_second_press_leads_to_the_same_task(world: World) -> None:
    first, _second = applied(world, 2)
    client = signed_in(world.officer)
    when = seen(client)
    press(client, when, minutes=1)

    again = press(client, when, minutes=2)

    assert again.url == of(first)
    assert "You have got this task since you opened the list." in words(client, again)
    assert queues.taken(world.officer).count() == 1


def test_from_the_list_as_it_is_now_the_next_is_taken(world: World) -> None:
    first, second = applied(world, 2)
    client = signed_in(world.officer)
    press(client, seen(client), minutes=1)

    with later(2):
        when = seen(client)

    assert press(client, when, minutes=3).url == of(second)
    assert set(queues.taken(world.officer)) == {first, second}


def test_two_presses_at_the_same_moment_take_one_task(shared_world: World) -> None:
    applied(shared_world, 3)
    clients = [signed_in(shared_world.officer) for _ in range(2)]
    when = seen(clients[0])
    barrier = Barrier(2)

    def click(client: Client) -> str:
        barrier.wait()
        try:
            return client.post(reverse("tasks_next"), {"seen": when}).url
        finally:
            connection.close()

    with later(1), ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(click, clients))

    assert len(set(answers)) == 1
    assert queues.taken(shared_world.officer).count() == 1


@pytest.mark.parametrize("sent", [{}, {"seen": ""}, {"seen": "yesterday"}])
def test_without_a_word_on_the_list_it_takes_one_all_the_same(world: World, sent) -> None:
    (first,) = applied(world, 1)

    answer = signed_in(world.officer).post(reverse("tasks_next"), sent)

    assert answer.url == of(first)


def test_when_a_colleague_took_the_last_it_says_that_none_is_left(world: World) -> None:
    (first,) = applied(world, 1)
    client = signed_in(world.officer)
    when = seen(client)
    colleague = person("Hilda Handläggare", world.body, Role.OFFICER)
    queues.claim(first.pk, by=colleague, at=world.at)

    answer = press(client, when)

    assert answer.url == TEAM
    assert "Nothing is left to take" in words(client, answer)


def test_a_declared_task_is_neither_offered_nor_taken(world: World) -> None:
    case = to_be_led(world)
    client = signed_in(world.auditor)

    page = client.get(TEAM)
    answer = press(client, START.isoformat())

    assert of(drive.open_task(case, "lead_audit")) in page.content.decode()
    assert page.context["seen"] == ""
    assert "Take the next task" not in page.content.decode()
    assert answer.url == TEAM
    assert "asks for a declaration of impartiality" in words(client, answer)
    assert not queues.taken(world.auditor).exists()


def test_who_takes_tasks_of_a_node_with_a_lease_has_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first,) = applied(world, 1)
    node = CertificationFlow.instance.node("review_application")
    monkeypatch.setattr(node, "lease", lambda process: timedelta(days=3))

    press(signed_in(world.officer), START.isoformat())

    first.refresh_from_db()
    assert first.lease_until - first.assigned == timedelta(days=3)


def test_the_button_is_only_where_the_whole_queue_is(world: World) -> None:
    applied(world, 1)
    client = signed_in(world.officer)

    assert seen(client)
    assert "Take the next task" in client.get(TEAM).content.decode()
    assert not seen(client, reverse("inbox"))
    assert not seen(client, reverse("inbox_view", args=["done"]))
    assert not seen(client, f"{TEAM}?q=Ort")
    assert not seen(signed_in(world.auditor))


def test_reading_the_address_takes_nothing(world: World) -> None:
    applied(world, 1)

    assert signed_in(world.officer).get(reverse("tasks_next")).status_code == 405
    assert not queues.taken(world.officer).exists()


def test_it_costs_the_same_with_many_tasks(world: World) -> None:
    applied(world, 12)
    client = signed_in(world.officer)
    press(client, seen(client), minutes=1)
    when = (START + timedelta(minutes=2)).isoformat()

    with CaptureQueriesContext(connection) as asked, later(3):
        client.post(reverse("tasks_next"), {"seen": when})

    work = [q["sql"] for q in asked if not q["sql"].startswith(("BEGIN", "SAVEPOINT", "RELEASE"))]
    # The session, the person; her row held, what she has got, the task taken and read.
    assert len(work) <= 6, "\n".join(work)


def test_it_speaks_swedish(world: World) -> None:
    applied(world, 1)
    client = signed_in(world.officer)
    client.cookies["django_language"] = "sv"

    assert "Ta nästa uppgift" in client.get(TEAM).content.decode()
    press(client, seen(client), minutes=1)
    with later(2):
        assert "inget kvar att ta" in words(client, press(client, START.isoformat() + "x", 3))
