"""A task knows of itself that it asks for a declaration; where the node knows better, it counts."""

from importlib import import_module

import pytest
from django.apps import apps

from processes.case.models import Case
from tests import drive
from tests.world import World
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
