"""Who may write which answers, and who reads the draft or only what was submitted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from django.db.models import QuerySet

from processes.case.models import Case
from processes.case.reader import Reader
from processes.case.sides import is_inside
from processes.roles import Role
from processes.self_assessment.compiled_queries import asked_of, in_hand
from processes.self_assessment.models import Answer, SelfAssessment, Snapshot
from workflow.models import Task
from workflow.roles import Grant

HAND_OVER = "processes.selfassessment.hand_over"


@dataclass(frozen=True)
class Desk:
    """A reader before a self-assessment.

    The owner of the task writes every answer, a colleague those they are asked for. The
    municipality reads the draft; everybody else only what was submitted.
    """

    assessment: SelfAssessment
    inside: bool
    task: Task | None
    asked_for: Mapping[int, int]
    """The criteria a colleague asked the reader for, each with the process of their task."""

    def may_write(self, answer: Answer) -> bool:
        """The reader may change this answer now."""
        if self.assessment.current_state != SelfAssessment.State.OPEN:
            return False
        return self.task is not None or answer.criterion_id in self.asked_for

    def task_for(self, answer: Answer) -> Task | None:
        """The reader's task from which they write this answer."""
        if self.task is not None or not self.may_write(answer):
            return self.task
        found: Task | None = open_task(self.asked_for[answer.criterion_id]).first()
        return found

    @property
    def submitted(self) -> Snapshot | None:
        """What was submitted last."""
        snapshots = self.assessment.snapshots.select_related("taken_by")
        return snapshots.order_by("-number").first()


def assessment_of(case: Case) -> SelfAssessment | None:
    """The case's self-assessment, once it has begun."""
    return cast("SelfAssessment | None", getattr(case, "self_assessment", None))


def desk_of(assessment: SelfAssessment, reader: Reader) -> Desk:
    """What the reader may do with it."""
    case, who = assessment.case, reader.person.pk
    is_contributor = Grant(Role.CONTRIBUTOR, case.organisation.pk) in reader.grants
    return Desk(
        assessment,
        inside=is_inside(case, reader),
        task=_task(case, reader),
        asked_for=dict(asked_of(assessment.pk, who).all()) if is_contributor else {},
    )


def _task(case: Case, reader: Reader) -> Task | None:
    """The reader's task to assess, as long as they also hold its role."""
    tasks = in_hand(case.main_process_id, reader.person.pk).all()
    held = (task for task in tasks if Grant(task.role, task.organisation_id or 0) in reader.grants)
    return next((task for task in held if HAND_OVER in task.flow_task.steps), None)


def open_task(process: int) -> QuerySet[Task]:
    """The open task of a process that has one at a time."""
    tasks = Task.objects.filter(process=process, status__in=Task.OPEN)
    return tasks.select_related("process", "owner", "organisation")
