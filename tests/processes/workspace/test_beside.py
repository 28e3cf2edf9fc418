"""What goes on beside a case is seen, taken and kept from people as the case itself."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from processes.case.exclusions import exclude
from processes.models import Case
from processes.roles import Role
from processes.self_assessment.actions import Ask, ask
from tests.support import drive, stages
from tests.support.world import World, person
from workflow import queues
from workflow.exceptions import Conflict
from workflow.models import Task


def beside(world: World, case: Case, role: str) -> Task:
    """A task in the small flow beside a case, as if it were of a role of the body."""
    criteria = tuple(answer.criterion for answer in case.self_assessment.answers.all()[:1])
    wanted = Ask(person=world.contributor, criteria=criteria)
    made = ask(case.self_assessment, wanted, by=world.coordinator, at=world.at)
    tasks = Task.objects.filter(process=made.own_process).exclude(role="")
    tasks.update(role=role, organisation=world.body, owner=None, status="NEW")
    return tasks.get()


@pytest.fixture
def case(world: World) -> Case:
    return stages.assessing(world, world.municipality)


def answer(somebody: Any, task: Task) -> int:
    client = Client()
    client.force_login(somebody)
    return int(client.get(reverse("task", args=[task.pk])).status_code)


def test_its_page_is_there_for_those_who_may_take_it_and_for_its_holder(world, case) -> None:
    task = beside(world, case, Role.AUDITOR)
    assert answer(world.second_auditor, task) == 200
    assert answer(world.decision_maker, task) == 404

    queues.claim(task.pk, by=world.second_auditor, at=world.at)

    assert answer(world.auditor, task) == 404
    page = Client()
    page.force_login(world.second_auditor)
    assert page.get(reverse("case", args=[case.number])).status_code == 200


@pytest.mark.parametrize("excluded", ["before it began", "while it goes on"])
def test_whoever_is_kept_from_the_case_is_kept_from_it(world, case, excluded) -> None:
    jan = person("Jan Jäv", world.body, Role.AUDITOR)
    if excluded == "before it began":
        exclude(case.main_process, jan, reason="a tie", at=world.at)
    task = beside(world, case, Role.AUDITOR)
    if excluded == "while it goes on":
        exclude(case.main_process, jan, reason="a tie", at=world.at)

    with pytest.raises(Conflict):
        queues.claim(task.pk, by=jan, at=world.at)
    assert answer(jan, task) == 404


def test_what_they_had_taken_of_it_goes_back(world, case) -> None:
    jan = person("Jan Jäv", world.body, Role.AUDITOR)
    task = beside(world, case, Role.AUDITOR)
    queues.claim(task.pk, by=jan, at=world.at)

    exclude(case.main_process, jan, reason="a tie", at=world.at)

    assert Task.objects.get(pk=task.pk).owner is None


def test_the_stage_of_a_case_is_that_of_its_own_process(world, case) -> None:
    beside(world, case, Role.AUDITOR)

    page = Client()
    page.force_login(world.officer)
    context = page.get(reverse("case", args=[case.number])).context

    assert context["stages"][2].state == "current"
    assert drive.fresh(case).is_running
