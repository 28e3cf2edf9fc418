"""The page on which more time is asked for, given and answered."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from processes.extending import actions, rules
from processes.models import Case, Extension
from tests.processes.parking.resting import (
    CALENDAR,
    DAY,
    in_state,
)
from tests.support import drive, stages
from tests.support.world import World
from workflow.models import Task


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> Any:
    time_machine.move_to(world.at, tick=False)
    return time_machine


def of(case: Case, node: str) -> Task:
    return drive.open_task(case, node)


def longest(task: Task, case: Case) -> date:
    last = rules.longest(task, case)
    assert last is not None
    return CALENDAR.before(last)


def asked(world: World, task: Task, case: Case) -> Extension:
    day = longest(task, case)
    return actions.ask(task, day, "Semestrar.", by=world.coordinator, at=world.at)


def answering(made: Extension) -> Task:
    return Task.objects.exclude(role="").get(process=made.own_process)


def page(who: Any) -> Client:
    client = Client()
    client.force_login(who)
    client.cookies["django_language"] = "en"
    return client


def test_the_pages_ask_answer_and_tell(world: World, clock: Any) -> None:
    case = in_state(world, "answering")
    task, own, lead = of(case, "answer_findings"), page(world.coordinator), page(world.auditor)
    address, home = reverse("case_extend", args=[case.number, task.pk]), case.get_absolute_url()
    assert address in own.get(home).content.decode()
    day = longest(task, case)
    said = {"day": day.isoformat(), "reasons": "Semestrar."}
    for wrong in (task.due, day + 40 * DAY):
        shown = own.post(address, said | {"day": wrong.isoformat()})
        assert shown.context["form"].errors["day"]
    own.post(address, said)
    assert "Take it back" in own.get(home).content.decode()

    todo = reverse("task", args=[answering(Extension.objects.get()).pk])
    assert "Semestrar." in lead.get(todo).content.decode()
    lead.post(todo, {"day": day.isoformat(), "reasons": ""})

    assert of(case, "answer_findings").due == day
    assert "more time was given" in own.get(home).content.decode()
    assert own.post(address, said).context["form"].errors["day"]


def test_of_a_case_of_somebody_else_the_page_is_not_there(world: World) -> None:
    case = in_state(world, "assessing")
    place = stages.new_municipality(world, "9001", "Ort")
    other = drive.fresh(stages.assessing(world, place))
    task = of(other, "assess")

    address = reverse("case_extend", args=[case.number, task.pk])
    assert page(world.coordinator).get(address).status_code == 404
    address = reverse("case_extend", args=[case.number, of(case, "assess").pk])
    assert page(world.neighbour_coordinator).get(address).status_code == 404
    assert page(world.auditor).get(address).status_code in (403, 404)
