"""Branches that end at the same moment: whoever had to wait writes rows with higher keys."""

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction
from viewflow.workflow.status import PROCESS, STATUS

from processes.models import Organisation
from tests.support.world import World
from tests.workflow.made_flows import WAIT, Coin, build
from workflow import sweep, trail
from workflow.engine import execution, locked_tasks, locking
from workflow.models import Process, Task, Timer
from workflow.sql import unit_of_work

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
BRANCHES = 6
ENDS = AT + WAIT
MANY = 40

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer at a time"
)


def _plan() -> dict[str, Any]:
    """A split into waits and one person's branch, and two joins directly behind each other."""
    waits = {f"timer_{n}": ("timer", ("join_1",)) for n in range(BRANCHES - 1)}
    return {
        "start": ("start", ("split_1",)),
        "split_1": ("split", (*waits, "work_1")),
        **waits,
        "work_1": ("work", ("join_1",)),
        "join_1": ("join", ("join_2",)),
        "join_2": ("join", ("function_1",)),
        "function_1": ("function", ("end_1",)),
        "end_1": ("end", ()),
    }


class AllWays(Coin):
    """Every branch of a split is gone."""

    def __call__(self, node: str) -> bool:
        return True


def _begun(made: Any, place: Organisation) -> Process:
    """A process of the flow about an organisation, at work."""
    with transaction.atomic(), unit_of_work.buffered():
        process = Process(
            flow_class=made, created=AT, organisation=place, business_key="X", subject=place
        )
        process.chain = trail.chain_of(place)
        process.save()
        execution.start(process, at=AT)
    return process


def _finish(process: Process, name: str) -> None:
    """Finish a person's task as a step does: found and held in one question."""
    node = process.flow_class.instance.node(name)
    with transaction.atomic(), unit_of_work.buffered():
        asked = {"process": process.pk, "person": None, "day": AT.date()}
        task = locked_tasks.read(locked_tasks.question([node])(**asked).all())
        assert task is not None
        task.process.moment = ENDS
        execution.complete(task, by=None, at=ENDS)


def _in_a_thread(pool: ThreadPoolExecutor, process: Process, name: str) -> Future[None]:
    asked = Event()

    def work() -> None:
        try:
            asked.set()
            _finish(process, name)
        finally:
            connection.close()

    future = pool.submit(work)
    asked.wait()
    return future


def _wait_for_a_lock() -> None:
    """Until another session waits for what this one holds."""
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    with connection.cursor() as cursor:
        for _ in range(100_000):
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                return


def test_who_waited_for_a_branch_finds_its_rows_before_her_own(shared_world: World) -> None:
    made = build("AtOnce", _plan(), AllWays(0), ours=True)
    process = _begun(made, shared_world.municipality)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            locking.lock(process.pk, ENDS)
            future = _in_a_thread(pool, process, "work_1")
            _wait_for_a_lock()
            sweep.fire_due(ENDS)
        future.result()

    before = {
        row.flow_task.name: [one.flow_task.name for one in row.previous]
        for row in Task.objects.filter(process=process, status=STATUS.DONE)
    }
    assert len(before["join_1"]) == BRANCHES
    assert [before[name] for name in ("join_2", "function_1", "end_1")] == [
        ["join_1"],
        ["join_2"],
        ["function_1"],
    ]


def test_all_processes_end_whoever_comes_first(shared_world: World) -> None:
    made = build("AllAtOnce", _plan(), AllWays(0), ours=True)
    for number in range(MANY):
        Organisation.objects.create(kind="partner", code=f"P{number}", name="P", full_name="P")
    processes = [_begun(made, place) for place in Organisation.objects.all()[:MANY]]

    def sweeping() -> None:
        try:
            while Timer.objects.filter(status=Timer.Status.WAITING).exists():
                sweep.fire_due(ENDS)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        sweeps = [pool.submit(sweeping) for _ in range(2)]
        people = [_in_a_thread(pool, process, "work_1") for process in processes]
        for future in (*sweeps, *people):
            future.result()

    ended = Process.objects.filter(pk__in=[one.pk for one in processes], status=PROCESS.DONE)
    assert ended.count() == MANY
