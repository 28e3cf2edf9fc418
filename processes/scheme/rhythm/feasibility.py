"""Whether a cycle can be kept, by people who take all the time that its limits give them.

Pure. Saving, publishing, the preview and the simulation ask the same question: is there a start
day on which an item cannot be done in time, or a calendar year without a visit?
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from math import ceil

from processes.scheme.rhythm.planned_items import (
    PlannedItem,
    Rhythm,
    Term,
    first_term,
    planned_items,
)
from workflow.calendar import exact_months

FIRST = date(2028, 1, 1)
"""A year of 366 days, with the new year in a quiet week and the next in a longer one."""
DAYS = 366
LONGEST_VALIDITY = 36
"""A certificate is valid for three years at most."""
FIRST_WITHIN = 12
"""The first surveillance is visited no later than so many months from the decision."""

LENGTH = 3
"""Months that a window is long, if nobody says otherwise."""

TIGHT, EARLY, LATE, EMPTY = "tight", "early", "late", "empty"


@dataclass(frozen=True)
class Fault:
    """What cannot be kept: of which item, on how many start days, and by how much at worst.

    ``tight``: the case would open so many days before what it follows is over. ``early``: its
    visit would have to be held before its window, in month ``by``. ``late``: its visit may be as
    late as month ``by``. ``empty``: a calendar year would pass without a visit, if the one of the
    renewal did not come long before its time.
    """

    what: str
    kind: str
    ordinal: int
    days: int
    by: int


@dataclass(frozen=True)
class Verdict:
    """Everything that a cycle cannot keep; and the windows that would do, if there are any."""

    faults: tuple[Fault, ...]
    windows: tuple[tuple[int, int], ...] = ()

    @property
    def is_kept(self) -> bool:
        """Nothing is missed."""
        return not self.faults


@lru_cache(maxsize=50)
def judge(rhythm: Rhythm) -> Verdict:
    """Judge a rhythm by every start day of a year, over a first certificate and its renewal."""
    found = _faults(rhythm)
    if not found:
        return Verdict(())
    others = _windows(rhythm)
    fits = others != rhythm.windows and not _faults(replace(rhythm, windows=others))
    return Verdict(found, others if fits else ())


def _faults(rhythm: Rhythm) -> tuple[Fault, ...]:
    seen: dict[tuple[str, str, int], list[int]] = {}
    for number in range(DAYS):
        for what, item, by in _missed(rhythm, FIRST + timedelta(days=number)):
            seen.setdefault((what, item.kind, item.ordinal), []).append(by)
    return tuple(
        Fault(*key, len(by), min(by) if key[0] == EARLY else max(by)) for key, by in seen.items()
    )


Missed = tuple[str, PlannedItem, int]


def _missed(rhythm: Rhythm, day: date) -> Iterator[Missed]:
    """What cannot be kept of a certificate decided on a day, and of the one that renews it."""
    term = first_term(day, rhythm.validity)
    planned = planned_items(rhythm, term)
    yield from _too_tight(planned, term)
    yield from _outside(rhythm, planned, term)
    last = planned[-1]
    renewed = Term(
        anchor=term.expiry,
        expiry=exact_months(day, 2 * rhythm.validity),
        decided=last.decide_by.date,
        visited=last.visit_by.date,
    )
    yield from _too_tight(planned_items(rhythm, renewed), renewed)


def _too_tight(planned: list[PlannedItem], term: Term) -> Iterator[Missed]:
    """Items that would open before the decision or before the item that they follow is over."""
    before = term.decided
    for item in planned:
        if item.opens.date < before:
            yield TIGHT, item, (before - item.opens.date).days
        before = item.decide_by.date


def _outside(rhythm: Rhythm, planned: list[PlannedItem], term: Term) -> Iterator[Missed]:
    """Visits before their window, a first one too late, and years without any."""
    for item, window in zip(planned, rhythm.windows, strict=False):
        if item.kept_by < exact_months(term.anchor, window[0]):
            yield EARLY, item, _months(term.anchor, item.kept_by)
    if rhythm.windows and rhythm.windows[0][1] > FIRST_WITHIN:
        yield LATE, planned[0], rhythm.windows[0][1]
    renewal = planned[-1].visit_by
    why = renewal.explanation.shortened
    if why is not None and exact_months(renewal.date, LENGTH) < why.day:
        yield EMPTY, planned[-1], 0


def _months(start: date, end: date) -> int:
    """The whole months from a day to another."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (exact_months(start, months) > end)


def _windows(rhythm: Rhythm) -> tuple[tuple[int, int], ...]:
    """A window a year, each as late as the item that follows lets its visit be."""
    number = max(0, ceil((rhythm.validity - rhythm.visit) / FIRST_WITHIN) - 1)
    ends = [FIRST_WITHIN * (place + 1) for place in range(number)]
    reach = replace(rhythm, windows=tuple((end - LENGTH, end) for end in ends))
    visits: list[list[int]] = [[] for _ in ends]
    for start in range(0, DAYS, 7):
        term = first_term(FIRST + timedelta(days=start), rhythm.validity)
        for place, item in enumerate(planned_items(reach, term)[:-1]):
            visits[place].append(_months(term.anchor, item.kept_by))
    return tuple((max(1, min(*months, max(months) - LENGTH)), max(months)) for months in visits)
