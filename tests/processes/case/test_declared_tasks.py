"""A task knows of itself that it asks for a declaration; where the node knows better, it counts."""

from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from processes.case.actions import claim
from processes.case.exclusions import exclude
from processes.case.models import Case
from processes.roles import Role
from tests.support import drive
from tests.support.assessing import as_person
from tests.support.world import World, person
from workflow import queues
from workflow.models import Task

marking = import_module("processes.migrations.0004_declared_tasks")


@pytest.fixture
def case(world: World) -> Case:
    return drive.assess(world, drive.accept(world, drive.apply(world)))


@pytest.fixture
def lead(case: Case) -> Task:
    return drive.open_task(case, "lead_audit")


def test_a_task_is_as_its_node_says(case: Case, lead: Task) -> None:
    known = {task.flow_task.name: task.declared for task in Task.objects.exclude(role="")}

    assert {name for name, declared in known.items() if declared} == {"lead_audit"}
    assert len(known) > 1


def test_tasks_opened_before_tasks_knew_are_marked(case: Case, lead: Task) -> None:
    Task.objects.update(declared=False)

    marking.mark(apps, None)

    assert list(Task.objects.filter(declared=True)) == [lead]


def test_a_node_that_asks_since_then_is_heard(world: World, lead: Task) -> None:
    Task.objects.update(declared=False)

    assert queues.claim_next(world.auditor, at=world.at) is None


def taken_by_another(world: World, lead: Task) -> None:
    claim(lead, by=world.auditor, at=world.at, declared=True)


TRIES = {
    "to take it": lambda client, task: client.post(
        reverse("task_claim", args=[task.pk]), {"declaration": "none"}
    ),
    "the same address again": lambda client, task: client.get(
        reverse("task_claim", args=[task.pk])
    ),
    "its page": lambda client, task: client.get(reverse("task", args=[task.pk])),
}


@pytest.mark.parametrize("try_", TRIES.values(), ids=TRIES)
def test_who_is_too_late_is_told_that_somebody_was_first(world: World, lead: Task, try_) -> None:
    taken_by_another(world, lead)

    answer = try_(as_person(world.second_auditor), lead)

    assert answer.status_code == 409
    assert lead.process.business_key not in answer.content.decode()


@pytest.mark.parametrize("try_", TRIES.values(), ids=TRIES)
@pytest.mark.parametrize("who", ["barred", "other role", "elsewhere", "unknown task"])
def test_who_could_never_have_taken_it_knows_of_nothing(
    world: World, lead: Task, try_, who: str
) -> None:
    taken_by_another(world, lead)
    elsewhere = person("Eva Extra", world.neighbour, Role.AUDITOR)
    reader = {"other role": world.decision_maker, "elsewhere": elsewhere}.get(
        who, world.second_auditor
    )
    if who == "barred":
        exclude(lead.process, reader, reason="a tie", at=world.at)
    if who == "unknown task":
        lead.pk += 1000

    assert try_(as_person(reader), lead).status_code == 404
