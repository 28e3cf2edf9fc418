"""How late the certification body itself was and is: counted from its tasks, shown to both sides.

The municipality pays with none of its days for it: each limit of its own is counted from the day
on which its task opens.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from processes.roles import BODY
from workflow.calendar import local_date
from workflow.models import Process, Task

DONE = Q(status="DONE", finished__date__gt=F("due"))
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Late:
    """How late a body was in a case: on how many days something of its lay past its last day.

    ``open``: the titles of what is late now.
    """

    days: int = 0
    open: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figures:
    """The tasks of a year: how many were done, how many of them late, by how much, and late now."""

    done: int
    late: int
    days: int
    """By how many days the late ones were late, on the mean, rounded."""
    open: int


def _of_body() -> QuerySet[Task]:
    return Task.objects.filter(role__in=BODY, due__isnull=False)


def _late_now(day: date) -> Q:
    return Q(status__in=Task.OPEN, due__lt=day)


def in_case(process: Process | None, day: date) -> Late:
    """How late the body was and is with a case's own process, on a local day.

    A day counts once, however many tasks were late on it.
    """
    if process is None:
        return Late()
    late = list(_of_body().filter(DONE | _late_now(day), process=process).order_by("pk"))
    held = (process.held_until is not None) and process.held_until > day
    waiting = () if held else tuple(str(task.title) for task in late if task.finished is None)
    spans = ((task.due, local_date(task.finished) if task.finished else day) for task in late)
    return Late(_days(spans), waiting)


def _days(spans: Iterable[tuple[Any, date]]) -> int:
    """How many days lie in some spans, each from the day after its first to its last."""
    days = {due + timedelta(days=n) for due, last in spans for n in range(1, (last - due).days + 1)}
    return len(days)


def figures(day: date) -> Figures:
    """How punctual the bodies were in the year before a local day, and what is late on it."""
    this_year = Q(status="DONE", finished__date__gt=day - YEAR)
    spans = _of_body().filter(DONE, this_year).values_list("due", "finished").iterator()
    late = [(local_date(finished) - due).days for due, finished in spans]
    mean = round(sum(late) / len(late)) if late else 0
    counted = _of_body().aggregate(
        done=Count("pk", filter=this_year), open=Count("pk", filter=_late_now(day))
    )
    return Figures(counted["done"], len(late), mean, counted["open"])
