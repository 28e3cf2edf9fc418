"""Which task goes first: who says so, where it shows, and what the trail tells."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from processes.case.models import Case
from processes.case.reader import Reader
from processes.models import Organisation
from processes.roles import Role
from processes.workspace import inbox
from processes.workspace.inbox import View
from tests.support import drive
from tests.support.world import START, World, person
from workflow import queues, trail
from workflow.exceptions import Conflict
from workflow.models import Exclusion, Task

HIGH, NORMAL = Task.Priority.HIGH, Task.Priority.NORMAL


@pytest.fixture(autouse=True)
def at_start():
    with time_machine.travel(START, tick=False):
        yield


@pytest.fixture
def case(world: World) -> Case:
    """An application that waits for review."""
    return drive.apply(world)


@pytest.fixture
def task(case: Case) -> Task:
    return drive.open_task(case, "review_application")


@pytest.fixture
def to_lead(world: World) -> Task:
    """A task of the auditors' queue."""
    case = drive.assess(world, drive.accept(world, drive.apply(world)))
    return drive.open_task(case, "lead_audit")


def signed_in(client: Client, somebody) -> Client:
    client.force_login(somebody)
    client.cookies["django_language"] = "en"
    return client


def others(world: World, number: int) -> list[Task]:
    """Applications of so many more municipalities, due day by day."""
    tasks = []
    for index in range(number):
        code = f"9{Organisation.objects.count():03d}"
        place = Organisation.objects.create(kind="municipality", code=code, name=f"Ort {code}")
        case = drive.apply(world, place, person(f"K {code}", place, Role.COORDINATOR))
        task = drive.open_task(case, "review_application")
        Task.objects.filter(pk=task.pk).update(due=START.date() + timedelta(days=index // 3))
        tasks.append(task)
    return tasks


def fresh(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


def choose(client: Client, task: Task, priority: int, because: str = "Valet är nära."):
    address = reverse("task_priority", args=[task.pk])
    return client.post(address, {"priority": priority, "because": because})


def read(client: Client, name: str, *arguments) -> str:
    return client.get(reverse(name, args=arguments)).content.decode()


def test_what_is_prioritised_goes_before_what_is_due_earlier(client, world):
    early, _between, late = (others(world, 7)[index] for index in (0, 3, 6))
    signed_in(client, world.officer)

    choose(client, late, HIGH)

    page = read(client, "inbox_view", View.TEAM)
    addresses = [reverse("task", args=[one.pk]) for one in (late, early)]
    assert page.index(addresses[0]) < page.index(addresses[1])
    assert '<span class="tag">Prioritised</span>' in page


def test_the_page_of_the_case_says_it_and_the_history_why(client, world, case, task):
    signed_in(client, world.officer)

    choose(client, task, HIGH, "Valet är nära.")

    assert '<span class="tag">Prioritised</span>' in read(client, "case", case.number)
    history = read(client, "case_history", case.number)
    assert "A task was prioritised: Review the application" in history
    assert "Valet är nära." in history
    entry = trail.history(case).get(step="raise_priority")
    assert (entry.actor, entry.because) == (world.officer, "Valet är nära.")


def test_it_says_so_in_swedish(client, world, case, task):
    signed_in(client, world.officer)
    choose(client, task, HIGH)
    client.cookies["django_language"] = "sv"

    assert '<span class="tag">Prioriterad</span>' in read(client, "case", case.number)
    assert "En uppgift prioriterades" in read(client, "case_history", case.number)


def test_a_priority_is_taken_back(client, world, case, task):
    signed_in(client, world.officer)
    choose(client, task, HIGH)

    choose(client, task, NORMAL, "Valet är över.")

    assert fresh(task).priority == NORMAL
    assert '<span class="tag">' not in read(client, "case", case.number)
    assert trail.history(case).get(step="lower_priority").because == "Valet är över."


def test_a_priority_needs_its_reason(client, world, task):
    signed_in(client, world.officer)

    answer = choose(client, task, HIGH, " ")

    assert "There is a problem" in answer.content.decode()
    assert fresh(task).priority == NORMAL


def test_the_same_choice_twice_is_harmless(client, world, case, task):
    signed_in(client, world.officer)
    choose(client, task, HIGH)

    assert choose(client, task, HIGH).status_code == 302
    assert trail.history(case).filter(step="raise_priority").count() == 1


def test_the_officer_prioritises_the_work_of_others(client, world, to_lead):
    signed_in(client, world.officer)

    choose(client, to_lead, HIGH)

    assert fresh(to_lead).priority == HIGH


def test_those_of_the_queue_decide_its_order(client, world, to_lead):
    signed_in(client, world.auditor)

    choose(client, to_lead, HIGH)

    assert fresh(to_lead).priority == HIGH


@pytest.mark.parametrize(
    ("who", "status"),
    [("coordinator", 403), ("administrator", 403), ("neighbour_coordinator", 404)],
)
def test_others_do_not(client, world, task, who, status):
    signed_in(client, getattr(world, who))

    assert choose(client, task, HIGH).status_code == status
    assert fresh(task).priority == NORMAL


def test_an_excluded_officer_does_not_even_see_it(client, world, case, task):
    Exclusion.objects.create(
        process=case.main_process, person=world.officer, role="", reason="a tie"
    )
    signed_in(client, world.officer)

    assert choose(client, task, HIGH).status_code == 404
    assert fresh(task).priority == NORMAL


def test_the_second_of_two_who_move_a_task_is_told(world, task):
    first, second = fresh(task), fresh(task)
    queues.prioritise(first, HIGH, by=world.officer, at=world.at, because="a")

    with pytest.raises(Conflict):
        queues.prioritise(second, HIGH, by=world.officer, at=world.at, because="b")

    assert not trail.history(task.process.subject).filter(because="b").exists()


def test_a_finished_task_is_not_moved(client, world, task):
    drive.accept(world, task.process.subject)
    signed_in(client, world.officer)

    choose(client, task, HIGH)

    assert fresh(task).priority == NORMAL


def test_several_are_prioritised_at_once_after_the_question_why(client, world):
    tasks = others(world, 3)
    signed_in(client, world.officer)
    marked = {"task": [one.pk for one in tasks[:2]], "view": View.TEAM}

    asked = client.post(reverse("tasks_priority"), marked)
    done = client.post(
        reverse("tasks_priority"), {**marked, "priority": HIGH, "because": "Bråttom."}
    )

    assert "Why?" in asked.content.decode()
    assert done.url == reverse("inbox_view", args=[View.TEAM])
    assert [fresh(one).priority for one in tasks] == [HIGH, HIGH, NORMAL]


def test_without_a_reason_the_marked_ones_stay_marked(client, world):
    tasks = others(world, 2)
    signed_in(client, world.officer)

    answer = client.post(
        reverse("tasks_priority"),
        {"task": [one.pk for one in tasks], "priority": HIGH, "because": ""},
    )

    assert [row.task.pk for row in answer.context["rows"]] == [one.pk for one in tasks]
    assert {fresh(one).priority for one in tasks} == {NORMAL}


def test_strangers_move_nothing_in_bulk(client, world, task):
    sent = {"task": [task.pk], "priority": HIGH, "because": "Jag vill."}

    stranger = signed_in(client, world.neighbour_coordinator).post(reverse("tasks_priority"), sent)
    reader = signed_in(Client(), world.coordinator)
    answer = reader.post(reverse("tasks_priority"), sent, follow=True)

    assert stranger.url == reverse("inbox")
    assert "does not decide the order" in answer.content.decode()
    assert fresh(task).priority == NORMAL


def test_rows_can_be_marked_by_those_who_may_move_them_only(client, world, to_lead):
    address = reverse("inbox_view", args=[View.WAITING])

    seen = signed_in(client, world.coordinator).get(address)

    assert [row.task.pk for row in seen.context["page"].rows] == [to_lead.pk]
    assert seen.context["markable"] is False
    mine = signed_in(Client(), world.auditor).get(reverse("inbox_view", args=[View.TEAM]))
    assert f'value="{to_lead.pk}"' in mine.content.decode()


def test_pages_go_on_where_they_ended_whatever_the_priorities(world, monkeypatch):
    tasks = others(world, 13)
    for task in tasks[::4]:
        Task.objects.filter(pk=task.pk).update(priority=HIGH)
    Task.objects.filter(pk__in=[tasks[1].pk, tasks[4].pk]).update(due=None)
    reader = Reader(world.officer, world.at)
    wanted = list(
        Task.objects.filter(role=Role.OFFICER).order_by(*queues.ORDER).values_list("pk", flat=True)
    )

    for size in range(1, 6):
        monkeypatch.setattr(inbox, "PAGE", size)
        found, after = [], ""
        while True:
            page = inbox.page(View.TEAM, reader, inbox.Filter(), after)
            found += [row.task.pk for row in page.rows]
            after = page.after
            if not after:
                break
        assert found == wanted


def test_the_order_is_priority_then_deadline_then_arrival(world):
    tasks = others(world, 4)
    Task.objects.filter(pk=tasks[3].pk).update(priority=HIGH)
    Task.objects.filter(pk=tasks[2].pk).update(due=None, priority=HIGH)

    free = Task.objects.filter(role=Role.OFFICER).order_by(*queues.ORDER)

    assert [task.pk for task in free] == [tasks[i].pk for i in (3, 2, 0, 1)]
