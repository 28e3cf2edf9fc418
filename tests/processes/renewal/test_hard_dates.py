"""Hard dates: a task's day keeps them, and they are watched until they are kept."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from notifications.models import Notification
from processes.case.models import Case
from processes.renewal.actions import open_case
from processes.scheme.rhythm import limits
from processes.scheme.rhythm.ways import AFTER_VISIT, BEFORE_VISIT
from tests.support import drive
from workflow import trail
from workflow.calendar import Explanation
from workflow.models import Task, Timer
from workflow.sweep import fire_due


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


@pytest.fixture
def item(world):
    """The first surveillance of a certificate decided on 2 March 2026."""
    certificate = drive.issued(drive.grant(world))
    return certificate.programme.items.get(kind="surveillance", ordinal=1)


def opened(world, item, day) -> Case:
    world.at = at(day)
    return drive.fresh(open_case(item, at=world.at))


def task_of(case, node) -> Task:
    return drive.open_task(case, node)


def said(task) -> Explanation:
    return Explanation.from_json(task.explanation)


# The day of a task


def test_a_task_in_good_time_has_the_whole_of_its_lighter_limit(world, item):
    case = opened(world, item, item.opens_date)

    task = task_of(case, "assess")

    explanation = said(task)
    assert explanation.amount == limits.LIMITS["surveillance_assess"].default
    assert explanation.shortened is None


def test_a_task_of_a_late_case_is_shortened_and_says_so(world, item):
    case = opened(world, item, item.opens_date + timedelta(days=12))

    task = task_of(case, "assess")

    explanation = said(task)
    assert explanation.shortened.keeps == item.visit_by_date
    assert task.due < explanation.shortened.day
    assert "Förkortad från" in explanation.in_words("sv")
    assert "the visit must be held by" in explanation.in_words("en")


def test_a_shortened_task_keeps_its_floor_and_the_officer_is_told_at_once(world, item):
    case = opened(world, item, item.visit_by_date - timedelta(days=20))

    task = task_of(case, "assess")

    assert (task.due - world.at.date()).days >= limits.LIMITS["assess"].floor
    assert "hinns inte" in said(task).in_words("sv")
    item.refresh_from_db()
    assert item.behind_date == world.at.date()
    told = Notification.objects.filter(rule="nearing", facts__step="fall_behind")
    assert {row.recipient for row in told} == {world.officer}


def test_it_is_told_once_that_a_case_is_behind(world, item):
    case = opened(world, item, item.visit_by_date - timedelta(days=20))

    drive.lead(world, drive.assess(world, case))

    entries = [e for e in trail.history(item.trail_root) if e.event == "programmeitem.fall_behind"]
    assert len(entries) == 1


def test_the_notice_and_the_answers_of_the_municipality_are_never_shortened():
    kept = {"object_to_team", "plan_before_visit", "comment_report", "answer_findings"}

    shortened = {key for key in (*BEFORE_VISIT, *AFTER_VISIT) if limits.LIMITS[key].floor}

    assert shortened == {*BEFORE_VISIT, *AFTER_VISIT} - kept


def test_an_initial_case_has_no_hard_date(world):
    case = drive.accept(world, drive.apply(world))

    assert said(task_of(case, "assess")).shortened is None


# Watched


def rung(world, item, days):
    """The clock comes to so many days from the last day of the visit; what is due fires."""
    world.at = at(item.visit_by_date + timedelta(days=days))
    fire_due(world.at)


def told(rule):
    rows = Notification.objects.filter(rule=rule).exclude(facts__step="fall_behind")
    return sorted(rows.values_list("recipient__name", "facts__hard_date"))


@pytest.mark.parametrize("days", [-30, -14, -7])
def test_officer_and_lead_hear_before_the_visit_must_be_held(world, item, days):
    drive.lead(world, drive.assess(world, opened(world, item, item.opens_date)))

    rung(world, item, days)

    assert told("nearing") == sorted([(world.auditor.name, "visit"), (world.officer.name, "visit")])


def test_a_missed_date_is_told_the_day_after_and_every_week_until_it_is_kept(world, item):
    opened(world, item, item.opens_date)

    for days in (-30, 1, 7, 8, 15):
        rung(world, item, days)

    assert told("missed") == [(world.officer.name, "visit")] * 3


def test_a_visit_that_was_held_leaves_the_decision_to_be_watched(world, item):
    case = drive.lead(world, drive.assess(world, opened(world, item, item.opens_date)))
    drive.visit(world, drive.plan(world, case))

    rung(world, item, 1)
    world.at = at(item.decide_by_date + timedelta(days=1))
    fire_due(world.at)

    assert told("missed") == sorted(
        [(world.auditor.name, "decision"), (world.officer.name, "decision")]
    )


def test_nothing_is_watched_once_the_case_is_decided(world, item):
    case = drive.lead(world, drive.assess(world, opened(world, item, item.opens_date)))
    case = drive.report(world, drive.visit(world, drive.plan(world, case)))

    drive.decide(world, case)

    assert not Timer.objects.of(item).filter(status="waiting").exists()


def test_the_overview_shows_the_hard_date_first_and_the_list_marks_it_when_near(
    world, item, client
):
    case = opened(world, item, item.opens_date)
    client.force_login(world.officer)

    first = client.get(reverse("case", args=[case.number])).context["dates"][0]

    assert first.deadline.date == item.visit_by_date
    Case.objects.filter(pk=case.pk).update(visit_by_date=date(2020, 1, 1))
    lines = client.get(reverse("cases")).context["lines"]
    assert [bool(line.mark) for line in lines] == [True, False]
