"""Working days, months from an anchor, and the moments at which a local day begins and ends.

Pure: a deadline is a local date in Sweden, never a day off, and carries its own explanation.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from workflow.calendar.explanations import Cause, Explanation, Shortening, Unit
from workflow.calendar.red_days import name_of, red_days
from workflow.language import spoken

__all__ = [
    "STOCKHOLM",
    "Cause",
    "Deadline",
    "Explanation",
    "Shortening",
    "Unit",
    "WorkingCalendar",
    "at_eight",
    "end_of",
    "exact_months",
    "last_morning",
    "local_date",
    "start_of",
]

STOCKHOLM = ZoneInfo("Europe/Stockholm")
DAY = timedelta(days=1)
SATURDAY = 5

# Counting ends here. A day later some time zone has no name for the moment at which it ends.
FIRST, LAST = date.min + DAY, date.max - DAY


@dataclass(frozen=True)
class Deadline:
    """A date, and why it is that one."""

    date: date
    explanation: Explanation


@dataclass(frozen=True)
class WorkingCalendar:
    """The days on which work is done: not weekends, Swedish days off or ``closed`` days.

    ``quiet_weeks`` are pairs of ISO weeks, first and last, that may pass a new year: (51, 1).
    """

    closed: frozenset[date] = frozenset()
    quiet_weeks: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        if any(not 1 <= week <= 53 for pair in self.quiet_weeks for week in pair):
            raise ValueError("An ISO week is a number from 1 to 53.")
        if all(self._in_quiet_week(week) for week in range(1, 53)):
            raise ValueError("Some week of the year must not be quiet.")

    def holidays(self, year: int, language: str = "sv") -> Mapping[date, str]:
        """The days off of a year that are not mere weekends, in order, with their names."""
        code = spoken(language)
        extra = {day: name_of(day, code) for day in self.closed if day.year == year}
        return dict(sorted({**extra, **red_days(year, code)}.items()))

    def is_working_day(self, day: date) -> bool:
        """Neither weekend, public holiday, its eve, nor closed."""
        _refuse_moment(day)
        return day.weekday() < SATURDAY and not self._is_off(day)

    def next_working_day(self, day: date) -> date:
        """The first working day after ``day``."""
        return self._first(_away(day, 1), DAY)

    def previous_working_day(self, day: date) -> date:
        """The last working day before ``day``."""
        return self._first(_away(day, -1), -DAY)

    def is_quiet(self, day: date) -> bool:
        """The day is in a week in which no visit is proposed."""
        return self._in_quiet_week(day.isocalendar().week)

    def outside_quiet_weeks(self, day: date) -> date:
        """The first working day, from ``day`` on, that is not in a quiet week."""
        while day < LAST and (self.is_quiet(day) or not self.is_working_day(day)):
            day += DAY
        return day

    def before(self, day: date) -> date:
        """The last working day up to and with ``day``."""
        return self._first(day, -DAY)

    def before_quiet_weeks(self, day: date) -> date:
        """The last working day, up to and with ``day``, that is not in a quiet week."""
        while day > FIRST and (self.is_quiet(day) or not self.is_working_day(day)):
            day -= DAY
        return day

    def visit_from(self, deadline: Deadline) -> Deadline:
        """The deadline moved out of the quiet weeks, and saying so."""
        day = self.outside_quiet_weeks(deadline.date)
        if day == deadline.date:
            return deadline
        explanation = replace(deadline.explanation, quiet_from=deadline.date, result=day)
        return Deadline(day, explanation)

    def add_working_days(self, start: date, n: int, rule: str) -> Deadline:
        """The nth working day after ``start``, which is not counted; before it, if n is negative.

        Zero is ``start`` itself, or the next working day.
        """
        return _counted(self, start, n, rule)

    def nth_working_day(self, start: date, n: int) -> date:
        """The nth working day after ``start``, before it if n is negative, unexplained."""
        _refuse_moment(start)
        year, days = start.year, _working_days(self, start.year)
        day = start.toordinal()
        place = bisect_right(days, day) + n - 1 if n > 0 else bisect_left(days, day) + n
        while not 0 <= place < len(days):
            if year == (FIRST if place < 0 else LAST).year:
                return FIRST if place < 0 else LAST
            beyond = place - len(days) if place > 0 else place
            year += 1 if place > 0 else -1
            days = _working_days(self, year)
            place = beyond if place > 0 else beyond + len(days)
        return date.fromordinal(days[place])

    def working_days_to(self, start: date, last: date) -> int:
        """How many working days come after ``start`` up to and with ``last``.

        Where ``last`` is earlier: as many after it up to and with ``start``, as a negative number.
        """
        if last < start:
            return -self.working_days_to(last, start)
        years = range(start.year, last.year + 1)
        before = bisect_right(_working_days(self, start.year), start.toordinal())
        after = bisect_right(_working_days(self, last.year), last.toordinal())
        return sum(len(_working_days(self, year)) for year in years[:-1]) + after - before

    def _count(self, start: date, n: int, rule: str) -> Deadline:
        if n == 0:
            return self._deadline(start, n, "working_days", rule=rule, lands=start)
        day = self.nth_working_day(start, n)
        skipped = self._days_off(min(_away(start, 1), day), max(_away(start, -1), day))
        explanation = Explanation(rule, start, n, "working_days", skipped, None, day)
        return Deadline(day, explanation)

    def add_days(self, start: date, n: int, rule: str) -> Deadline:
        """n days after ``start``; moved to the next working day if that is a day off."""
        return self._deadline(start, n, "days", rule=rule, lands=_away(start, n))

    def add_months(self, anchor: date, n: int, rule: str) -> Deadline:
        """n months from ``anchor``, counted in one leap; moved to the next working day."""
        return self._deadline(anchor, n, "months", rule=rule, lands=exact_months(anchor, n))

    def exact_months(self, anchor: date, n: int) -> date:
        """n months from ``anchor`` and not moved: the dates of a certificate."""
        return exact_months(anchor, n)

    def _deadline(self, start: date, n: int, unit: Unit, *, rule: str, lands: date) -> Deadline:
        day = self._first(lands, DAY)
        moved_from = lands if day != lands else None
        skipped = self._days_off(lands, day)
        explanation = Explanation(rule, start, n, unit, skipped, moved_from, day)
        return Deadline(day, explanation)

    def _first(self, day: date, step: timedelta) -> date:
        while FIRST < day < LAST and not self.is_working_day(day):
            day += step
        return day

    def _days_off(self, first: date, last: date) -> tuple[date, ...]:
        """The days off from first to last that would otherwise have been working days."""
        span = (first + offset * DAY for offset in range((last - first).days + 1))
        return tuple(day for day in span if day.weekday() < SATURDAY and self._is_off(day))

    def _is_off(self, day: date) -> bool:
        return day in red_days(day.year) or day in self.closed

    def _in_quiet_week(self, week: int) -> bool:
        return any(
            first <= week <= last if first <= last else week >= first or week <= last
            for first, last in self.quiet_weeks
        )


# The steps of a day set the same few deadlines again and again, and counting days takes long.
_counted = lru_cache(maxsize=200)(WorkingCalendar._count)


@lru_cache(maxsize=500)
def _working_days(calendar: WorkingCalendar, year: int) -> "array[int]":
    """The working days of a year, in order, as plain numbers: years of them are kept."""
    every = range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1)
    is_worked = calendar.is_working_day
    return array("i", [day for day in every if is_worked(date.fromordinal(day))])


def exact_months(anchor: date, n: int) -> date:
    """n months from ``anchor``, the last day of the month where it has no such day."""
    _refuse_moment(anchor)
    if not FIRST.year <= anchor.year + (anchor.month - 1 + n) // 12 <= LAST.year:
        return LAST if n > 0 else FIRST
    return anchor + relativedelta(months=n)


def _away(day: date, n: int) -> date:
    """n days later; the last or first day that is counted, if there is no such day."""
    if not FIRST.toordinal() <= day.toordinal() + n <= LAST.toordinal():
        return LAST if n > 0 else FIRST
    return day + n * DAY


def start_of(day: date) -> datetime:
    """The moment (UTC) at which a local day begins."""
    return _moment(day, time.min)


def end_of(day: date) -> datetime:
    """The moment (UTC) at which a local day ends: 24:00."""
    return _moment(min(day, LAST) + DAY, time.min)


def at_eight(day: date) -> datetime:
    """The moment (UTC) at which it is 08:00 locally."""
    return _moment(day, time(8))


def at_hour(day: date, hour: time) -> datetime:
    """The moment (UTC) at which it is that hour locally."""
    return _moment(day, hour)


def last_morning(moment: datetime) -> date:
    """The latest local day on which eight o'clock has come at ``moment``."""
    day = local_date(moment)
    return day if moment >= at_eight(day) else day - DAY


@lru_cache(maxsize=256)
def local_date(moment: datetime) -> date:
    """The day it is in Sweden at ``moment``, which must know its time zone."""
    if moment.tzinfo is None:
        raise ValueError("A moment without a time zone has no local date.")
    return moment.astimezone(STOCKHOLM).date()


def _moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=STOCKHOLM).astimezone(UTC)


def _refuse_moment(day: date) -> None:
    # A datetime is a date to Python, but never equal to one: it would pass through Christmas.
    if isinstance(day, datetime):
        raise TypeError("A working day is a local date; use local_date(moment).")
