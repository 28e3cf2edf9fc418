"""Which hard dates were missed in a run, and whether by people or by the cycle itself.

A date that was missed though everybody kept their limits, and the case went straight on, is a
fault of the cycle. Others were missed by people who were late, or by a way round: majors, a
second visit, something asked for again, an item that had to wait for the one before it, a case that
rested or was given more time.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from processes import kinds
from processes.case.models import Case
from processes.decision.models import Decision
from processes.standing.models import Certificate
from processes.standing.status import Status
from workflow.calendar import local_date
from workflow.models import Task

SLOW, ROUND, KEPT = "slow", "round", "kept"
INSTANT = timedelta(microseconds=1)


@dataclass
class Missed:
    """How many were kept, how many missed and why; those missed by nobody, each named."""

    number: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def missed(day: date) -> Missed:
    """Every hard date up to a day, of all cases and certificates."""
    found = Missed()
    for case, what, hard, done in _dates(day):
        if done is not None and done <= hard:
            found.number[KEPT] += 1
            continue
        why = _why(case, hard)
        found.number[why or f"{what} by nobody"] += 1
        if not why:
            found.faults.append(
                f"case {case.number}: {what} due by {hard} missed by nobody's fault"
            )
    return found


def _dates(day: date) -> Iterator[tuple[Case, str, date, date | None]]:
    """Each hard date that has come: its case, what it is of, and when that was done."""
    for case in _turns().iterator(chunk_size=500):
        audit = getattr(case, "audit", None)
        visited = audit.visited_date if audit else None
        if visited or (case.visit_by_date < day and case.is_running):
            yield case, "visit", case.visit_by_date, visited
        decided = _decided(case)
        if decided or (case.decide_by_date < day and case.is_running):
            yield case, "decision", case.decide_by_date, decided
    ended = Certificate.objects.having(Status.EXPIRED, day).select_related("case")
    for certificate in ended:
        renewal = certificate.case.following.filter(kind=kinds.RECERTIFICATION).first()
        if renewal is not None and (renewal.is_running or renewal.current_state == "granted"):
            yield renewal, "renewal", certificate.expiry_date, None


def _turns() -> QuerySet[Any, Any]:
    turns = Case.objects.filter(visit_by_date__isnull=False)
    return turns.select_related("audit", "programme_item").order_by("pk")


def _decided(case: Case) -> date | None:
    last = Decision.objects.filter(case=case, decided_at__isnull=False).order_by("-number").first()
    return local_date(last.decided_at) if last and last.decided_at else None


def is_late(finished: datetime | None, due: date, hard: date) -> bool:
    """A task was, or by the hard date still is, open after its deadline.

    What time itself ends at the midnight after its last day is not late.
    """
    return (local_date(finished - INSTANT) if finished else hard) > due


def _why(case: Case, hard: date) -> str:
    """Why a date was missed: somebody slow, a way round, or "" for neither."""
    tasks = Task.objects.filter(process=case.main_process_id, due__isnull=False)
    nodes: Counter[str] = Counter()
    was_moved = case.parkings.exists()
    for task in tasks.filter(created__date__lte=hard):
        nodes[task.flow_task.name] += 1
        was_moved = was_moved or bool(task.deadline and task.deadline.changes)
        if is_late(task.finished, task.due, hard):
            return SLOW
    if was_moved or case.opened_date > case.programme_item.opens_date:
        return ROUND  # or the item before it was not over
    return ROUND if max(nodes.values(), default=0) > 1 or "verify_majors" in nodes else ""
