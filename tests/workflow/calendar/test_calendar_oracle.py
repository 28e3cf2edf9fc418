"""The calendar against a second one, written in another way: a list of all working days."""

from datetime import date, timedelta

import pytest

from tests.support.oracle import RED, months_later, nth_working_day, red
from workflow.calendar import WorkingCalendar

CALENDAR = WorkingCalendar()
STARTS = [date(2024, 1, 1) + timedelta(days=offset) for offset in range(3288)]


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
