"""Flows made at random, each twice: for our engine, and for viewflow's own rows and activations."""

import random
import sys
from collections import Counter
from datetime import timedelta
from types import ModuleType
from typing import Any

from viewflow import this
from viewflow.workflow import flow, lock
from viewflow.workflow import models as viewflow_models

from workflow.definition.nodes import Work
from workflow.engine import execution, locking
from workflow.models import Process, Task

MODULE = "workflow.made_flows"
WAIT = timedelta(days=1)

Plan = dict[str, tuple[str, tuple[str, ...]]]
"""Each node's kind and the nodes that may follow it, by name."""


def page(request: Any) -> None:
    """No page."""


class Planner:
    """Draws a plan: blocks within blocks, so that every split has its join."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.plan: Plan = {}
        self.numbers: Counter[str] = Counter()

    def draw(self) -> Plan:
        first = self._sequence(self._end(), depth=0)
        self.plan = {"start": ("start", (first,)), **self.plan}
        return self.plan

    def _end(self) -> str:
        return (
            self._node("fork", (self._node("end"), self._node("end")))
            if (self.random.random() < 0.2)
            else self._node("end")
        )

    def _node(self, kind: str, ways: tuple[str, ...] = ()) -> str:
        self.numbers[kind] += 1
        name = f"{kind}_{self.numbers[kind]}"
        self.plan[name] = (kind, ways)
        return name

    def _sequence(self, after: str, *, depth: int) -> str:
        for _ in range(self.random.randint(1, 3)):
            after = self._block(after, depth)
        return after

    def _block(self, after: str, depth: int) -> str:
        deep = ("choice", "switch", "split", "split", "loop")
        kinds = ("work", "function", "timer", *(deep if depth < 2 else ()))
        kind = self.random.choice(kinds)
        if kind in ("work", "function", "timer"):
            return self._node(kind, (after,))
        if kind == "loop":
            again = self._node("switch", ("", after))
            work = self._node("work", (again,))
            self.plan[again] = ("switch", (work, after))
            return work
        meeting = self._node("join", (after,)) if kind == "split" else after
        branches = [self._branch(meeting, depth) for _ in range(self.random.randint(2, 3))]
        return self._node(kind, tuple(branches[:2] if kind == "choice" else branches))

    def _branch(self, meeting: str, depth: int) -> str:
        direct = self.random.random() < 0.2
        return meeting if direct else self._sequence(meeting, depth=depth + 1)


class Coin:
    """What conditions decide: the same for the same node and visit, whoever asks."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.visits: Counter[str] = Counter()

    def __call__(self, node: str) -> bool:
        self.visits[node] += 1
        visit = self.visits[node]
        # Every loop ends: after three visits the way on is the second.
        return visit < 3 and random.Random(f"{self.seed} {node} {visit}").random() < 0.5


def build(name: str, plan: Plan, coin: Coin, *, ours: bool) -> Any:
    """The plan as a flow class that references by text can find."""
    nodes = {one: _node(one, *plan[one], coin=coin, ours=ours) for one in plan}
    models = (Process, Task) if ours else (viewflow_models.Process, viewflow_models.Task)
    members = {
        "__module__": MODULE,
        "process_class": models[0],
        "task_class": models[1],
        "lock_impl": locking.RowLock() if ours else lock.select_for_update_lock,
        **nodes,
    }
    made = type(flow.Flow)(name, (flow.Flow,), members)
    module = sys.modules.setdefault(MODULE, ModuleType(MODULE))
    setattr(module, name, made)
    return made


def _node(name: str, kind: str, ways: tuple[str, ...], *, coin: Coin, ours: bool) -> Any:
    following = [getattr(this, way) for way in ways]
    if kind in ("split", "fork"):
        return _split(name, following, coin)
    if kind == "choice":
        condition = flow.If(lambda activation: coin(name))
        return condition.Then(following[0]).Else(following[1])
    if kind == "switch":
        switch = flow.Switch()
        for number, way in enumerate(following[:-1]):
            switch.Case(way, cond=lambda activation, key=f"{name} {number}": coin(key))
        return switch.Default(following[-1])
    makers = {
        "start": lambda: flow.StartHandle(execution.started if ours else _started),
        "work": lambda: Work(page).Limit(None) if ours else flow.View(page),
        "function": lambda: flow.Function(lambda activation: None),
        "timer": lambda: flow.Timer(WAIT),
        "join": flow.Join,
        "end": flow.End,
    }
    made = makers[kind]()
    return made.Next(following[0], task_data=lambda activation: {"after": name}) if ways else made


def _split(name: str, following: list[Any], coin: Coin) -> Any:
    split = flow.Split().Always(following[0])
    for number, way in enumerate(following[1:]):
        split.Next(way, case=lambda activation, key=f"{name} {number}": coin(key))
    return split


def _started(activation: Any) -> Any:
    return activation.process
