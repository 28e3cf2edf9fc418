"""Keys of tasks: ascending along a walk however long it is, and nobody's but one row's."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.support.world import World
from tests.workflow.made_flows import WAIT, Coin, build
from workflow import sweep, trail
from workflow.engine import execution, reserved_keys
from workflow.models import Process, Task
from workflow.sql import unit_of_work

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
GATES = 3 * reserved_keys.AHEAD
LONG = {
    "start": ("start", ("choice_0",)),
    **{f"choice_{n}": ("choice", (f"choice_{n + 1}",) * 2) for n in range(GATES - 1)},
    f"choice_{GATES - 1}": ("choice", ("work", "work")),
    "work": ("work", ("end",)),
    "end": ("end", ()),
}
WAITING = {
    "start": ("start", ("timer",)),
    "timer": ("timer", ("work",)),
    "work": ("work", ("end",)),
    "end": ("end", ()),
}


def _started(world: World, made: Any) -> Process:
    process = Process(
        flow_class=made,
        created=AT,
        organisation=world.municipality,
        business_key="X",
        subject=world.scheme,
    )
    process.chain = trail.chain_of(world.scheme)
    process.save()
    with transaction.atomic(), unit_of_work.buffered():
        execution.start(process, at=AT)
    return process


def _nodes(process: Process) -> list[str]:
    rows = Task.objects.filter(process=process).order_by("pk")
    return [row.flow_task.name for row in rows]


def test_rows_have_keys_in_the_order_of_the_walk(world: World) -> None:
    process = _started(world, build("Long", LONG, Coin(0), ours=True))

    assert _nodes(process) == ["start", *[f"choice_{n}" for n in range(GATES)], "work"]


def test_a_walk_that_was_taken_back_and_is_done_again_uses_no_key_twice(world: World) -> None:
    made = build("Again", LONG, Coin(0), ours=True)
    with pytest.raises(LookupError), transaction.atomic():
        _fail(_started(world, made))

    process = _started(world, made)

    assert len(_nodes(process)) == Task.objects.count() == GATES + 2


def _fail(process: Process) -> None:
    raise LookupError(process)


def test_of_a_batch_each_process_has_keys_of_its_own(world: World) -> None:
    made = build("Waiting", WAITING, Coin(0), ours=True)
    processes = [_started(world, made) for _ in range(3)]

    with CaptureQueriesContext(connection) as sent:
        assert sweep.fire_due(AT + WAIT) == 3

    assert [_nodes(process) for process in processes] == [["start", "timer", "work"]] * 3
    drawn = [one for one in sent.captured_queries if one["sql"] == f"SELECT {reserved_keys.SOME}"]
    assert drawn == []
