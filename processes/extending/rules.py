"""Whose last day can be moved, how often and until when."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from processes.case.deadlines import calendar_of
from processes.case.models import Case
from processes.extending.models import Extension
from processes.parking import rules as parking
from processes.scheme.rhythm import limits
from workflow.calendar import Explanation
from workflow.exceptions import Refused
from workflow.language import day_in_words
from workflow.models import Task

NEVER = frozenset(
    {
        *("apply", "consider_team", "settle_objection", "consider_member", "settle_member"),
        *("claim_audit", "lead", "confirm_withdrawal"),
    }
)
"""Objections and claims keep their day; when an application lapses an officer moves otherwise."""
ANSWERS = "answer_findings"


class Wrong(NamedTuple):
    """Why a task's day cannot be moved: at which field of the form, in a sentence."""

    field: str | None
    words: str


def is_extendable(task: Task) -> bool:
    """It is open, has a last day, and is the case's own work: no appeal, hearing or objection."""
    rests = getattr(task.process.flow_class, "rests", False)
    return bool(rests and task.is_open and task.due and task.flow_task.name not in NEVER)


def pending(task: Task) -> Extension | None:
    """The wish that waits for an answer, if there is one."""
    return Extension.objects.filter(task=task, state=Extension.State.ASKED).first()


def longest(task: Task, case: Case) -> date | None:
    """The last day that can be given: a part of the limit more; of answers a figure of its own."""
    why, due = task.deadline, task.due
    if why is None or due is None:
        return None
    last = _more(task, case, why, due)
    hard = parking.next_hard_date(case, due)
    return min(last, hard) if hard is not None else last


def _more(task: Task, case: Case, why: Explanation, due: date) -> date:
    calendar = calendar_of(case.cycle)
    if task.flow_task.name == ANSWERS:
        return calendar.add_days(due, limits.amount(case.cycle, "extend_answers"), "more").date
    share = limits.amount(case.cycle, "extension_share")
    part = max(why.amount, 0) * share // 100
    if why.unit == "working_days":
        return calendar.add_working_days(due, part, "more").date
    if why.unit == "months":
        part = (why.counted - why.start).days * share // 100
    return calendar.add_days(due, part, "more").date


def wrong(task: Task, case: Case, day: date | None, today: date, *, asks: bool) -> list[Wrong]:
    """Everything that stands in the way of another last day; ``asks``: of the municipality."""
    due, last = task.due, longest(task, case)
    if due is None or last is None or not is_extendable(task) or not case.is_running:
        return [Wrong(None, _("The last day of this task cannot be moved."))]
    if asks and today >= due:
        words = _("You can ask before the last day, %(day)s. Write to the officer of the case.")
        return [Wrong("day", words % {"day": day_in_words(due)})]
    given = Extension.objects.filter(task=task, state=Extension.State.GRANTED)
    if given.count() >= limits.amount(case.cycle, "extensions"):
        return [Wrong("day", _("This task has got more time already: it gets no more."))]
    return [*_wrong_day(case, day, today, due=due, last=last)] if day else []


def _wrong_day(case: Case, day: date, today: date, *, due: date, last: date) -> Iterator[Wrong]:
    if day <= due:
        words = _("Choose a day after the last day there is now, %(day)s.")
        yield Wrong("day", words % {"day": day_in_words(due)})
    elif day <= today:
        yield Wrong("day", _("Choose a day that is still to come."))
    elif day > last:
        words = _("The last day can be moved to %(day)s at most.")
        yield Wrong("day", words % {"day": day_in_words(last)})
    elif not calendar_of(case.cycle).is_working_day(day):
        yield Wrong("day", _("Choose a working day."))


def require(task: Task, case: Case, day: date, today: date, *, asks: bool) -> None:
    """Raises Refused, with the first of what stands in the way of another last day."""
    for one in wrong(task, case, day, today, asks=asks):
        raise Refused(one.words, code="not_to_be_moved")
