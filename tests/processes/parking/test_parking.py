"""A case rests: nothing is told and nothing lapses, and then all its limits move."""

from datetime import date, timedelta
from typing import Any

import pytest

from notifications.models import Notification
from processes.parking import actions, rules
from tests.processes.parking.resting import (
    CALENDAR,
    DAY,
    by_hand,
    holds,
    in_state,
    left_by_hand,
    parked,
    task_of,
    until,
)
from tests.support import drive
from tests.support.world import World
from workflow import trail
from workflow.calendar import end_of, local_date, start_of
from workflow.engine import lapses
from workflow.engine.transitions import perform
from workflow.models import Process, Task, Timer


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> Any:
    time_machine.move_to(world.at, tick=False)
    return time_machine


def test_parked_twice_a_limit_of_days_is_what_remained(world: World, clock: Any) -> None:
    case = in_state(world, "assessing")
    due, now = task_of(case).due, local_date(world.at)
    first = parked(world, case, 20)
    until(world, clock, start_of(first.parked_until))
    assert rules.resting(drive.fresh(case)) is None

    once = task_of(case)
    assert once.due == CALENDAR.add_days(now + 20 * DAY, (due - now).days, "").date

    until(world, clock, world.at + timedelta(days=10, hours=9))
    began = local_date(world.at)
    second = parked(world, case, 33)
    assert second.number == 2
    until(world, clock, start_of(second.parked_until))

    twice = task_of(case)
    assert twice.due == CALENDAR.add_days(began + 33 * DAY, (once.due - began).days, "").date
    assert twice.deadline.counted == due
    assert [one.kind for one in twice.deadline.changes] == ["rest", "rest"]
    told = trail.history(case).filter(step="move_limits").order_by("sequence")
    days = [["assess", str(due), str(once.due)], ["assess", str(once.due), str(twice.due)]]
    assert [entry.data["limits"] for entry in told] == [[one] for one in days]
    assert holds(case)


def test_parked_twice_a_limit_of_working_days_is_what_remained(world: World, clock: Any) -> None:
    case = in_state(world, "to_be_led")
    for days in (17, 40):
        until(world, clock, world.at + timedelta(days=3))
        task, now = task_of(case), local_date(world.at)
        left = left_by_hand(now, task.due)
        made = parked(world, case, days)
        until(world, clock, start_of(made.parked_until))
        assert task_of(case).due == by_hand(made.parked_until, left)
    assert holds(case)


def test_silence_is_no_answer_while_it_rests(world: World, clock: Any) -> None:
    case = in_state(world, "report_sent")
    report = case.audit.reports.get()
    timer = Timer.objects.of(report).get(status="waiting")
    last, now = timer.explanation["result"], local_date(world.at)
    left = left_by_hand(now, date.fromisoformat(last))
    made = parked(world, case, 60)
    until(world, clock, end_of(date.fromisoformat(last) + DAY))
    report.refresh_from_db()
    assert report.current_state == "sent"

    until(world, clock, start_of(made.parked_until))
    ends = by_hand(made.parked_until, left)
    until(world, clock, end_of(ends) - timedelta(minutes=1))
    report.refresh_from_db()
    assert report.current_state == "sent"
    until(world, clock, end_of(ends))
    report.refresh_from_db()
    assert report.current_state != "sent"
    assert holds(case)


def test_nobody_is_reminded_and_nothing_lapses_while_it_rests(world: World, clock: Any) -> None:
    case = in_state(world, "to_be_signed")
    last = lapses.of(task_of(case))
    assert last is not None
    now = local_date(world.at)
    made = parked(world, case, 150)
    Notification.objects.all().delete()

    while local_date(world.at) < last.date + 5 * DAY:
        until(world, clock, world.at + timedelta(days=4))
    assert drive.fresh(case).is_running
    assert not Notification.objects.filter(case=case).exists()
    assert not Timer.objects.filter(status="incident").exists()

    until(world, clock, start_of(made.parked_until))
    moved = lapses.of(task_of(case))
    assert moved is not None
    assert moved.date == CALENDAR.add_days(made.parked_until, (last.date - now).days, "").date
    assert "times" in set(Notification.objects.values_list("rule", flat=True))
    until(world, clock, end_of(moved.date))
    assert drive.fresh(case).ground == "lapsed"
    assert holds(case)


def test_reminders_follow_the_new_date(world: World, clock: Any) -> None:
    case = in_state(world, "assessing")
    made = parked(world, case, 30)
    until(world, clock, start_of(made.parked_until))
    due = task_of(case).due
    reminded = Notification.objects.filter(case=case, rule="due_soon")

    until(world, clock, end_of(due - 15 * DAY))
    assert not reminded.exists()
    until(world, clock, end_of(due - 14 * DAY))
    assert reminded.exists()


def test_a_claim_does_not_go_back_while_it_rests(world: World, clock: Any) -> None:
    case = in_state(world, "led")
    task = Task.objects.exclude(lease_until=None).filter(process__business_key=case.number).first()
    assert task is not None
    lease = task.lease_until
    made = parked(world, case, 45)
    until(world, clock, lease + timedelta(hours=1))
    task.refresh_from_db()
    assert task.owner is not None

    until(world, clock, start_of(made.parked_until) + timedelta(minutes=1))
    task.refresh_from_db()
    assert task.owner is not None
    assert task.lease_until - lease == start_of(made.parked_until) - made.from_at


def test_work_goes_on_and_what_begins_meanwhile_has_all_its_time(world: World, clock: Any) -> None:
    case = in_state(world, "submitted")
    made = parked(world, case, 40)
    until(world, clock, world.at + timedelta(days=5))
    application = drive.fresh(case).application
    perform(application.send_back, by=world.officer, at=world.at, reasons="Ange enheter.")
    task, opened = task_of(case), local_date(world.at)
    length = (task.due - opened).days

    until(world, clock, start_of(made.parked_until))

    expected = CALENDAR.add_days(made.parked_until, length, "").date
    assert task_of(case).due == expected


def test_an_officer_lets_it_go_on_earlier(world: World, clock: Any) -> None:
    case = in_state(world, "to_be_led")
    left = left_by_hand(local_date(world.at), task_of(case).due)
    made = parked(world, case, 60)
    until(world, clock, world.at + timedelta(days=9))

    actions.resume(made, by=world.officer, at=world.at)

    assert task_of(case).due == by_hand(local_date(world.at), left)
    assert not Process.objects.exclude(held_until=None).exists()
    assert not Timer.objects.of(made).filter(status="waiting").exists()


def test_noticed_late_it_counts_from_the_day_agreed(world: World, clock: Any) -> None:
    case = in_state(world, "to_be_led")
    left = left_by_hand(local_date(world.at), task_of(case).due)
    made = parked(world, case, 20)

    until(world, clock, start_of(made.parked_until) + timedelta(days=3))

    assert task_of(case).due == by_hand(made.parked_until, left)
