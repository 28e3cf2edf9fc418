"""What tests of the self-assessment need: addresses, what forms send, and people."""

from typing import Any

from django.test import Client
from django.urls import reverse

from processes.models import Answer, Contribution, Criterion, Person
from processes.self_assessment import actions
from processes.self_assessment.actions import Ask, Edit
from tests.support import drive
from tests.support.world import World
from workflow.engine.transitions import perform


def as_person(somebody: Person) -> Client:
    client = Client()
    client.force_login(somebody)
    return client


def task_url(case: Any, node: str) -> str:
    return reverse("task", kwargs={"task_id": drive.open_task(case, node).pk})


def criterion_url(case: Any, code: str = "LED-01") -> str:
    return reverse("criterion", kwargs={"number": case.number, "code": code})


def answer_of(case: Any, code: str = "LED-01") -> Answer:
    return Answer.objects.get(assessment__case=case, criterion__code=code)


def other_criterion(case: Any) -> Criterion:
    """A criterion that is not part of the case."""
    area = case.edition.areas.get(code="LED")
    return Criterion.objects.create(area=area, code="LED-99", kind="should")


def fill(case: Any, code: str = "LED-01", **changed: Any) -> dict[str, Any]:
    """What the form of a criterion sends."""
    version = answer_of(case, code).version
    return {"level": "3", "motivation": "Så gör vi.", "version": version, **changed}


def answer_all(client: Client, case: Any) -> None:
    for answer in Answer.objects.filter(assessment__case=case).select_related("criterion"):
        code = answer.criterion.code
        client.post(criterion_url(case, code), fill(case, code, then="next"))


def ask(world: World, case: Any, *codes: str) -> Contribution:
    assessment = drive.fresh(case).self_assessment
    criteria = [answer_of(case, code).criterion for code in codes]
    wanted = Ask(world.contributor, tuple(criteria), "Kan du det här?")
    return actions.ask(assessment, wanted, by=world.coordinator, at=world.at)


def hand_over(world: World, case: Any) -> None:
    for answer in Answer.objects.filter(assessment__case=case):
        edit = Edit(level=3, motivation="Så gör vi.", version=answer.version)
        actions.save_answer(answer, edit, by=world.coordinator, at=world.at)
    perform(drive.fresh(case).self_assessment.hand_over, by=world.coordinator, at=world.at)
    task = drive.open_task(case, "sign_assessment")
    drive.claim(task, by=world.signatory, at=world.at)
