"""Dates that can be met: the programme against a second way of counting, day by day.

The oracle walks along the days with its own calendar and plain figures; it knows nothing of how
the programme counts backwards.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from processes.flows import CertificationFlow
from processes.scheme.models import RenewalCycle
from processes.scheme.rhythm import limits
from processes.scheme.rhythm.feasibility import Verdict, judge
from processes.scheme.rhythm.planned_items import Term, first_term, planned_items, rhythm_of
from processes.scheme.rhythm.ways import AFTER_VISIT, BEFORE_VISIT, OFF_THE_WAY, Way
from tests.support.oracle import WORKING, months_later
from workflow.definition.nodes import Work

DAY = timedelta(days=1)
OPEN_DAYS = set(WORKING)
STARTS = [date(2028, 1, 1) + number * DAY for number in range(366)]
QUIET = {*range(27, 33), 51, 52, 53, 1}
NOTICE = 15

SURVEILLANCE = {
    "before": [("days", 30), ("work", 5), ("work", 5), ("work", 5), ("work", 10), ("work", 5)],
    "report": [("work", 5), ("work", 5), ("work", 10), ("work", 5)],
    "minor": [("days", 28), ("work", 5)],
    "decide": [("work", 10)],
}
RECERTIFICATION = {
    "before": [
        ("days", 60),
        *[("work", 10), ("work", 10), ("work", 5), ("work", 10), ("work", 15), ("work", 10)],
    ],
    "report": [("work", 5), ("work", 10), ("work", 10), ("work", 10)],
    "minor": [("days", 28), ("work", 5)],
    "decide": [("work", 20)],
}
WAYS = {"surveillance": SURVEILLANCE, "recertification": RECERTIFICATION}


def default_rhythm(windows=((9, 12), (18, 21)), **figures):
    values = {key: limit.default for key, limit in limits.LIMITS.items()}
    cycle = RenewalCycle(limits=values | figures, quiet_weeks=limits.QUIET_WEEKS)
    ways = {kind: rhythm_of_ways(cycle, kind) for kind in WAYS}
    return replace(rhythm_of(WithWindows(cycle)), windows=windows, **ways)


class WithWindows:
    """A cycle that is not saved, without windows of its own."""

    def __init__(self, cycle):
        self.cycle = cycle
        self.windows = RenewalCycle.objects.none()

    def __getattr__(self, name):
        return getattr(self.cycle, name)


def rhythm_of_ways(cycle, kind) -> Way:
    return getattr(rhythm_of(WithWindows(cycle)), kind)


def on_the_last_day(day, spans):
    """Everybody does it at the last moment, and the next begins the same day."""
    for unit, amount in spans:
        if unit == "days":
            day += amount * DAY
            while day not in OPEN_DAYS:
                day += DAY
        for _ in range(amount if unit == "work" else 0):
            day += DAY
            while day not in OPEN_DAYS:
                day += DAY
    return day


def visited(kind, opens):
    """The day of the visit: as soon as the plan that came last allows, never in a quiet week."""
    day = on_the_last_day(opens, [*WAYS[kind]["before"], ("work", NOTICE)])
    while day not in OPEN_DAYS or day.isocalendar().week in QUIET:
        day += DAY
    return day


def decided(kind, visit, minor):
    way = WAYS[kind]
    return on_the_last_day(
        visit, [*way["report"], *(way["minor"] if minor else []), *way["decide"]]
    )


def renewed(term, planned):
    last = planned[-1]
    return Term(
        term.expiry,
        months_later(term.anchor, 72),
        decided=last.decide_by.date,
        visited=last.visit_by.date,
    )


@pytest.mark.parametrize("minor", [True, False])
def test_who_takes_all_the_time_there_is_misses_no_date_on_any_start_day(minor):
    rhythm, missed = default_rhythm(), []
    for start in STARTS:
        first = first_term(start, 36)
        for term in (first, renewed(first, planned_items(rhythm, first))):
            before = term.decided
            for item in planned_items(rhythm, term):
                visit = visited(item.kind, item.opens.date)
                done = decided(item.kind, visit, minor)
                kept = before <= item.opens.date
                kept &= visit <= item.visit_by.date and done <= item.decide_by.date
                kept &= item.decide_by.date < term.expiry
                if not kept:
                    missed.append((start, item))
                before = item.decide_by.date

    assert missed == []


@pytest.mark.obligation(14)
def test_the_first_visit_is_within_twelve_months_of_every_decision():
    rhythm = default_rhythm()

    late = [
        start
        for start in STARTS
        if planned_items(rhythm, first_term(start, 36))[0].visit_by.date > months_later(start, 12)
    ]

    assert late == []


def held(rhythm, term, choose):
    """The days of all visits, each recomputed after the one before was held."""
    days = []
    for place in range(2):
        item = planned_items(rhythm, replace(term, held=tuple(days)))[place]
        days.append(choose(item))
    last = planned_items(rhythm, replace(term, held=tuple(days)))[-1]
    return [*days, choose(last)], last


def at_once(item):
    """As early as the way allows: every task done the day it comes, and the notice given."""
    day = on_the_last_day(item.opens.date, [("work", NOTICE)])
    while day.isocalendar().week in QUIET or day not in OPEN_DAYS:
        day += DAY
    return min(day, item.visit_by.date)


@pytest.mark.obligation(14)
@pytest.mark.parametrize("second", [at_once, lambda item: item.visit_by.date])
@pytest.mark.parametrize("first", [at_once, lambda item: item.visit_by.date])
def test_no_calendar_year_passes_without_a_visit(first, second):
    rhythm, empty = default_rhythm(), []
    for start in STARTS:
        term = first_term(start, 36)
        days, last = held(rhythm, term, first)
        again = replace(renewed(term, [last]), visited=days[-1])
        again = replace(again, decided=max(days[-1], again.decided - 120 * DAY))
        more, _last = held(rhythm, again, second)
        years = {day.year for day in (*days, *more)}
        wanted = set(range(start.year + 1, months_later(start, 72).year - 1))
        empty += [(start, wanted - years)] if wanted - years else []

    assert empty == []


def test_the_default_cycle_is_judged_as_the_oracle_judges_it():
    assert judge(default_rhythm()) == Verdict(())


@pytest.mark.parametrize(
    ("what", "windows", "figures"),
    [
        ("early", ((9, 12), (21, 24)), {}),
        ("empty", ((9, 12),), {}),
        ("late", ((10, 13), (18, 21)), {}),
        ("tight", ((9, 12), (18, 21)), {"surveillance_assess": 183}),
    ],
)
def test_a_cycle_that_nobody_can_keep_is_found_and_said_why(what, windows, figures):
    verdict = judge(default_rhythm(windows, **figures))

    assert what in {fault.what for fault in verdict.faults}


@pytest.mark.parametrize("windows", [((9, 12), (21, 24)), ((9, 12),), ((10, 13), (18, 21))])
def test_the_windows_that_would_do_do(windows):
    verdict = judge(default_rhythm(windows))

    assert judge(default_rhythm(verdict.windows)).is_kept


def test_the_way_is_the_way_of_the_flow():
    """Every task with a limit, from the self-assessment on, is counted; nothing else is."""
    nodes = [node for node in CertificationFlow.instance.nodes() if isinstance(node, Work)]
    named = {node.limit.__name__ for node in nodes if node.limit}
    own = {"visit_recorded": "report_visit", "target": "verify_major", "supplied": "supplement"}
    before = {"apply", "review_application", "sign_agreement"}
    asked = {own.get(name, name) for name in named} - before

    counted = {*BEFORE_VISIT, *AFTER_VISIT, *OFF_THE_WAY}
    assert asked - counted == {"agree_plan"}  # it runs within the notice of the visit
    assert counted - asked == {
        "plan_before_visit",  # a notice
        *("contribute", "declare_impartiality"),  # of other flows
    }
