"""A task that an earlier step sent back says so: in lists, before it is taken and on its page."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from processes.case import nodes
from processes.case.models import Case
from tests.support import drive, stages
from tests.support.world import World
from workflow.engine.transitions import perform
from workflow.models import Task

AGAIN = [node for flow in nodes.flows() for node in nodes.human(flow) if node.again]


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> Any:
    time_machine.move_to(world.at, tick=False)
    return time_machine


def returned(world: World) -> Case:
    return stages.STATES["returned"](world, world.municipality)


def assessment_sent_back(world: World) -> Case:
    case = stages.STATES["handed_over"](world, world.municipality)
    step = drive.fresh(case).self_assessment.send_back
    drive.claim(drive.open_task(case, "sign_assessment"), by=world.signatory, at=world.at)
    perform(step, by=world.signatory, at=world.at, remarks="Stäm av.")
    return drive.fresh(case)


def planned_anew(world: World) -> Case:
    case = stages.STATES["planned"](world, world.municipality)
    drive.claim(drive.open_task(case, "agree_plan"), by=world.coordinator, at=world.at)
    step = drive.fresh(case).audit.ask_new_plan
    perform(step, by=world.coordinator, at=world.at, remarks="Nämnden möts.")
    return drive.fresh(case)


CAME_BACK = {
    "apply": (returned, "coordinator", "Komplettera ansökan", "Ange enheter."),
    "assess": (assessment_sent_back, "coordinator", "Komplettera självskattningen", "Stäm av."),
    "plan_visit": (planned_anew, "auditor", "Planera om besöket", "Nämnden möts."),
}


@pytest.mark.parametrize("node", CAME_BACK)
def test_it_says_so_in_the_inbox_and_on_its_page(world: World, client: Client, node: str) -> None:
    make, who, title, why = CAME_BACK[node]
    task = drive.open_task(make(world), node)
    client.force_login(getattr(world, who))
    assert task.owner == getattr(world, who)

    inbox = client.get(reverse("inbox")).content.decode()
    page = client.get(reverse("task", args=[task.pk])).content.decode()

    assert f">{title}</a>" in inbox
    assert title in page.partition("</title>")[0]
    assert why in page


@pytest.mark.parametrize("node", CAME_BACK)
def test_it_says_so_before_it_is_taken(world: World, client: Client, node: str) -> None:
    make, who, title, why = CAME_BACK[node]
    task = drive.open_task(make(world), node)
    Task.objects.filter(pk=task.pk).update(owner=None, status=Task.OPEN[0])
    client.force_login(getattr(world, who))

    page = client.get(reverse("task", args=[task.pk])).content.decode()

    assert title in page
    assert why in page
    assert "Ta uppgiften" in page


def test_the_application_says_by_whom_and_why_above_its_form(world: World, client: Client) -> None:
    task = drive.open_task(returned(world), "apply")
    client.force_login(world.coordinator)

    page = client.get(reverse("task", args=[task.pk])).content.decode()

    before = page.partition('name="scope"')[0]
    assert world.officer.name in before
    assert "Ange enheter." in before


def test_a_first_task_is_called_as_always(world: World) -> None:
    task = drive.open_task(stages.STATES["draft"](world, world.municipality), "apply")

    assert task.again is None
    assert task.title == "Ansök om certifiering"


@pytest.mark.parametrize("node", AGAIN, ids=str)
def test_the_nodes_from_which_it_comes_back_lead_to_it(node: Any) -> None:
    before = {edge.src.name for edge in node._incoming()}

    assert node.again.after < before
