"""What the municipality begins and leaves lying comes to its end: warned of, and then told."""

from datetime import date, datetime

from django.db import transaction
from django.dispatch import Signal

from processes.application.models import Application
from processes.application.policies import is_empty
from processes.case.models import Case, Evidence
from processes.closing.actions import discard
from processes.organisations.models import Person
from workflow import trail
from workflow.calendar import Deadline
from workflow.calendar.explanations import Explanation
from workflow.engine import lapses
from workflow.engine.transitions import perform
from workflow.exceptions import Conflict
from workflow.models import Task

nearing = Signal(use_caching=True)
"""A case will lapse soon: ``case``, ``until`` (its last local day), ``is_draft``, ``at``."""


def warn(task: Task, *, at: datetime) -> None:
    """Tell those who wait and those who are waited for that the case will soon end by itself."""
    last = lapses.of(task)
    if last is None:
        return
    case = Case.of(task.process)
    with transaction.atomic():
        event = trail.Event(subject=case, step=lapses.WARN, by=None, at=at)
        trail.record(event)
        nearing.send(sender=Case, case=case, until=last.date, is_draft=case.is_unsent, at=at)


def lapse(task: Task, *, at: datetime) -> None:
    """End the case: a draft in which nothing stands is deleted, anything else stays readable."""
    case = Case.of(task.process)
    if case.is_unsent and _is_empty(case):
        discard(case, by=None, at=at)
    else:
        perform(case.lapse, by=None, at=at, moment=at)


def waiting_task(case: Case) -> Task | None:
    """The open task with which the case lapses, if there is one."""
    if case.main_process_id is None or not case.is_running:
        return None
    tasks = Task.objects.filter(process=case.main_process_id, status__in=Task.OPEN)
    return lapses.among(tasks).order_by("pk").first()


@transaction.atomic
def put_off(case: Case, day: date, reasons: str, *, by: Person, at: datetime) -> None:
    """Let the case lapse on another local day. Raises Conflict if nothing of it lapses any more."""
    perform(case.put_off_lapse, by=by, at=at, because=reasons, day=day)
    task = waiting_task(case)
    if task is None:
        raise Conflict
    explanation = Explanation("given", day, 0, "days", (), None, day)
    lapses.put_off(task, Deadline(day, explanation), at)


def _is_empty(case: Case) -> bool:
    has_files = Evidence.objects.filter(case=case).exists()
    return is_empty(Application.objects.get(case=case)) and not has_files
