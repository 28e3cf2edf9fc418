"""The head of a case's pages: who has the turn in its main line, and until when."""

from typing import Any

import pytest
from django.urls import reverse

from processes.models import Case
from processes.templatetags.case import case_header
from tests.support import drive
from tests.support.amending import proposed, task_of, waiting
from tests.support.assessing import ask
from tests.support.hands import taken
from tests.support.world import World
from workflow.models import Task


@pytest.fixture(autouse=True)
def clock(world: World, time_machine):
    time_machine.move_to(world.at, tick=False)
    return time_machine


def head(rf, who: Any, case: Case, task: Task | None = None) -> dict[str, Any]:
    request = rf.get(reverse("case", args=[case.number]))
    request.user, request.session = who, {}
    if task is not None:
        request.task = task
    return case_header({"request": request}, drive.fresh(case))


def test_a_contribution_beside_it_does_not_take_the_head(world: World, rf) -> None:
    case = drive.accept(world, drive.apply(world))
    main = drive.open_task(case, "assess")
    asked = ask(world, case, "LED-01")
    beside = Task.objects.get(process=asked.own_process, owner=world.contributor)
    Task.objects.filter(pk=beside.pk).update(due=world.at.date())

    found = head(rf, world.officer, case)

    assert found["responsible"] == world.coordinator.name
    assert found["deadline"].date == main.due != world.at.date()
    assert world.contributor.name not in found["waiting"]
    beside.refresh_from_db()
    assert head(rf, world.contributor, case, beside)["responsible"] == world.contributor.name


def test_a_free_task_is_its_queues(world: World, rf) -> None:
    case = waiting(world)

    assert head(rf, world.coordinator, case)["responsible"] == "Beslutsfattare"
    taken(world, case, "decide", world.decision_maker)
    assert head(rf, world.coordinator, case)["responsible"] == world.decision_maker.name


def test_a_correction_beside_it_does_not_take_the_head(world: World, rf) -> None:
    case = waiting(world)
    beside = task_of(proposed(world, case, "LED-03", "strength", level=4))
    drive.claim(beside, by=world.officer, at=world.at)

    found = head(rf, world.auditor, case)

    assert (found["responsible"], found["deadline"].date) == (
        "Beslutsfattare",
        drive.open_task(case, "decide").due,
    )
    assert "eslutsfattare" in found["waiting"]


def test_where_nothing_is_to_be_done_nobody_is_named(world: World, rf) -> None:
    found = head(rf, world.officer, drive.grant(world))

    assert (found["responsible"], found["deadline"]) == ("", None)
