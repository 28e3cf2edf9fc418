"""What will happen to a case, and when: its open tasks and the promises that wait."""

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils.translation import gettext as _

from processes.case.models import Case
from processes.case.turns import Turn
from processes.case.wording import expected
from workflow.calendar import Deadline
from workflow.explanations import Explanation
from workflow.models import Timer

STAGES = ("application", "agreement", "self_assessment", "audit", "corrective_plan", "certificate")


@dataclass(frozen=True)
class Coming:
    """A day, and what it brings."""

    title: str
    who: str
    deadline: Deadline


def coming(case: Case, open_turns: list[Turn]) -> list[Coming]:
    """The dates ahead, nearest first."""
    days = [Coming(turn.title, turn.who, turn.deadline) for turn in open_turns if turn.deadline]
    return sorted([*days, *_promised(case)], key=lambda day: day.deadline.date)


def _promised(case: Case) -> list[Coming]:
    found = models.Q(pk__in=[])
    for row in _rows(case):
        kind = ContentType.objects.get_for_model(row)
        found |= models.Q(subject_type=kind, subject_id=row.pk)
    timers = Timer.objects.filter(found, status=Timer.Status.WAITING).order_by("due_at")
    return [_coming(timer) for timer in timers.select_related("subject_type") if timer.explanation]


def _coming(timer: Timer) -> Coming:
    explanation = Explanation.from_json(timer.explanation or {})
    deadline = Deadline(explanation.result, explanation)
    return Coming(expected(f"{timer.subject_type.model}.{timer.step}"), _("The system"), deadline)


def _rows(case: Case) -> list[Any]:
    """The case and the rows of its stages that may have promised something."""
    rows: list[Any] = [case]
    for name in STAGES:
        try:
            rows.append(getattr(case, name))
        except ObjectDoesNotExist:
            continue
    audit = next((row for row in rows if row._meta.model_name == "audit"), None)
    return [*rows, *(audit.reports.all() if audit else [])]
