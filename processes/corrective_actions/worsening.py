"""A minor nonconformity that nobody answers becomes major: after its last day, never silently."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from processes.audit.models import Finding
from processes.case.deadlines import calendar_of
from processes.case.models import Case
from processes.corrective_actions.models import CorrectivePlan, Response
from processes.reasons import kept
from processes.scheme.rhythm import limits
from workflow import events, timers, trail
from workflow.calendar import Deadline, end_of
from workflow.engine.transitions import perform
from workflow.models import Task
from workflow.models.promises import keeps

TASK, STEP = "answer_findings", "worsen"


def begin(task: Task, at: datetime, **_: object) -> None:
    """The municipality is to answer: count from its last day."""
    if task.flow_task.name != TASK or (last := last_day(task)) is None:
        return
    plan = CorrectivePlan.objects.get(case=Case.of(task.process))
    _promise(plan, last)


def last_day(task: Task) -> Deadline | None:
    """The last day before unanswered minors become major; later where the task got more time."""
    if task.due is None:
        return None
    cycle = Case.of(task.process).cycle
    return calendar_of(cycle).add_days(task.due, limits.amount(cycle, "worsen_minor"), STEP)


def _promise(plan: CorrectivePlan, last: Deadline) -> None:
    explanation = last.explanation.as_json()
    timers.start(plan, STEP, due_at=end_of(last.date), explanation=explanation)


@keeps("processes.correctiveplan", STEP)
def worsen(plan: CorrectivePlan, *, at: datetime) -> None:
    """Make major what was not answered, unless the task got more time: then look again."""
    process = plan.case.main_process_id
    asked = [
        task
        for task in Task.objects.filter(process=process, status__in=Task.OPEN)
        if task.flow_task.name == TASK
    ]
    last = last_day(asked[0]) if asked else None
    if last is None:
        return
    if at < end_of(last.date):
        _promise(plan, last)
        return
    late = plan.responses.filter(state=Response.State.OPEN, finding__grade=Finding.Grade.MINOR)
    codes = list(late.order_by("finding__criterion__code").values_list("finding__criterion__code"))
    if codes:
        _carry_out(plan, [code for (code,) in codes], at=at)


def _carry_out(plan: CorrectivePlan, codes: list[str], *, at: datetime) -> None:
    audit = plan.case.audit
    because = kept("minor_overdue", codes=", ".join(codes))
    with transaction.atomic():
        found = Finding.objects.filter(audit=audit, criterion__code__in=codes)
        found.update(grade=Finding.Grade.MAJOR, version=F("version") + 1)
        perform(plan.worsen, by=None, at=at, because=because)
        event = trail.Event(subject=audit, step="worsen", by=None, at=at, because=because)
        trail.record(event)
        timers.begin(plan)  # with a major it promises more


events.task_opened.connect(begin, dispatch_uid="processes.corrective_actions.worsening")
