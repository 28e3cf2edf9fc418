"""Decisions about one certificate at once, and time that acts on it in the same second."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import connection, transaction

from processes.models import Case, Certificate, Certification, Proposal, StatusInterval
from processes.roles import Role
from processes.sanctions import actions
from processes.sanctions.grounds import Kind
from tests.support import drive
from tests.support.sanctioning import answered, entered, fresh, newest, proposed, statuses
from tests.support.world import World, person
from workflow import sweep, trail
from workflow.calendar import end_of
from workflow.exceptions import Refused
from workflow.models import Timer, TrailChain

on_postgresql = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite has one writer at a time"
)
WAITS = """
    SELECT 1 FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE NOT granted AND datname = current_database()"""


def alone(work: Callable[[], Any]) -> Any:
    """What some work gave in a thread of its own; a refusal as such."""
    try:
        return work()
    except Refused as refused:
        return refused
    finally:
        connection.close()


def ready(world: World, case: Case, kind: Kind, by: Any) -> Proposal:
    """A proposal that somebody is about to decide."""
    made = answered(world, proposed(world, case, kind))
    entered(world, made, by)
    return fresh(made)


def decides(world: World, proposal: Proposal, by: Any) -> Any:
    words = "Underlaget visar det."
    return actions.decide(fresh(proposal), words, as_proposed=True, by=by, at=world.at)


def until_waiting_or(done: Future[Any]) -> None:
    """Until a thread waits for a lock, or has no need to."""
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute(WAITS)
            if cursor.fetchone() or done.done():
                return
        time.sleep(0.05)
    raise AssertionError("Nobody waits, and nothing ends.")


@on_postgresql
@pytest.mark.parametrize("step", ["expire", "open"])
def test_time_and_a_decision_in_the_same_second_do_not_block_each_other(
    shared_world: World, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    world, by = shared_world, shared_world.decision_maker
    certified = drive.grant(world)
    asked = ready(world, certified, Kind.WITHDRAW, by)
    timer = Timer.objects.filter(step=step, status="waiting").earliest("due_at")
    Timer.objects.filter(pk=timer.pk).update(due_at=world.at)
    inside, go = Event(), Event()
    settle = actions.decisions.settle

    def slowly(*args: Any, **given: Any) -> None:
        inside.set()
        go.wait(20)
        settle(*args, **given)

    monkeypatch.setattr(actions.decisions, "settle", slowly)
    with ThreadPoolExecutor(2) as pool:
        deciding = pool.submit(alone, lambda: decides(world, asked, by))
        assert inside.wait(20)
        sweeping = pool.submit(alone, lambda: sweep.fire_due(world.at))
        until_waiting_or(sweeping)
        waited = not sweeping.done()
        go.set()
        decided, swept = deciding.result(timeout=30), sweeping.result(timeout=30)

    assert decided.kind == "withdraw"
    # It neither waits for whoever decides, nor holds what they go on to.
    assert (waited, swept) == (False, 0)
    timer.refresh_from_db()
    assert (timer.status, timer.attempts) == ("cancelled", 0)
    assert statuses(certified) == ["valid", "withdrawn"]


@on_postgresql
def test_a_decision_waits_for_the_sweep_that_was_first(shared_world: World) -> None:
    world, by = shared_world, shared_world.decision_maker
    certified = drive.grant(world)
    asked = ready(world, certified, Kind.SUSPEND, by)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Certification.objects.select_for_update(no_key=True).get()
            deciding = pool.submit(alone, lambda: decides(world, asked, by))
            until_waiting_or(deciding)
            # It holds nothing that the sweep goes on to.
            rows = Certificate.objects.select_for_update(nowait=True, no_key=True)
            assert rows.filter(pk=newest(certified).pk).exists()
            chains = TrailChain.objects.select_for_update(nowait=True, no_key=True)
            assert chains.count() == TrailChain.objects.count()
        assert deciding.result(timeout=20).kind == "suspend"


def test_of_two_decisions_at_once_the_second_hears_of_the_first(shared_world: World) -> None:
    world, first = shared_world, shared_world.decision_maker
    second = person("Disa Domare", world.body, Role.DECISION_MAKER)
    certified = drive.grant(world)
    suspending = ready(world, certified, Kind.SUSPEND, first)
    withdrawing = ready(world, certified, Kind.WITHDRAW, second)
    for proposal in (suspending, withdrawing):  # each rests on the other as it is now
        actions.freeze_anew(fresh(proposal), by=first, at=world.at)
    barrier = Barrier(2)

    def work(proposal: Proposal, by: Any) -> Any:
        def decide() -> Any:
            barrier.wait()
            return decides(world, proposal, by)

        return alone(decide)

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(work, (suspending, withdrawing), (first, second)))

    refused = [one for one in answers if isinstance(one, Refused)]
    assert len(refused) == 1
    assert refused[0].code in ("conflict.basis_changed", "conflict.moved_on")
    kinds = statuses(certified)
    assert kinds in (["valid", "suspended"], ["valid", "withdrawn"])
    assert StatusInterval.objects.filter(to_at=None).count() == 1
    assert newest(certified).current_state == kinds[-1]
    assert not [fault for chain in TrailChain.objects.all() for fault in trail.verify(chain)]


def test_many_sweeps_and_a_decision_leave_one_status(shared_world: World) -> None:
    world, by = shared_world, shared_world.decision_maker
    certified = drive.grant(world)
    asked = ready(world, certified, Kind.SUSPEND, by)
    over = end_of(newest(certified).expiry_date) + timedelta(seconds=1)
    barrier = Barrier(4)

    def work(number: int) -> Any:
        def go() -> Any:
            barrier.wait()
            return decides(world, asked, by) if number == 0 else sweep.fire_due(over)

        return alone(go)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    while sweep.fire_due(over):
        pass

    assert newest(certified).current_state == "expired"
    assert statuses(certified) in (["valid", "expired"], ["valid", "suspended", "expired"])
    assert StatusInterval.objects.filter(to_at=None).count() == 1
    assert not Timer.objects.exclude(attempts=0).exists()
