"""What is planned for a certificate: which visits and decisions by when; when each case opens.

Pure: counted back from the hard dates by the cycle's own limits. The last is the expiry; a planned
item is over before the next one begins, for a municipality has one case at a time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from processes.kinds import BY_DOCUMENT, RECERTIFICATION, SURVEILLANCE
from processes.scheme.rhythm.ways import Way, shortened, way_of
from workflow.calendar import (
    DAY,
    SATURDAY,
    Cause,
    Deadline,
    Explanation,
    Shortening,
    WorkingCalendar,
    exact_months,
)

if TYPE_CHECKING:
    from processes.scheme.models import RenewalCycle


@dataclass(frozen=True)
class PlannedItem:
    """One planned item of a programme with its three explained dates."""

    kind: str
    ordinal: int
    opens: Deadline
    visit_by: Deadline
    decide_by: Deadline
    by_document: bool = False
    """There is no visit: by that day it is examined, and its decision keeps the hard date."""

    @property
    def kept_by(self) -> date:
        """The day on which it is done at the latest, for the rhythm: visited, or else decided."""
        return (self.decide_by if self.by_document else self.visit_by).date


@dataclass(frozen=True)
class Rhythm:
    """What the planned items follow of a cycle, so that it can be remembered what they come to."""

    validity: int
    visit: int
    decision: int
    windows: tuple[tuple[int, int], ...]
    surveillance: Way
    recertification: Way
    documents: Way
    by_document: frozenset[int] = frozenset()
    """Which surveillances, by their number, are made by document."""


def rhythm_of(cycle: "RenewalCycle") -> Rhythm:
    """The rhythm of a cycle."""
    # Sorted here, not by the database: a whole country asks the same cycle for its windows once.
    windows = sorted((window.from_month, window.to_month) for window in cycle.windows.all())
    return Rhythm(
        validity=cycle.validity_months,
        visit=cycle.recertification_visit,
        decision=cycle.recertification_decision,
        windows=tuple(windows),
        surveillance=way_of(cycle, SURVEILLANCE),
        recertification=way_of(cycle, RECERTIFICATION),
        documents=way_of(cycle, BY_DOCUMENT),
        by_document=frozenset(cycle.by_document),
    )


@dataclass(frozen=True)
class Term:
    """A certificate's time: what it is counted from, and what of it has happened already.

    ``held``: the days of the visits of its surveillances, in order; None where none is held yet.
    """

    anchor: date
    expiry: date
    decided: date
    visited: date
    held: tuple[date | None, ...] = ()


def first_term(day: date, months: int) -> Term:
    """The time of a first certificate that was decided on a day."""
    return Term(day, exact_months(day, months), decided=day, visited=day)


class Bound(NamedTuple):
    """A day that a visit must not pass, and what for."""

    day: date
    cause: Cause
    keeps: date


def planned_items(rhythm: Rhythm, term: Term) -> list[PlannedItem]:
    """Every planned item of a term, in order of time."""
    years = list(_years(rhythm, term))
    last = _recertification(rhythm, term, years[-1])
    planned = [last]
    for place in reversed(range(len(rhythm.windows))):
        following = planned[0].opens.date
        planned.insert(0, _surveillance(rhythm, term, place, ends=(years[place], following)))
    return planned


def _years(rhythm: Rhythm, term: Term) -> Iterator[date]:
    """For each planned item the end of the calendar year that must not pass without its visit.

    Obligation 14.
    """
    visited = term.visited
    for place, (first, _last) in enumerate(rhythm.windows):
        end = date(visited.year + 1, 12, 31)
        if place == 0 and _begins_before(rhythm, term, end):
            end = date(term.decided.year + 1, 12, 31)
        yield end
        held = term.held[place] if place < len(term.held) else None
        visited = held or max(visited, min(end, exact_months(term.anchor, first)))
    yield date(visited.year + 1, 12, 31)


def _begins_before(rhythm: Rhythm, term: Term, end: date) -> bool:
    """A visit in that year would have to be prepared before the certificate was decided.

    It is a year of recertification then, which needs no surveillance.
    """
    return rhythm.surveillance.opens(end) < term.decided


def _recertification(rhythm: Rhythm, term: Term, year: date) -> PlannedItem:
    way = rhythm.recertification
    decide_by = no_later(way.calendar, term.expiry, -rhythm.decision, "recertification_decision")
    visit = no_later(way.calendar, term.expiry, -rhythm.visit, "recertification_visit")
    before_decision = Bound(way.visited_by(decide_by.date), "decision", decide_by.date)
    visit_by = _visit(way, visit, [before_decision, Bound(year, "year", year)])
    opens = _opens(way, visit_by, "recertification_opens")
    return PlannedItem(RECERTIFICATION, 1, opens, visit_by, decide_by)


def _surveillance(
    rhythm: Rhythm, term: Term, place: int, *, ends: tuple[date, date]
) -> PlannedItem:
    way, (year, following) = rhythm.surveillance, ends
    months = rhythm.windows[place][1]
    visit = no_later(way.calendar, term.anchor, months, "surveillance_visit")
    if place + 1 in rhythm.by_document:
        return _by_document(rhythm, place, visit, ends=ends)
    before_next = Bound(way.visited_by(following), "next", following)
    visit_by = _visit(way, visit, [before_next, Bound(year, "year", year)])
    opens = _opens(way, visit_by, "surveillance_opens")
    decide_by = _added(way.decided(visit_by.date), visit_by.date, "surveillance_done")
    return PlannedItem(SURVEILLANCE, place + 1, opens, visit_by, decide_by)


def _by_document(
    rhythm: Rhythm, place: int, last: Deadline, *, ends: tuple[date, date]
) -> PlannedItem:
    """A surveillance without a visit: its decision keeps the date that a visit would have kept.

    Obligation 59.
    """
    way, (year, following) = rhythm.documents, ends
    decide_by = _visit(way, last, [Bound(following, "next", following), Bound(year, "year", year)])
    examined = way.visited_by(decide_by.date)
    visit_by = _added(examined, decide_by.date, "surveillance_examined")
    opens = _opens(way, visit_by, "surveillance_opens")
    return PlannedItem(SURVEILLANCE, place + 1, opens, visit_by, decide_by, by_document=True)


def _visit(way: Way, visit: Deadline, bounds: Sequence[Bound]) -> Deadline:
    """The last day of the visit: by the figure, or the earliest of what else it must not pass."""
    nearest = min(bounds, key=lambda bound: bound.day)
    if nearest.day < visit.date:
        by = Shortening(visit.date, nearest.cause, nearest.keeps)
        visit = shortened(visit, way.calendar.before(nearest.day), by=by)
    day = way.calendar.before_quiet_weeks(visit.date)
    if day == visit.date:
        return visit
    return Deadline(day, replace(visit.explanation, quiet_from=visit.date, result=day))


def _opens(way: Way, visit_by: Deadline, rule: str) -> Deadline:
    return _added(way.opens(visit_by.date), visit_by.date, rule)


def _added(day: date, start: date, rule: str) -> Deadline:
    """A day that several limits together lead to."""
    amount = (day - start).days
    return Deadline(day, Explanation(rule, start, amount, "days", (), None, day, adds_up=True))


def no_later(calendar: WorkingCalendar, anchor: date, months: int, rule: str) -> Deadline:
    """Months from an anchor; a day off is moved to the working day *before*, not after.

    Obligation 14.
    """
    lands = day = exact_months(anchor, months)
    skipped: list[date] = []
    while not calendar.is_working_day(day):
        if day.weekday() < SATURDAY:
            skipped.insert(0, day)
        day -= DAY
    moved_from = lands if day != lands else None
    explanation = Explanation(rule, anchor, months, "months", tuple(skipped), moved_from, day)
    return Deadline(day, explanation)
