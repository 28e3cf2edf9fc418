"""Taking a task, handing it back, giving it away, declaring impartiality."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from processes.case.models import Case
from processes.models import Organisation
from processes.roles import Role
from tests.support import drive
from tests.support.world import START, World, person
from workflow.models import Exclusion, Task, TrailEntry


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


def submitted(world: World) -> Case:
    return drive.assess(world, drive.accept(world, drive.apply(world)))


def signed_in(client: Client, somebody) -> Client:
    client.force_login(somebody)
    client.cookies["django_language"] = "en"
    return client


def fresh(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


def claim(client: Client, task: Task):
    return client.post(reverse("task_claim", args=[task.pk]))


def test_claiming_makes_the_task_mine(client, world, task):
    signed_in(client, world.officer)

    answer = claim(client, task)

    assert answer.url == reverse("task", args=[task.pk])
    assert fresh(task).owner == world.officer


def test_a_double_click_on_claim_is_harmless(client, world, task):
    signed_in(client, world.officer)
    claim(client, task)

    assert claim(client, task).url == reverse("task", args=[task.pk])
    assert fresh(task).owner == world.officer


def test_the_second_of_two_officers_is_told_who_was_first(client, world, task, colleague):
    claim(signed_in(client, world.officer), task)

    answer = claim(signed_in(Client(), colleague), task)

    assert answer.status_code == 409
    assert fresh(task).owner == world.officer


def test_another_role_may_not_claim(client, world, task):
    signed_in(client, world.coordinator)

    assert claim(client, task).status_code == 403
    assert fresh(task).owner is None


def test_a_foreign_task_does_not_exist(client, world, task):
    signed_in(client, world.neighbour_coordinator)

    assert client.get(reverse("task", args=[task.pk])).status_code == 404
    assert claim(client, task).status_code == 404


def test_reading_the_address_of_claim_takes_nothing(client, world, task):
    signed_in(client, world.officer)

    client.get(reverse("task_claim", args=[task.pk]))

    assert fresh(task).owner is None


def test_the_page_of_a_free_task_explains_its_deadline(client, world, task):
    signed_in(client, world.officer)

    page = client.get(reverse("task", args=[task.pk])).content.decode()

    assert "Take the task" in page
    assert "Why this date?" in page


def test_the_page_of_a_taken_task_says_who_has_it(client, world, task, colleague):
    claim(signed_in(client, world.officer), task)

    page = signed_in(Client(), colleague).get(reverse("task", args=[task.pk])).content.decode()

    assert "Hanna Handläggare" in page
    assert "Take the task" not in page


def test_a_task_handed_back_is_free_and_carries_a_word(client, world, task, colleague):
    signed_in(client, world.officer)
    claim(client, task)

    client.post(reverse("task_hand_back", args=[task.pk]), {"because": "Fråga Karin."})

    assert fresh(task).owner is None
    page = signed_in(Client(), colleague).get(reverse("task", args=[task.pk])).content.decode()
    assert "Fråga Karin." in page


def test_handing_back_twice_is_harmless(client, world, task):
    signed_in(client, world.officer)
    claim(client, task)
    address = reverse("task_hand_back", args=[task.pk])
    first = client.post(address)

    assert client.post(address).url == first.url
    assert fresh(task).owner is None
    assert TrailEntry.objects.filter(step="hand_back", data__task=task.pk).count() == 1


def test_what_was_written_in_vain_is_shown_again(client, world, task, colleague):
    claim(signed_in(client, world.officer), task)

    answer = signed_in(Client(), colleague).post(
        reverse("task", args=[task.pk]), {"step": "decline", "reasons": "Långa skäl"}
    )

    assert answer.status_code == 409
    assert "Långa skäl" in answer.content.decode()


def test_nobody_hands_back_the_task_of_another(client, world, task, colleague):
    claim(signed_in(client, world.officer), task)

    answer = signed_in(Client(), colleague).post(reverse("task_hand_back", args=[task.pk]))

    assert answer.status_code == 409
    assert fresh(task).owner == world.officer


def test_a_task_can_be_given_to_a_colleague(client, world, task, colleague):
    signed_in(client, world.officer)

    client.post(reverse("task_assign", args=[task.pk]), {"to": colleague.pk})

    assert fresh(task).owner == colleague


def test_a_task_cannot_be_given_outside_the_queue(client, world, task):
    signed_in(client, world.officer)

    answer = client.post(reverse("task_assign", args=[task.pk]), {"to": world.auditor.pk})

    assert answer.status_code == 200
    assert fresh(task).owner is None


def test_who_is_not_of_the_queue_cannot_give_a_task(client, world, task, colleague):
    signed_in(client, world.coordinator)

    answer = client.post(reverse("task_assign", args=[task.pk]), {"to": colleague.pk})

    assert answer.status_code == 403
    assert fresh(task).owner is None


def test_several_tasks_are_given_at_once(client, world, colleague):
    for name in ("Ort", "By", "Stad"):
        place = Organisation.objects.create(kind="municipality", code=name, name=name)
        drive.apply(world, place, person(f"Kim {name}", place, Role.COORDINATOR))
    tasks = list(Task.objects.filter(role=Role.OFFICER))
    signed_in(client, world.officer)

    client.post(reverse("tasks_assign"), {"task": [one.pk for one in tasks], "to": colleague.pk})

    assert {fresh(one).owner for one in tasks} == {colleague}


def test_a_foreign_task_among_the_marked_is_passed_over(client, world, task):
    other = person("Nora Granne", world.neighbour, Role.COORDINATOR)
    signed_in(client, world.neighbour_coordinator)

    client.post(reverse("tasks_assign"), {"task": [task.pk], "to": other.pk})

    assert fresh(task).owner is None


@pytest.mark.obligation(4)
def test_a_declared_task_is_not_claimed_without_a_declaration(client, world):
    task = drive.open_task(
        drive.assess(world, drive.accept(world, drive.apply(world))), "lead_audit"
    )
    signed_in(client, world.auditor)

    answer = claim(client, task)

    assert answer.status_code == 200
    assert fresh(task).owner is None


def test_a_declaration_without_conflict_gives_the_task(client, world):
    task = drive.open_task(
        drive.assess(world, drive.accept(world, drive.apply(world))), "lead_audit"
    )
    signed_in(client, world.auditor)

    client.post(reverse("task_claim", args=[task.pk]), {"declaration": "none"})

    assert fresh(task).owner == world.auditor


def test_a_conflict_needs_its_reason(client, world):
    task = drive.open_task(
        drive.assess(world, drive.accept(world, drive.apply(world))), "lead_audit"
    )
    signed_in(client, world.auditor)

    answer = client.post(reverse("task_claim", args=[task.pk]), {"declaration": "conflict"})

    assert "Say what the conflict is." in answer.content.decode()
    assert not Exclusion.objects.filter(person=world.auditor).exists()


def test_who_declares_a_conflict_sees_the_case_no_more(client, world):
    case = submitted(world)
    task = drive.open_task(case, "lead_audit")
    signed_in(client, world.auditor)

    client.post(
        reverse("task_claim", args=[task.pk]),
        {"declaration": "conflict", "reason": "Min syster arbetar där."},
    )

    assert fresh(task).owner is None
    assert client.get(reverse("task", args=[task.pk])).status_code == 404
    assert client.get(reverse("case", args=[case.number])).status_code == 404


def test_a_declared_task_is_not_given_to_a_colleague_unheard(client, world):
    task = drive.open_task(
        drive.assess(world, drive.accept(world, drive.apply(world))), "lead_audit"
    )
    signed_in(client, world.auditor)

    client.post(reverse("task_assign", args=[task.pk]), {"to": world.second_auditor.pk})

    assert fresh(task).owner is None
