"""Every start date of nine years, every term, many offsets: the calendar against an oracle."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from chaos.report import Figure, none_of, told
from chaos.scene import Scene
from tests.support.oracle import months_later, nth_working_day
from workflow.calendar import WorkingCalendar

NEEDS_SERVICES = False
CALENDAR = WorkingCalendar()
STARTS = [date(2024, 1, 1) + timedelta(days=offset) for offset in range(3288)]
TERMS = (12, 24, 36, 48)
WORKING_DAYS = (-60, -30, -15, -10, -5, -2, -1, 0, 1, 2, 3, 5, 10, 15, 20, 28, 40, 60)
DAYS = (-180, -120, -90, -60, -30, -14, -7, -1, 0, 1, 7, 14, 28, 30, 60, 90, 120, 180)
MONTHS = (-9, -6, -3, -2, 0, 6)


@dataclass(frozen=True)
class Size:
    """Every so manieth start date."""

    step: int


SIZES = {"full": Size(1), "short": Size(41)}


def drill(scene: Scene, size: Size) -> Iterator[Figure]:
    """From each start by each term, and from there by each offset."""
    asked, wrong = 0, 0
    starts = STARTS[:: size.step]
    for term in TERMS:
        for start in starts:
            answers = [*_answers(start, term)]
            asked += len(answers)
            wrong += sum(one != other for one, other in answers)
        scene.say(f"{len(starts):,} start dates and {term} months: {wrong} deviations")
    offsets = len(WORKING_DAYS) + len(DAYS) + len(MONTHS)
    what = f"start dates × terms of {', '.join(map(str, TERMS))} months × offsets"
    yield told(what, f"{len(starts):,} × {len(TERMS)} × {offsets}")
    yield none_of(f"dates that differ from the oracle's, of {asked:,}", wrong)


def _answers(start: date, term: int) -> Iterator[tuple[date, date]]:
    """Pairs of a date of the calendar and the oracle's."""
    ends, expected = CALENDAR.exact_months(start, term), months_later(start, term)
    yield ends, expected
    yield CALENDAR.add_months(start, term, "r").date, nth_working_day(expected, 0)
    for n in WORKING_DAYS:
        yield CALENDAR.add_working_days(ends, n, "r").date, nth_working_day(expected, n)
    for n in DAYS:
        lands = date.fromordinal(expected.toordinal() + n)
        yield CALENDAR.add_days(ends, n, "r").date, nth_working_day(lands, 0)
    for n in MONTHS:
        exact = months_later(expected, n)
        yield CALENDAR.exact_months(ends, n), exact
        yield CALENDAR.add_months(ends, n, "r").date, nth_working_day(exact, 0)
