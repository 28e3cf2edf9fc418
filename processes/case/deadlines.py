"""Periods of time of a case, by its own cycle."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import F, QuerySet
from django.utils import timezone

from processes.scheme.models import RenewalCycle
from processes.scheme.rhythm import limits
from processes.scheme.rhythm.ways import calendar_of, shortened, span_of, way_of
from workflow.calendar import Cause, Deadline, Shortening, local_date
from workflow.models import Process

if TYPE_CHECKING:
    from processes.case.models import Case


__all__ = [
    "calendar_of",
    "cycle_of",
    "in_time",
    "kept",
    "ladder",
    "limit",
    "terms_of",
    "today",
    "within",
]


class Terms(NamedTuple):
    """What a case goes by: its cycle and kind, and the last days of its visit and decision.

    An initial case has no such days.
    """

    cycle: Any
    kind: str
    visit_by: date | None
    decide_by: date | None


def within(cycle: RenewalCycle, key: str, start: date, kind: str = "") -> Deadline:
    """The deadline of a limit counted from a local day, as the cycle has it for cases of a kind."""
    return span_of(cycle, key, kind).counted(calendar_of(cycle), start)


def kept(process: Process, key: str, start: date) -> Deadline:
    """The deadline of a task: by its limit, or earlier where the case's hard dates ask for it.

    Never under the limit's floor, hard date or not. It says whether what follows can be in time.
    """
    terms = _terms(process)
    return in_time(terms, key, start, within(terms.cycle, key, start, terms.kind))


def in_time(terms: Terms, key: str, start: date, deadline: Deadline) -> Deadline:
    """A deadline of a limit, or the earlier day that the case's hard dates ask for.

    Whoever named the day: never under the limit's floor, counted from the local day ``start``.
    """
    if terms.visit_by is None or terms.decide_by is None:
        return deadline
    way, span = way_of(terms.cycle, terms.kind), span_of(terms.cycle, key, terms.kind)
    visit, decision = terms.visit_by, terms.decide_by
    latest = way.latest(key, visit_by=visit, decide_by=decision)
    day = min(deadline.date, max(latest, span.least.counted(way.calendar, start).date))
    fits = day <= way.latest(key, visit_by=visit, decide_by=decision, least=True)
    if day == deadline.date and fits:
        return deadline
    serves = way.serves_visit(key)
    cause: Cause = "visit" if serves else "decision"
    by = Shortening(deadline.date, cause, visit if serves else decision, fits)
    return shortened(deadline, day, by=by)


def today(process: Process) -> date:
    """The local day of the operation under way."""
    moment: datetime = process.moment or timezone.now()
    return local_date(moment)


def cycle_of(process: Process) -> Any:
    """The cycle of a process's case, without reading the case."""
    return _terms(process).cycle


def terms_of(case: "Case") -> Terms:
    """What a case goes by."""
    return Terms(case.cycle, case.kind, case.visit_by_date, case.decide_by_date)


def _terms(process: Process) -> Terms:
    """What a process's case goes by, without reading the case where it is not at hand."""
    if (case := process.known) is not None:
        return terms_of(case)
    cycle = cycle_of_case(process.subject_id).get()
    return Terms(cycle, cycle.kind, cycle.visit_by, cycle.decide_by)


def cycle_of_case(case: int) -> QuerySet[Any]:
    """The cycle of a case, with what of the case beside it says when things are due."""
    of_case = RenewalCycle.objects.filter(cases=case)
    return of_case.annotate(
        kind=F("cases__kind"),
        visit_by=F("cases__visit_by_date"),
        decide_by=F("cases__decide_by_date"),
    )


def limit(key: str) -> Callable[[Any], Deadline]:
    """A flow's limit rule: so long after the task comes into the queue."""

    def rule(process: Process) -> Deadline:
        return kept(process, key, today(process))

    rule.__name__ = key
    return rule


def ladder(process: Process) -> list[int]:
    """The reminder ladder of the case's cycle: days from the deadline."""
    rungs: list[int] = cycle_of(process).ladder
    return rungs


def repeat(process: Process) -> int:
    """After how many days it is told again that a task is late, once the ladder has ended."""
    return limits.amount(cycle_of(process), "repeat")


LADDER_READS = ("subject__cycle",)
"""What the ladder reads of a process, for anyone who asks about many."""
