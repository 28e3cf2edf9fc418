"""What will happen to a case, and when: its open tasks and the promises that wait."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes import stages
from processes.case.models import Case
from processes.case.open_tasks import OpenTask
from processes.dossier.wording import expected
from workflow.calendar import Deadline
from workflow.calendar.explanations import Explanation
from workflow.models import Timer


@dataclass(frozen=True)
class Coming:
    """A day, and what it brings."""

    title: str
    who: str
    deadline: Deadline


def coming(case: Case, open_tasks: list[OpenTask]) -> list[Coming]:
    """The dates ahead, nearest first; before them the one that must not be missed."""
    days = [
        Coming(open_task.title, open_task.who, open_task.deadline)
        for open_task in open_tasks
        if open_task.deadline
    ]
    rest = sorted([*days, *_promised(case, open_tasks)], key=lambda day: day.deadline.date)
    return [*_hard(case), *rest]


HARD = {
    "visit": gettext_lazy("Last day of the visit"),
    "decision": gettext_lazy("Last day to decide"),
}


def _hard(case: Case) -> Iterator[Coming]:
    item: Any = getattr(case, "programme_item", None) if case.hard_date else None
    if item is not None and case.hard_date is not None:
        what, day = case.hard_date
        said = item.explanations["visit_by" if what == "visit" else "decide_by"]
        deadline = Deadline(day, Explanation.from_json(said))
        yield Coming(str(HARD[what]), _("This day must not be missed"), deadline)


def _promised(case: Case, open_tasks: list[OpenTask]) -> list[Coming]:
    found = models.Q(pk__in=[])
    for row in [*_rows(case), *(open_task.task for open_task in open_tasks)]:
        kind = ContentType.objects.get_for_model(row)
        found |= models.Q(subject_type=kind, subject_id=row.pk)
    timers = Timer.objects.filter(found, status=Timer.Status.WAITING).order_by("due_at")
    return [_coming(timer) for timer in timers.select_related("subject_type") if timer.explanation]


def _coming(timer: Timer) -> Coming:
    explanation = Explanation.from_json(timer.explanation or {})
    deadline = Deadline(explanation.result, explanation)
    return Coming(expected(f"{timer.subject_type.model}.{timer.step}"), _("The system"), deadline)


def _rows(case: Case) -> Iterator[Any]:
    """The case and the rows of its stages that may have promised something."""
    yield case
    for name in stages.names("dates"):
        first, _dot, many = name.partition(".")
        found = stages.on(case, first)
        if found is not None and many:
            found = getattr(found, many)
        if found is not None:
            yield from found.all() if isinstance(found, models.Manager) else (found,)
