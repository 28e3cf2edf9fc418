"""Our walk writes the rows that viewflow's own activations write: the same random plays on both."""

import random
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any

import pytest
from django.db import transaction
from viewflow import this
from viewflow.workflow import flow, lock
from viewflow.workflow import models as viewflow_models
from viewflow.workflow.status import STATUS

from tests.support import drive
from tests.support.world import World
from tests.workflow.made_flows import MODULE, Coin, Planner, build, page
from workflow import sweep
from workflow.definition.nodes import Work
from workflow.engine import execution, locking
from workflow.models import Process, Task, Timer
from workflow.sql import unit_of_work

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
STEPS = 40
PLAYS = 60

Rows = list[tuple[Any, ...]]


def _ours(made: Any, world: World) -> tuple[Any, Callable[[Any], None]]:
    process = Process(
        flow_class=made,
        created=AT,
        organisation=world.municipality,
        business_key="X",
        subject=world.scheme,
    )
    process.chain = execution.trail.chain_of(world.scheme)
    process.save()
    execution.start(process, at=AT)

    @transaction.atomic
    @unit_of_work.buffered()
    def do(task: Task) -> None:
        task.process = locking.lock(process.pk, AT)
        if task.status == STATUS.SCHEDULED:
            execution.elapse(task, at=AT)
        else:
            execution.complete(task, by=None, at=AT)

    return process, do


def _viewflows(made: Any, world: World) -> tuple[Any, Callable[[Any], None]]:
    process = made.start.run()

    def do(task: Any) -> None:
        with task.activation() as activation:
            if activation.task.status == STATUS.NEW:
                activation.assign(world.officer)
            activation.start(None) if task.flow_task_type == "HUMAN" else activation.start()
            activation.execute()

    return process, do


def _waiting(tasks: Any) -> list[Any]:
    """What a person or a timer may finish now, in an order that both sides share."""
    found = [
        one
        for one in tasks.filter(status__in=[STATUS.NEW, STATUS.ASSIGNED, STATUS.SCHEDULED])
        if one.flow_task_type in ("HUMAN", "TIMER")
    ]
    return sorted(found, key=lambda one: (one.flow_task.name, one.pk))


def _rows(tasks: Any) -> Rows:
    """Every row without keys, moments and owners: place, state, data and what led to it."""
    by_key = {one.pk: one for one in tasks.order_by("pk")}

    def token(one: Any) -> str:
        parts = [part.split("_") for part in str(one.token).split("/")[1:]]
        return "/".join(f"{by_key[int(key)].flow_task.name}.{branch}" for key, branch in parts)

    def place(one: Any) -> tuple[str, str]:
        return one.flow_task.name, token(one)

    return sorted(
        (
            *place(one),
            one.flow_task_type,
            one.status,
            str(one.data),
            one.started is None or one.flow_task_type == "HUMAN",
            one.finished is None,
            sorted(place(before) for before in one.previous.all()),
        )
        for one in by_key.values()
    )


def _play(seed: int, world: World, *, ours: bool) -> tuple[list[Any], str, Rows]:
    """What waited before each move of a random play, how the process stands, and all its rows."""
    plan = Planner(seed).draw()
    made = build(f"Made{'Ours' if ours else 'Theirs'}{seed}", plan, Coin(seed), ours=ours)
    process, do = (_ours if ours else _viewflows)(made, world)
    tasks = (Task if ours else viewflow_models.Task).objects.filter(process=process)
    luck = random.Random(seed)
    moves = []
    while (waiting := _waiting(tasks)) and len(moves) < STEPS:
        moves.append([one.flow_task.name for one in waiting])
        do(luck.choice(waiting))
    process.refresh_from_db()
    return moves, process.status, _rows(tasks)


@pytest.mark.slow
def test_the_same_plays_give_the_same_rows(world: World) -> None:
    kinds, done = set(), 0
    for seed in range(PLAYS):
        played = _play(seed, world, ours=True)
        assert played == _play(seed, world, ours=False), seed
        kinds |= {row[2] for row in played[2]}
        done += played[1] == "DONE"

    assert kinds >= {"PARALLEL_GATEWAY", "JOIN", "SWITCH", "EXCLUSIVE_GATEWAY", "TIMER", "END"}
    assert done > PLAYS * 0.8


def test_a_wait_of_the_flow_is_promised_to_a_timer_and_ends_by_it(world: World) -> None:
    plan = {
        "start": ("start", ("timer_1",)),
        "timer_1": ("timer", ("work_1",)),
        "work_1": ("work", ("end_1",)),
        "end_1": ("end", ()),
    }
    process, _do = _ours(build("MadeWait", plan, Coin(0), ours=True), world)
    waiting = Task.objects.get(process=process, status=STATUS.SCHEDULED)
    assert Timer.objects.of(waiting).get().due_at == waiting.scheduled

    sweep.fire_due(waiting.scheduled)

    assert Task.objects.get(process=process, flow_task_type="HUMAN").status == STATUS.NEW
    assert Timer.objects.of(waiting).get().status == Timer.Status.FIRED


def test_a_closed_task_has_no_waiting_timer_whoever_closes_it(world: World) -> None:
    case = drive.apply(world)
    task = drive.open_task(case, "review_application")
    assert Timer.objects.of(task).get().status == Timer.Status.WAITING

    Task.objects.filter(pk=task.pk).update(status=STATUS.CANCELED, finished=world.at)

    assert Timer.objects.of(task).get().status == Timer.Status.CANCELLED


def _counting(kind: str, seen: list[Any]) -> Any:
    """A flow whose gateway, or wait, counts the rows of its process before it goes on."""

    def count(activation: Any) -> bool:
        rows = activation.task.__class__.objects.filter(process=activation.process)
        names = sorted(one.flow_task.name for one in rows)
        seen.append((names, sorted(one.flow_task.name for one in activation.task.previous.all())))
        return False

    def delay(activation: Any) -> timedelta:
        count(activation)
        return timedelta(days=1)

    gateways = {
        "if": lambda: flow.If(count).Then(this.end).Else(this.work),
        "switch": lambda: flow.Switch().Case(this.end, cond=count).Default(this.work),
        "split": lambda: flow.Split().Always(this.work).Next(this.end, case=count),
        "timer": lambda: flow.Timer(delay).Next(this.work),
        "data": lambda: flow.Function(lambda activation: None).Next(this.work, task_data=count),
    }

    def made(ours: bool) -> Any:
        models = (Process, Task) if ours else (viewflow_models.Process, viewflow_models.Task)
        members = {
            "__module__": MODULE,
            "process_class": models[0],
            "task_class": models[1],
            "lock_impl": locking.RowLock() if ours else lock.select_for_update_lock,
            "start": flow.StartHandle(execution.started if ours else _begun).Next(this.first),
            "first": flow.Function(lambda activation: None).Next(this.gateway),
            "gateway": gateways[kind](),
            "work": (Work(page).Limit(None) if ours else flow.View(page)).Next(this.end),
            "end": flow.End(),
        }
        name = f"Counting{kind.title()}{'Ours' if ours else 'Theirs'}"
        built = type(flow.Flow)(name, (flow.Flow,), members)
        setattr(sys.modules.setdefault(MODULE, ModuleType(MODULE)), name, built)
        return built

    return made


def _begun(activation: Any) -> Any:
    return activation.process


@pytest.mark.parametrize("kind", ["if", "switch", "split", "timer", "data"])
def test_what_a_flow_asks_on_its_way_sees_what_has_been_written(kind: str, world: World) -> None:
    seen: list[Any] = []
    made = _counting(kind, seen)

    _ours(made(ours=True), world)
    ours, seen[:] = list(seen), []
    _viewflows(made(ours=False), world)

    assert ours == seen
    assert ours[0][0][:2] == ["first", "gateway"]
