"""How a rest moves a limit, against days counted one by one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.calendar import DAY, Explanation, Rest, WorkingCalendar, moved

CALENDAR = WorkingCalendar(frozenset({date(2026, 5, 15)}))
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
SOME = st.integers(0, 200)


def counted_on(day: date, left: int, unit: str) -> date:
    """By hand: from a day so many days on, each looked at by itself."""
    if unit == "days":
        day += left * DAY
        while not CALENDAR.is_working_day(day):
            day += DAY
        return day
    step = DAY if left > 0 else -DAY
    while left or not CALENDAR.is_working_day(day):
        day += step if left else DAY
        if left and CALENDAR.is_working_day(day):
            left -= 1 if left > 0 else -1
    return day


def counted_left(day: date, last: date, unit: str) -> int:
    if unit == "days":
        return (last - day).days
    first, final = min(day, last), max(day, last)
    between = (first + (n + 1) * DAY for n in range((final - first).days))
    left = sum(CALENDAR.is_working_day(one) for one in between)
    return left if last >= day else -left


def limit(start: date, amount: int, unit: str):
    if unit == "working_days":
        return CALENDAR.add_working_days(start, amount, "assess")
    return CALENDAR.add_days(start, amount, "assess")


@pytest.mark.parametrize("unit", ["days", "working_days"])
@given(start=DAYS, amount=st.integers(1, 60), before=SOME, rested=SOME, then=SOME, again=SOME)
def test_rested_twice_a_limit_is_what_is_counted_by_hand(
    unit: str, start: date, amount: int, before: int, rested: int, then: int, again: int
) -> None:
    deadline = limit(start, amount, unit)
    first = Rest(start + before * DAY, start + (before + rested) * DAY)
    second = Rest(first.ends + then * DAY, first.ends + (then + again) * DAY)

    once = moved(CALENDAR, deadline, first, since=start)
    twice = moved(CALENDAR, once, second, since=start)

    if first.ends > start:
        left = counted_left(first.began, deadline.date, unit)
        assert once.date == counted_on(first.ends, left, unit)
    if second.ends > start:
        left = counted_left(max(second.began, start), once.date, unit)
        assert twice.date == counted_on(second.ends, left, unit)
    why = twice.explanation
    assert (why.result, why.counted) == (twice.date, deadline.date)
    assert Explanation.from_json(why.as_json()) == why


@pytest.mark.parametrize("unit", ["days", "working_days"])
@given(start=DAYS, amount=st.integers(1, 60), before=SOME)
def test_a_rest_of_no_days_moves_nothing_to_come(
    unit: str, start: date, amount: int, before: int
) -> None:
    deadline, day = limit(start, amount, unit), start + before * DAY
    after = moved(CALENDAR, deadline, Rest(day, day), since=start)

    if day < deadline.date:
        assert after.date == deadline.date


def test_ten_working_days_of_which_six_are_left() -> None:
    monday = date(2026, 3, 2)
    deadline = CALENDAR.add_working_days(monday, 10, "comment_report")
    assert deadline.date == date(2026, 3, 16)

    after = moved(CALENDAR, deadline, Rest(date(2026, 3, 6), date(2026, 4, 13)), since=monday)

    assert after.date == date(2026, 4, 21)
    assert after.explanation.in_words("en").endswith(
        "The case rested from Friday 6 March 2026 to Monday 13 April 2026: 6 working days "
        "remained until Monday 16 March 2026, so Tuesday 21 April 2026."
    )
    assert (
        "10 arbetsdagar från måndag 2 mars 2026 = måndag 16 mars 2026."
        in after.explanation.in_words("sv")
    )


def test_what_counts_from_a_day_after_the_rest_does_not_move() -> None:
    visit = date(2026, 5, 4)
    deadline = CALENDAR.add_working_days(visit, 5, "report_visit")
    rest = Rest(date(2026, 3, 6), date(2026, 4, 13))

    assert moved(CALENDAR, deadline, rest, since=visit) == deadline


def test_what_began_during_the_rest_has_all_of_its_time_after_it() -> None:
    began, ends = date(2026, 3, 6), date(2026, 4, 13)
    deadline = CALENDAR.add_working_days(date(2026, 3, 20), 5, "assess")

    after = moved(CALENDAR, deadline, Rest(began, ends), since=date(2026, 3, 20))

    assert after.date == CALENDAR.nth_working_day(ends, 5)


def test_what_was_late_is_as_late_afterwards() -> None:
    deadline = CALENDAR.add_working_days(date(2026, 3, 2), 1, "assess")
    after = moved(
        CALENDAR, deadline, Rest(date(2026, 3, 5), date(2026, 3, 19)), since=date(2026, 3, 2)
    )

    assert after.date == date(2026, 3, 17)
    assert (after.date - deadline.date) == timedelta(days=14)
