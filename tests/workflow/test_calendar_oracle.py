"""The calendar against a second one, written in another way: a list of all working days."""

from bisect import bisect_left, bisect_right
from calendar import monthrange
from datetime import date, timedelta

import pytest

from workflow.calendar import WorkingCalendar

CALENDAR = WorkingCalendar()
STARTS = [date(2024, 1, 1) + timedelta(days=offset) for offset in range(3288)]
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


@pytest.mark.parametrize("year", range(2020, 2041))
def test_the_red_days_of_a_year_equal_the_oracle(year):
    assert set(CALENDAR.holidays(year)) == red(year)


@pytest.mark.parametrize("n", [-60, -15, -5, -1, 0, 1, 2, 3, 5, 10, 15, 20, 28, 60])
def test_working_days_from_every_start_equal_the_oracle(n):
    for start in STARTS:
        deadline = CALENDAR.add_working_days(start, n, "r")

        assert deadline.date == nth_working_day(start, n), start
        low, high = sorted((start, deadline.date))
        passed = [day for day in sorted(RED) if low <= day <= high and day.isoweekday() < 6]
        assert list(deadline.explanation.skipped) == [d for d in passed if d != start or n == 0]


@pytest.mark.parametrize("n", [-30, 0, 7, 28, 30, 60, 90, 120])
def test_days_from_every_start_equal_the_oracle(n):
    for start in STARTS:
        lands = date.fromordinal(start.toordinal() + n)

        deadline = CALENDAR.add_days(start, n, "r")

        assert deadline.date == nth_working_day(lands, 0), start
        assert deadline.explanation.moved_from == (None if deadline.date == lands else lands)


@pytest.mark.parametrize("n", [-9, -6, -2, 6, 12, 24, 36, 48])
def test_months_from_every_anchor_equal_the_oracle(n):
    for anchor in STARTS:
        exact = months_later(anchor, n)

        assert CALENDAR.exact_months(anchor, n) == exact
        assert CALENDAR.add_months(anchor, n, "r").date == nth_working_day(exact, 0), anchor


@pytest.mark.parametrize("months", [12, 24, 36, 48])
@pytest.mark.parametrize("n", [-15, 5, 20])
def test_working_days_from_the_months_of_a_cycle_equal_the_oracle(months, n):
    for anchor in STARTS:
        exact = CALENDAR.exact_months(anchor, months)

        expected = nth_working_day(months_later(anchor, months), n)

        assert CALENDAR.add_working_days(exact, n, "r").date == expected, anchor
