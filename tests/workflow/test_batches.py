"""Many promises share a transaction, and each stands or falls alone. On either database."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from notifications.models import Notification
from processes.models import Membership
from tests.support import drive
from tests.support.world import World
from workflow import events, sweep, timers, trail
from workflow.calendar import at_eight
from workflow.engine import locking
from workflow.models import Task, Timer, TrailEntry, promises
from workflow.sweep import batches
from workflow.timers import incidents, reminders

DISPATCHERS = 5
PROBE = ("processes.membership", "probe")


class DeadlockError(Exception):
    """What the driver raises."""

    sqlstate = "40P01"


@pytest.fixture
def act() -> Iterator[Callable[[Callable[..., None]], None]]:
    """Lets an action keep the promise ``probe`` of memberships."""
    yield lambda action: promises._actions.__setitem__(PROBE, action)
    promises._actions.pop(PROBE, None)


def _record(membership: Membership, *, at: datetime) -> None:
    trail.record(trail.Event(subject=membership.person, step="probe", by=None, at=at))


def _promised(world: World, number: int) -> list[Timer]:
    """So many promises of a step, each for a row of its own."""
    last = Membership.objects.latest("pk")
    made = [
        Membership(
            person=last.person,
            organisation=last.organisation,
            role=last.role,
            from_date=last.from_date + timedelta(days=n + 1),
        )
        for n in range(number)
    ]
    rows = Membership.objects.bulk_create(made)
    return [timers.start(row, "probe", due_at=world.at) for row in rows]


def _late_tasks(world: World, number: int) -> tuple[list[Task], datetime]:
    """So many tasks of one case, and the morning on which all are to be reminded of."""
    first = drive.open_task(drive.apply(world), "review_application")
    assert first.due is not None
    morning = at_eight(first.due + timedelta(days=1))
    Timer.objects.all().delete()
    tasks = [first]
    for _ in range(number - 1):
        first.pk = None
        first._state.adding = True
        first.save()
        tasks.append(Task.objects.get(pk=first.pk))
    for task in Task.objects.filter(flow_task=first.flow_task):
        timers.start(task, "remind", due_at=morning)
    return list(Task.objects.filter(flow_task=first.flow_task).order_by("pk")), morning


def _statuses(rows: list[Timer]) -> Counter[str]:
    found = Timer.objects.filter(pk__in=[row.pk for row in rows])
    return Counter(found.values_list("status", flat=True))


def _together(work: Callable[[], Any], number: int = DISPATCHERS) -> list[Any]:
    """What each of several threads gives that begin at the same moment."""
    barrier = Barrier(number)

    def run(_number: int) -> Any:
        barrier.wait()
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


def test_five_dispatchers_at_once_keep_every_promise_once(
    shared_world: World, act: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BATCH", 5)
    act(_record)
    rows = _promised(shared_world, 60)

    kept = _together(lambda: sweep.fire_due(shared_world.at))

    assert sum(kept) == TrailEntry.objects.filter(step="probe").count() == 60
    assert _statuses(rows) == {"fired": 60}
    assert not any(Timer.objects.filter(attempts__gt=0))


def test_five_dispatchers_at_once_remind_once(
    shared_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminders, "BATCH", 7)
    tasks, morning = _late_tasks(shared_world, 60)

    fired = _together(lambda: sweep.fire_due(morning))

    assert sum(fired) == 60
    told = Notification.objects.filter(rule="overdue").values_list("task", flat=True)
    assert sorted(told) == [task.pk for task in tasks]
    assert Timer.objects.filter(status="waiting", step="remind").count() == 60


def test_a_promise_that_cannot_be_kept_costs_its_batch_nothing(
    world: World, act: Callable[..., None]
) -> None:
    rows = _promised(world, 10)
    bad = rows[3]

    def fail_once_it_has_written(membership: Membership, *, at: datetime) -> None:
        _record(membership, at=at)
        if membership.pk == bad.subject_id:
            raise ValueError("poison")

    act(fail_once_it_has_written)

    assert sweep.fire_due(world.at) == 9

    bad.refresh_from_db()
    assert (bad.status, bad.attempts, bad.lateness) == ("waiting", 1, None)
    assert "poison" in bad.error
    assert TrailEntry.objects.filter(step="probe").count() == 9


def test_a_promise_about_something_gone_becomes_an_incident_and_can_be_retried(
    world: World, act: Callable[..., None]
) -> None:
    act(_record)
    rows = _promised(world, 3)
    Membership.objects.filter(pk=rows[0].subject_id).delete()
    moment = world.at
    for _attempt in range(incidents.ATTEMPTS):
        sweep.fire_due(moment)
        moment += timedelta(hours=1)

    assert _statuses(rows) == {"incident": 1, "fired": 2}

    incidents.retry(rows[0], at=moment)

    assert _statuses(rows) == {"waiting": 1, "fired": 2}


@pytest.mark.parametrize("poison", ["gone", "listener"])
def test_a_reminder_that_fails_delays_no_other_and_becomes_an_incident(
    world: World, poison: str
) -> None:
    tasks, morning = _late_tasks(world, 12)
    bad = Timer.objects.of(tasks[5]).get()
    raised: list[Timer] = []

    def refuse(reminded: list[tuple[Task, int]], **_: object) -> None:
        if poison == "listener" and any(task.pk == bad.subject_id for task, _ in reminded):
            raise ValueError("poison")

    def hear(timer: Timer, **_: object) -> None:
        raised.append(timer)

    if poison == "gone":
        Notification.objects.filter(task=tasks[5]).delete()
        tasks[5].delete()
    events.tasks_reminded.connect(refuse)
    events.incident_raised.connect(hear)
    assert sweep.fire_due(morning) == 11
    for attempt in range(1, incidents.ATTEMPTS):
        sweep.fire_due(morning + timedelta(hours=attempt))
    events.tasks_reminded.disconnect(refuse)
    events.incident_raised.disconnect(hear)

    bad.refresh_from_db()
    assert (bad.status, raised) == ("incident", [bad])
    assert Notification.objects.filter(rule="overdue").count() == 11

    incidents.retry(bad, at=morning)
    assert sweep.fire_due(morning) == (0 if poison == "gone" else 1)


def test_meeting_others_in_the_database_is_no_failed_attempt(
    world: World, act: Callable[..., None]
) -> None:
    rows = _promised(world, 3)

    def give_way(membership: Membership, *, at: datetime) -> None:
        if membership.pk == rows[1].subject_id:
            raise OperationalError("deadlock detected") from DeadlockError()

    act(give_way)
    assert sweep.fire_due(world.at) == 2
    assert Timer.objects.get(pk=rows[1].pk).attempts == 0

    act(_record)
    assert sweep.fire_due(world.at) == 1


def test_the_statements_of_a_batch_of_reminders_do_not_grow_with_it(world: World) -> None:
    tasks, morning = _late_tasks(world, 210)
    next_day = morning + timedelta(days=1)
    many = [task.pk for task in tasks[10:]]
    Timer.objects.filter(subject_id__in=many).update(due_at=next_day, original_due_at=next_day)

    few, asked_of_few = _asked(lambda: sweep.fire_due(morning))
    many_fired, asked_of_many = _asked(lambda: sweep.fire_due(next_day))

    assert (few, many_fired) == (10, 200)
    assert asked_of_many == asked_of_few
    assert len(asked_of_many) <= 14


def _asked(work: Callable[[], Any]) -> tuple[Any, list[str]]:
    """What it gives, and the statements it needs for that."""
    with CaptureQueriesContext(connection) as captured:
        answer = work()
    sqls = [query["sql"] for query in captured.captured_queries]
    return answer, [" ".join(sql.split()[:3]) for sql in sqls if "SAVEPOINT" not in sql]


def test_what_lateness_a_reminder_had_is_recorded(world: World) -> None:
    tasks, morning = _late_tasks(world, 2)

    sweep.fire_due(morning + timedelta(hours=5))

    fired = Timer.objects.filter(status="fired")
    assert {timer.lateness for timer in fired} == {timedelta(hours=5)}
    assert {timer.finished_at for timer in fired} == {morning + timedelta(hours=5)}
    assert len(tasks) == len(fired)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_a_reminder_waits_for_no_step_of_its_case(shared_world: World) -> None:
    tasks, morning = _late_tasks(shared_world, 3)

    with transaction.atomic():
        locking.lock(tasks[0].process_id, morning)
        fired = _together(lambda: sweep.fire_due(morning), number=1)

    assert fired == [3]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_what_somebody_is_at_work_on_is_left_to_the_next_sweep(
    shared_world: World, act: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BATCH", 2)
    monkeypatch.setattr(reminders, "BATCH", 2)
    act(_record)
    tasks, morning = _late_tasks(shared_world, 5)
    rows = _promised(shared_world, 5)

    with transaction.atomic():
        Task.objects.select_for_update(no_key=True).get(pk=tasks[0].pk)
        Membership.objects.select_for_update(no_key=True).get(pk=rows[0].subject_id)
        while_held = _together(lambda: sweep.fire_due(morning), number=1)

    assert while_held == [8]
    assert sweep.fire_due(morning) == 2
