"""What the page of a criterion asks, and its saving: the click that a municipality makes most."""

from datetime import datetime

from django.db.models import QuerySet

from processes.scheme.models import MaturityLevel
from processes.self_assessment.models import Answer, Contribution, SelfAssessment
from workflow.models import Task
from workflow.sql import bulk
from workflow.sql.compiled import Many, compiled
from workflow.sql.writes import Update


@compiled
def answer_of(assessment: int, code: str) -> QuerySet[Answer]:
    """What a self-assessment answers to a criterion."""
    answers = Answer.objects.select_related("criterion__area", "changed_by")
    return answers.filter(assessment=assessment, criterion__code=code)


@compiled
def codes(assessment: int) -> QuerySet[Answer, tuple[int, str]]:
    """The keys and codes of the criteria of a self-assessment, in the edition's order."""
    answers = Answer.objects.filter(assessment=assessment).in_order()
    return answers.values_list("criterion", "criterion__code")


@compiled
def scale(edition: int) -> QuerySet[MaturityLevel]:
    """The maturity levels of an edition."""
    return MaturityLevel.objects.filter(edition=edition).order_by("level")


@compiled
def asked_of(assessment: int, person: int) -> QuerySet[Contribution, tuple[int, int]]:
    """The criteria that a person was asked to contribute to, and the process of each."""
    held = Contribution.objects.filter(assessment=assessment).held_by(person)
    return held.values_list("criteria", "own_process")


@compiled
def in_hand(process: int | None, person: int) -> QuerySet[Task]:
    """A person's open tasks of a process."""
    tasks = Task.objects.filter(process=process, status__in=Task.OPEN, owner=person)
    return tasks.select_related("process", "owner", "organisation")


@compiled
def write(
    ids: Many[int],
    seen: int,
    version: int,
    level: int | None,
    motivation: str,
    responsible: int | None,
    unconfirmed: bool,
    by: int | None,
    at: datetime,
) -> Update:
    """Let answers say something, if they still are of the version that was seen."""
    answers = Answer.objects.filter(
        bulk.among(ids), version=seen, assessment__state=SelfAssessment.State.OPEN
    )
    return Update(
        answers,
        version=version,
        level=level,
        motivation=motivation,
        responsible=responsible,
        to_be_confirmed=unconfirmed,
        changed_by=by,
        changed_at=at,
    )
