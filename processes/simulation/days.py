"""Auditor days per month: the effort that the flow states, in the month in which it was spent."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncMonth

from processes import flows
from processes.audit.members import TeamMember
from processes.roles import Role
from workflow.calendar import STOCKHOLM, exact_months
from workflow.models import Task

Month = tuple[date, int]

DONE = "DONE"
"""As viewflow marks a task that somebody finished."""


def per_month(first: date, last: date) -> list[Month]:
    """Every month from the first day to the last, with the auditor days spent in it."""
    spent = _led() + _joined()
    return [(month, spent[month]) for month in months(first, last)]


def months(first: date, last: date) -> Iterator[date]:
    """The first day of every month of a period."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = exact_months(month, 1)


def _led() -> Counter[date]:
    """The days of those who did auditors' tasks."""
    spent: Counter[date] = Counter()
    done = Task.objects.filter(role=Role.AUDITOR, status=DONE)
    rows: Any = done.annotate(month=TruncMonth("finished", tzinfo=STOCKHOLM))
    for node, month, number in (
        rows.values_list("flow_task", "month").annotate(Count("pk")).order_by()
    ):
        spent[month.date()] += node.effort * number
    return spent


def _joined() -> Counter[date]:
    """The days of those who took part in a visit without leading it."""
    spent: Counter[date] = Counter()
    visits = TeamMember.objects.filter(
        leads=False, has_visited=True, audit__visited_date__isnull=False
    )
    rows: Any = visits.annotate(month=TruncMonth("audit__visited_date"))
    for month, number in rows.values_list("month").annotate(Count("pk")).order_by():
        spent[month] += flows.CertificationFlow.visit.effort * number
    return spent
