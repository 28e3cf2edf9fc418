import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from workflow.calendar import (
    DAY,
    WorkingCalendar,
    at_eight,
    end_of,
    local_date,
    start_of,
)

CALENDAR = WorkingCalendar()
QUIET = WorkingCalendar(quiet_weeks=((27, 32), (51, 1)))

FIXED = ("01-01", "01-06", "05-01", "06-06", "12-24", "12-25", "12-26", "12-31")
# Långfredagen, påskdagen, annandag påsk, Kristi himmelsfärdsdag, pingstdagen, midsommarafton,
# midsommardagen, alla helgons dag; worked out by hand from Easter and the weekdays.
MOVABLE = {
    2025: ("04-18", "04-20", "04-21", "05-29", "06-08", "06-20", "06-21", "11-01"),
    2026: ("04-03", "04-05", "04-06", "05-14", "05-24", "06-19", "06-20", "10-31"),
    2027: ("03-26", "03-28", "03-29", "05-06", "05-16", "06-25", "06-26", "11-06"),
    2028: ("04-14", "04-16", "04-17", "05-25", "06-04", "06-23", "06-24", "11-04"),
    2029: ("03-30", "04-01", "04-02", "05-10", "05-20", "06-22", "06-23", "11-03"),
    2030: ("04-19", "04-21", "04-22", "05-30", "06-09", "06-21", "06-22", "11-02"),
}


@pytest.mark.parametrize("year", MOVABLE)
def test_the_red_days_are_those_worked_out_by_hand(year):
    expected = {date.fromisoformat(f"{year}-{day}") for day in FIXED + MOVABLE[year]}

    assert set(CALENDAR.holidays(year)) == expected
    assert not any(CALENDAR.is_working_day(day) for day in expected)


def test_a_year_has_its_weekdays_less_the_red_days_that_fell_on_them():
    counts = {2025: 261 - 12, 2026: 261 - 10}
    for year, count in counts.items():
        days = [date(year, 1, 1) + timedelta(days=offset) for offset in range(365)]

        assert sum(map(CALENDAR.is_working_day, days)) == count


@pytest.mark.parametrize("day", ["2026-01-05", "2026-04-02", "2026-04-30", "2026-05-15"])
def test_a_half_day_or_bridge_day_is_a_working_day_until_the_administrator_closes_it(day):
    half = date.fromisoformat(day)

    assert CALENDAR.is_working_day(half)
    assert not WorkingCalendar(closed=frozenset({half})).is_working_day(half)


def test_a_closed_day_stands_among_the_holidays_of_its_year_in_order():
    calendar = WorkingCalendar(closed=frozenset({date(2027, 1, 5), date(2027, 9, 1)}))

    names = calendar.holidays(2027)

    assert list(names) == sorted(names)
    assert names[date(2027, 1, 5)] == "trettondagsafton"
    assert names[date(2027, 9, 1)] == "extra ledig dag"
    assert date(2027, 1, 5) not in calendar.holidays(2026)


def test_holidays_have_names_in_both_languages():
    assert CALENDAR.holidays(2026)[date(2026, 6, 19)] == "Midsommarafton"
    assert CALENDAR.holidays(2026, "en")[date(2026, 6, 19)] == "Midsummer Eve"


def test_the_start_day_is_not_counted():
    assert CALENDAR.add_working_days(date(2026, 10, 12), 1, "r").date == date(2026, 10, 13)
    assert CALENDAR.add_working_days(date(2026, 10, 12), 5, "r").date == date(2026, 10, 19)


def test_a_count_that_starts_on_a_weekend_begins_on_monday():
    assert CALENDAR.add_working_days(date(2026, 10, 10), 1, "r").date == date(2026, 10, 12)


def test_working_days_count_backwards_too():
    deadline = CALENDAR.add_working_days(date(2026, 5, 20), -15, "r")

    assert deadline.date == date(2026, 4, 27)
    assert deadline.explanation.skipped == (date(2026, 5, 1), date(2026, 5, 14))


@pytest.mark.parametrize(
    ("start", "result"), [("2026-12-23", "2026-12-23"), ("2026-12-24", "2026-12-28")]
)
def test_no_working_days_at_all_is_today_or_the_next_working_day(start, result):
    deadline = CALENDAR.add_working_days(date.fromisoformat(start), 0, "r")

    assert deadline.date == date.fromisoformat(result)


def test_only_days_off_that_fell_on_weekdays_count_as_skipped():
    calendar = WorkingCalendar(closed=frozenset({date(2026, 10, 24), date(2026, 11, 2)}))

    deadline = calendar.add_working_days(date(2026, 10, 23), 10, "r")

    assert deadline.explanation.skipped == (date(2026, 11, 2),)


def test_a_deadline_on_a_day_off_moves_to_the_next_working_day_and_says_so():
    deadline = CALENDAR.add_days(date(2026, 11, 26), 28, "r")

    assert deadline.date == date(2026, 12, 28)
    assert deadline.explanation.moved_from == date(2026, 12, 24)
    assert deadline.explanation.skipped == (date(2026, 12, 24), date(2026, 12, 25))


def test_a_deadline_on_a_working_day_stays():
    deadline = CALENDAR.add_days(date(2026, 10, 5), 28, "r")

    assert (deadline.date, deadline.explanation.moved_from) == (date(2026, 11, 2), None)


@pytest.mark.parametrize(
    ("anchor", "months", "result"),
    [
        ("2024-02-29", 48, "2028-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2027-01-31", 1, "2027-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2027-01-31", 2, "2027-03-31"),
        ("2027-03-31", -1, "2027-02-28"),
        ("2027-12-31", 12, "2028-12-31"),
    ],
)
def test_months_are_counted_in_one_leap_from_the_anchor(anchor, months, result):
    exact = CALENDAR.exact_months(date.fromisoformat(anchor), months)

    assert exact == date.fromisoformat(result)


def test_months_that_end_on_a_day_off_move_but_the_dates_of_a_certificate_do_not():
    anchor = date(2022, 12, 24)

    assert CALENDAR.add_months(anchor, 48, "r").date == date(2026, 12, 28)
    assert CALENDAR.exact_months(anchor, 48) == date(2026, 12, 24)


def test_the_neighbouring_working_days_jump_over_christmas():
    assert CALENDAR.next_working_day(date(2026, 12, 23)) == date(2026, 12, 28)
    assert CALENDAR.previous_working_day(date(2026, 12, 28)) == date(2026, 12, 23)


def test_a_moment_is_not_taken_for_a_day():
    with pytest.raises(TypeError):
        CALENDAR.is_working_day(datetime(2026, 12, 24, tzinfo=UTC))
    with pytest.raises(TypeError):
        CALENDAR.add_months(datetime(2026, 12, 24, tzinfo=UTC), 1, "r")


@pytest.mark.parametrize(
    ("day", "quiet"),
    [
        ("2026-06-28", False),
        ("2026-06-29", True),
        ("2026-08-09", True),
        ("2026-08-10", False),
        ("2026-12-13", False),
        ("2026-12-14", True),
        ("2026-12-31", True),
        ("2027-01-03", True),
        ("2027-01-04", True),
        ("2027-01-10", True),
        ("2027-01-11", False),
    ],
)
def test_quiet_weeks_are_iso_weeks_and_may_pass_the_new_year(day, quiet):
    assert QUIET.is_quiet(date.fromisoformat(day)) is quiet


@pytest.mark.parametrize(
    ("proposed", "visit"),
    [
        ("2026-06-26", "2026-06-26"),
        ("2026-06-27", "2026-08-10"),
        ("2026-07-01", "2026-08-10"),
        ("2026-12-24", "2027-01-11"),
        ("2026-10-10", "2026-10-12"),
    ],
)
def test_a_visit_is_proposed_on_the_first_working_day_outside_quiet_weeks(proposed, visit):
    day = QUIET.outside_quiet_weeks(date.fromisoformat(proposed))

    assert day == date.fromisoformat(visit)


def test_a_visit_moved_out_of_quiet_weeks_explains_itself():
    notice = QUIET.add_working_days(date(2026, 6, 10), 15, "plan_before_visit")

    visit = QUIET.visit_from(notice)

    assert visit.date == visit.explanation.result == date(2026, 8, 10)
    assert visit.explanation.quiet_from == notice.date
    assert QUIET.visit_from(visit) == visit


@pytest.mark.parametrize("weeks", [((1, 53),), ((1, 30), (31, 52)), ((0, 3),), ((50, 54),)])
def test_quiet_weeks_that_leave_no_week_or_do_not_exist_are_refused(weeks):
    with pytest.raises(ValueError, match="week"):
        WorkingCalendar(quiet_weeks=weeks)


@pytest.mark.parametrize(
    ("day", "begins", "hours"),
    [
        ("2026-03-29", "2026-03-28T23:00+00:00", 23),
        ("2026-10-25", "2026-10-24T22:00+00:00", 25),
        ("2026-01-15", "2026-01-14T23:00+00:00", 24),
        ("2026-07-15", "2026-07-14T22:00+00:00", 24),
    ],
)
def test_a_local_day_lasts_as_long_as_the_clock_says(day, begins, hours):
    local = date.fromisoformat(day)

    assert start_of(local) == datetime.fromisoformat(begins)
    assert end_of(local) - start_of(local) == timedelta(hours=hours)
    assert start_of(local).tzinfo is end_of(local).tzinfo is UTC


def test_a_day_ends_where_the_next_begins_and_holds_its_own_eight_o_clock():
    for offset in range(366 * 12):
        day = date(2025, 1, 1) + timedelta(days=offset)

        assert end_of(day) == start_of(day + timedelta(days=1))
        assert local_date(start_of(day)) == local_date(at_eight(day)) == day
        assert local_date(end_of(day) - timedelta(microseconds=1)) == day


@pytest.mark.parametrize(
    ("day", "hour"), [("2026-03-28", 7), ("2026-03-29", 6), ("2026-10-24", 6), ("2026-10-25", 7)]
)
def test_eight_in_the_morning_is_eight_on_the_wall_also_when_clocks_change(day, hour):
    assert at_eight(date.fromisoformat(day)).hour == hour


def test_just_before_midnight_utc_it_is_already_tomorrow_in_sweden():
    assert local_date(datetime(2026, 10, 12, 23, 30, tzinfo=UTC)) == date(2026, 10, 13)


LAST = date(9999, 12, 31)


@pytest.mark.parametrize("edge", [date.min, date.min + DAY, LAST - DAY, LAST])
@pytest.mark.parametrize("n", [-1000, -1, 0, 1, 1000])
def test_counting_ends_at_the_ends_of_the_calendar(edge, n):
    days = [
        QUIET.add_days(edge, n, "rule").date,
        QUIET.add_months(edge, n, "rule").date,
        QUIET.add_working_days(edge, n, "rule").date,
        QUIET.exact_months(edge, n),
        QUIET.next_working_day(edge),
        QUIET.previous_working_day(edge),
        QUIET.outside_quiet_weeks(edge),
    ]

    assert all(date.min <= day <= LAST for day in days)


def test_the_last_of_all_days_ends_at_a_moment_that_has_a_local_day():
    assert local_date(end_of(LAST)) == LAST


def test_a_moment_without_time_zone_is_refused():
    naive = datetime(2026, 10, 12, 12, tzinfo=UTC).replace(tzinfo=None)

    with pytest.raises(ValueError, match="time zone"):
        local_date(naive)


def test_a_deadline_takes_few_calls():
    """Ten thousand of them are counted in a second: 108 calls each, when that was measured."""
    days = [date(2026, 1, 1) + timedelta(days=offset) for offset in range(365)]
    for day in days:
        CALENDAR.add_working_days(day, 20, "warm up")

    taken = calls(lambda: [CALENDAR.add_working_days(day, 20, "r") for day in days])

    assert taken / len(days) < 150


def calls(done: Callable[[], object]) -> int:
    """How many functions are called, Python's own too."""
    seen = Counter[str]()
    sys.setprofile(lambda _frame, event, _argument: seen.update([event]))
    try:
        done()
    finally:
        sys.setprofile(None)
    return seen["call"] + seen["c_call"]
