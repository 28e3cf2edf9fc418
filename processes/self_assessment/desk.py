"""Who may write which answers, and who reads the draft or only what was submitted."""

from dataclasses import dataclass
from typing import Any, cast

from processes.case.evidence import is_inside
from processes.case.models import Case
from processes.case.reader import Reader
from processes.roles import Role
from processes.self_assessment.models import Answer, Contribution, SelfAssessment, Snapshot
from workflow.models import Task
from workflow.roles import Grant

HAND_OVER = "processes.selfassessment.hand_over"


@dataclass(frozen=True)
class Desk:
    """A reader before a self-assessment.

    The owner of the task writes every answer, a colleague those she is asked for. The
    municipality reads the draft; everybody else only what was submitted.
    """

    assessment: SelfAssessment
    inside: bool
    task: Task | None
    contributions: tuple[Contribution, ...]

    @property
    def asked_for(self) -> frozenset[int]:
        """The criteria a colleague asked the reader for."""
        found = (one.pk for asked in self.contributions for one in asked.criteria.all())
        return frozenset(found)

    def may_write(self, answer: Answer) -> bool:
        """The reader may change this answer now."""
        if self.assessment.current_state != SelfAssessment.State.OPEN:
            return False
        return self.task is not None or answer.criterion_id in self.asked_for

    def task_for(self, answer: Answer) -> Task | None:
        """The reader's task from which she writes this answer."""
        if self.task is not None or not self.may_write(answer):
            return self.task
        for asked in self.contributions:
            if any(one.pk == answer.criterion_id for one in asked.criteria.all()):
                tasks = Task.objects.filter(process=asked.own_process, status__in=Task.OPEN)
                return tasks.select_related("process", "owner", "organisation").first()
        return None

    @property
    def submitted(self) -> Snapshot | None:
        """What was submitted last."""
        snapshots = self.assessment.snapshots.select_related("taken_by")
        return snapshots.order_by("-number").first()


def assessment_of(case: Case) -> SelfAssessment | None:
    """The case's self-assessment, once it has begun."""
    found: Any = SelfAssessment.objects.filter(case=case).first()
    if found is not None:
        found.case = case
    return cast("SelfAssessment | None", found)


def desk_of(assessment: SelfAssessment, reader: Reader) -> Desk:
    """What the reader may do with it."""
    case = assessment.case
    asked = assessment.contributions.held_by(reader.person).prefetch_related("criteria")
    is_contributor = Grant(Role.CONTRIBUTOR, case.organisation.pk) in reader.grants
    return Desk(
        assessment,
        inside=is_inside(case, reader),
        task=_task(case, reader),
        contributions=tuple(asked) if is_contributor else (),
    )


def _task(case: Case, reader: Reader) -> Task | None:
    """The reader's task to assess, as long as she also holds its role."""
    tasks = Task.objects.filter(
        process=case.main_process, owner=reader.person, status__in=Task.OPEN
    ).select_related("process", "owner", "organisation")
    held = (task for task in tasks if Grant(task.role, task.organisation_id or 0) in reader.grants)
    return next((task for task in held if HAND_OVER in task.flow_task.steps), None)
