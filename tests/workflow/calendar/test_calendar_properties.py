import json
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from workflow.calendar import Explanation, WorkingCalendar, end_of, local_date, start_of

days = st.dates(date(2020, 1, 1), date(2060, 12, 31))
offsets = st.integers(-80, 80)
months = st.integers(-60, 120)
calendars = st.builds(
    WorkingCalendar,
    closed=st.frozensets(st.dates(date(2025, 1, 1), date(2027, 12, 31)), max_size=60),
    quiet_weeks=st.sampled_from([(), ((27, 32),), ((27, 32), (51, 1))]),
)
near = st.dates(date(2025, 1, 1), date(2027, 12, 31))


def deadlines(calendar, start, n):
    return [
        calendar.add_working_days(start, n, "r"),
        calendar.add_days(start, n, "r"),
        calendar.add_months(start, n, "r"),
        calendar.visit_from(calendar.add_days(start, n, "r")),
    ]


@given(calendars, near, offsets)
def test_a_deadline_is_always_a_working_day(calendar, start, n):
    assert all(calendar.is_working_day(each.date) for each in deadlines(calendar, start, n))


@given(calendars, near, offsets)
def test_an_explanation_is_about_its_deadline_and_skips_only_days_off(calendar, start, n):
    for deadline in deadlines(calendar, start, n):
        skipped = deadline.explanation.skipped

        assert deadline.explanation.result == deadline.date
        assert not any(map(calendar.is_working_day, skipped))
        assert all(day.weekday() < 5 for day in skipped)


@given(calendars, near, near, offsets)
def test_who_starts_later_is_never_due_earlier(calendar, one, other, n):
    first, second = sorted((one, other))

    pairs = zip(deadlines(calendar, first, n), deadlines(calendar, second, n), strict=True)

    assert all(early.date <= late.date for early, late in pairs)


@given(calendars, near, offsets, offsets)
def test_who_gets_more_time_is_never_due_earlier(calendar, start, one, other):
    short, long = sorted((one, other))

    pairs = zip(deadlines(calendar, start, short), deadlines(calendar, start, long), strict=True)

    assert all(early.date <= late.date for early, late in pairs)


@given(calendars, near, st.integers(1, 60))
def test_working_days_forward_and_back_meet_at_the_start(calendar, start, n):
    start = calendar.next_working_day(start)

    there = calendar.add_working_days(start, n, "r").date

    assert calendar.add_working_days(there, -n, "r").date == start


@given(calendars, near, offsets)
def test_an_explanation_is_the_same_after_storage(calendar, start, n):
    for deadline in deadlines(calendar, start, n):
        stored = json.loads(json.dumps(deadline.explanation.as_json()))

        assert Explanation.from_json(stored) == deadline.explanation


@given(calendars, near, offsets, st.sampled_from(["sv", "en"]))
def test_an_explanation_names_every_skipped_day_in_one_line(calendar, start, n, language):
    for deadline in deadlines(calendar, start, n):
        words = deadline.explanation.in_words(language)

        assert all(name in words for name in deadline.explanation.skipped_names(language))
        assert words.endswith(".")
        assert "\n" not in words


@given(st.sampled_from([2020, 2024, 2028, 2032]))
def test_29_february_stays_29_february_through_five_cycles(year):
    anchor = date(year, 2, 29)
    calendar = WorkingCalendar()

    ends = [calendar.exact_months(anchor, 48 * cycle) for cycle in range(1, 6)]

    assert ends == [date(year + 4 * cycle, 2, 29) for cycle in range(1, 6)]


@given(days, months)
def test_months_keep_the_day_or_take_the_last_of_the_month(anchor, n):
    exact = WorkingCalendar().exact_months(anchor, n)

    assert (exact.year - anchor.year) * 12 + exact.month - anchor.month == n
    assert exact.day == anchor.day or (exact + timedelta(days=1)).day == 1


@given(calendars, near)
def test_a_visit_is_never_proposed_in_a_quiet_week_nor_earlier_than_asked(calendar, day):
    visit = calendar.outside_quiet_weeks(day)

    assert visit >= day
    assert calendar.is_working_day(visit)
    assert not calendar.is_quiet(visit)


@given(days, st.floats(0, 1, exclude_max=True))
def test_every_moment_of_a_local_day_has_that_local_date(day, share):
    moment = start_of(day) + share * (end_of(day) - start_of(day))

    assert local_date(min(moment, end_of(day) - timedelta(microseconds=1))) == day
