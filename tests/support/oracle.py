"""A second calendar, written in another way: a list of all working days, and clocks by rule."""

from bisect import bisect_left, bisect_right
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

FIXED = [(1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31)]
FROM_EASTER = [-2, 0, 1, 39, 49]


def easter(year: int) -> date:
    """Gauss's rule for the years 1900 to 2099, with his two exceptions."""
    moon = (19 * (year % 19) + 24) % 30
    sunday = (2 * (year % 4) + 4 * (year % 7) + 6 * moon + 5) % 7
    late = moon + sunday
    if (moon, sunday) == (29, 6) or ((moon, sunday) == (28, 6) and year % 19 > 10):
        late -= 7
    return date(year, 3, 22) + timedelta(days=late)


def red(year: int) -> set[date]:
    """Fixed days, days from Easter, and the Fridays and Saturdays of midsummer and All Saints."""
    midsummer = next(date(year, 6, day) for day in range(19, 26) if _weekday(year, 6, day) == 4)
    saints = date(year, 10, 31)
    saints += timedelta(days=(5 - saints.weekday()) % 7)
    moving = {easter(year) + timedelta(days=days) for days in FROM_EASTER}
    fixed = {date(year, month, day) for month, day in FIXED}
    return fixed | moving | {midsummer, midsummer + timedelta(days=1), saints}


def _weekday(year: int, month: int, day: int) -> int:
    return date(year, month, day).weekday()


RED = set().union(*(red(year) for year in range(2020, 2042)))
SPAN = [date(2020, 1, 1) + timedelta(days=offset) for offset in range(22 * 365)]
WORKING = [day for day in SPAN if day.isoweekday() not in {6, 7} and day not in RED]


def nth_working_day(start: date, n: int) -> date:
    if n > 0:
        return WORKING[bisect_right(WORKING, start) + n - 1]
    return WORKING[bisect_left(WORKING, start) + n]


def months_later(anchor: date, months: int) -> date:
    year, month = divmod(anchor.year * 12 + anchor.month - 1 + months, 12)
    return date(year, month + 1, min(anchor.day, monthrange(year, month + 1)[1]))


def last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=last.isoweekday() % 7)


def summer_time(year: int) -> tuple[datetime, datetime]:
    """Clocks change at one in the morning, Greenwich time, on the last Sundays."""
    begins, ends = (last_sunday(year, month) for month in (3, 10))
    return (
        datetime(begins.year, begins.month, begins.day, 1, tzinfo=UTC),
        datetime(ends.year, ends.month, ends.day, 1, tzinfo=UTC),
    )


def hours_ahead(moment: datetime) -> int:
    """How many hours the clock on a Swedish wall is ahead of Greenwich."""
    begins, ends = summer_time(moment.year)
    return 2 if begins <= moment < ends else 1
