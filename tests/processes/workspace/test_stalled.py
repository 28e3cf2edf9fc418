"""The cases that stand still are a list of the office's."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from tests.support import drive
from tests.support.assessing import as_person
from tests.support.world import World
from workflow.calendar import at_eight
from workflow.models import Task


def shown(who, task: Task, late: int) -> list[str]:
    """The cases that a person is shown as stalled, so many days after a deadline."""
    assert task.due is not None
    with time_machine.travel(at_eight(task.due + timedelta(days=late)), tick=False):
        page = as_person(who).get(reverse("cases"), {"state": "stalled"})
    return [line.case.number for line in page.context["lines"]]


@pytest.mark.parametrize("late", [13, 14, 15, 400])
def test_a_case_stalls_when_its_last_reminder_was_in_vain(world: World, late: int) -> None:
    case = drive.accept(world, drive.apply(world))
    drive.apply(world, world.neighbour, world.neighbour_coordinator)
    task = drive.open_task(case, "assess")
    Task.objects.exclude(pk=task.pk).update(due=None)

    for reader in (world.officer, world.administrator):
        assert shown(reader, task, late) == ([case.number] if late > 14 else [])


def test_the_cycle_says_when(world: World) -> None:
    case = drive.accept(world, drive.apply(world))
    world.cycle.ladder = [-7, 3]
    world.cycle.save()
    task = drive.open_task(case, "assess")

    assert shown(world.officer, task, 3) == []
    assert shown(world.officer, task, 4) == [case.number]


def test_a_municipality_is_not_offered_the_list(world: World) -> None:
    drive.accept(world, drive.apply(world))

    offered = {
        who: "stalled" in as_person(who).get(reverse("cases")).content.decode()
        for who in (world.officer, world.coordinator)
    }

    assert offered == {world.officer: True, world.coordinator: False}
