"""The walk from a finished task to the next that wait, along viewflow's graph.

Nodes, conditions and functions are viewflow's, and the rows that come of it are those that its own
activations write. Here they are gathered in memory and written together.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from viewflow.workflow import flow
from viewflow.workflow.activation import Activation
from viewflow.workflow.base import Node
from viewflow.workflow.exceptions import FlowRuntimeError
from viewflow.workflow.status import PROCESS, STATUS
from viewflow.workflow.token import Token

from workflow import timers
from workflow.definition.nodes import Work
from workflow.engine import lapses, reserved_keys
from workflow.models import Process, Task, Timer
from workflow.sql import instances, unit_of_work
from workflow.sql.compiled import compiled
from workflow.sql.writes import Update
from workflow.timers import reminders

ELAPSE = "elapse"
"""What a wait of the flow promises: to end."""

ENDED = (STATUS.DONE, STATUS.CANCELED, STATUS.REVIVED)

TaskData = dict[str, Any] | None
Ways = Iterable[tuple[Node, TaskData]]
"""Where a branch goes on: nodes, each with the data of its task or None."""


Branch = tuple[Node, Callable[[Activation], bool] | None]
"""A way out of a switch, and when it is taken; without a condition, if no other is."""


class Walk:
    """One movement of a locked process: every branch goes on until it waits or ends."""

    def __init__(self, process: Process, at: datetime) -> None:
        self.process = process
        self.at = at
        self.opened: list[Task] = []
        """People's tasks that the walk came to."""
        self._waits: list[tuple[Task, datetime]] = []
        self._behind: int | None = None
        self._rows: list[Task] = []
        self._coming: list[Task] = []
        self._unwritten: list[Task] = []

    def begin(self) -> None:
        """Go on behind the start of the flow."""
        start = self._row(self.process.flow_class.start, Token("start"))
        self.go_on(self._set(start, status=STATUS.DONE, started=self.at, finished=self.at))

    def go_on(self, task: Task) -> None:
        """Go on behind a finished task."""
        self._behind = task.pk
        self._come(task, self._next_of(task))
        while self._coming:
            # In viewflow's order, so that joins find what it would have them find.
            coming = self._coming.pop(self._first())
            self._pass(coming)
        self._write()

    def promises(self) -> list[Timer]:
        """What the tasks that the walk came to promise: reminders, ends. Not saved."""
        first = (reminders.first(task, self.at) for task in self.opened)
        waits = (timers.promise(one, ELAPSE, due_at=moment) for one, moment in self._waits)
        ends = (timer for task in self.opened for timer in lapses.promised(task, self.at))
        return [*filter(None, first), *waits, *ends]

    def _first(self) -> int:
        """The place of the first that can move; joins wait until nothing else does."""
        moves = (
            n for n, one in enumerate(self._coming) if not isinstance(one.flow_task, flow.Join)
        )
        return next(moves, 0)

    def _pass(self, task: Task) -> None:
        move = MOVES.get(type(task.flow_task))
        if move is None:
            raise FlowRuntimeError(f"{task.flow_task} is of a kind the engine does not execute")
        move(self, task.flow_task, task)

    def _work(self, node: Work, task: Task) -> None:
        self.opened.append(task)

    def _if(self, node: flow.If, task: Task) -> None:
        activation = self._asked(task)
        is_true = node._condition(activation)
        way = node._on_true if is_true else node._on_false
        data = node._on_true_data if is_true else node._on_false_data
        self._come(task, [(way, data and data(activation))] if way else [])

    def _switch(self, node: flow.Switch, task: Task) -> None:
        way = _chosen(node._branches, self._asked(task))
        if way is None:
            raise FlowRuntimeError(f"No next task available for {node.name}")
        self._come(task, [(way, None)])

    def _function(self, node: flow.Function, task: Task) -> None:
        task.started = self.at
        self._hand_over()  # the function may ask and do what it likes
        node._func(_activation(task))
        self._finish(task)
        self._come(task, self._next_of(task))

    def _split(self, node: flow.Split, task: Task) -> None:
        activation = self._asked(task)
        ways = [way for way, cond, _data in node._branches if not cond or cond(activation)]
        if not ways:
            raise FlowRuntimeError(f"No next task available for {node.name}")
        if task.pk is None:
            self._write()  # its key is part of the tokens of its branches
        tokens = Token.split_token_source(task.token, task.pk)
        for way in sorted(ways, key=lambda way: isinstance(way, flow.Join)):
            self._come(task, [(way, None)], token=next(tokens))

    def _join(self, node: flow.Join, task: Task) -> None:
        if task.started is None:
            self._set(task, status=STATUS.STARTED, started=self.at)
        self._write()
        arrived = task.previous.exclude(status__in=[STATUS.CANCELED, STATUS.REVIVED])
        prefixes = {one.token.get_common_split_prefix(task.token, one.pk) for one in arrived}
        if len(prefixes) > 1:
            raise FlowRuntimeError(f"Multiple tokens {prefixes} came to join {node.name}")
        # It goes on when nothing runs that came out of the same split.
        if prefixes and not self._running().filter(token__startswith=prefixes.pop()).exists():
            self._finish(task)
            self._come(task, self._next_of(task))

    def _timer(self, node: flow.Timer, task: Task) -> None:
        if callable(node._delay):
            self._hand_over()  # it may count what has been written
        delay = node._delay(_activation(task)) if callable(node._delay) else node._delay
        moment = self.at + delay if isinstance(delay, timedelta) else delay
        self._set(task, status=STATUS.SCHEDULED, scheduled=moment)
        self._waits.append((task, moment))

    def _end(self, node: flow.End, task: Task) -> None:
        task.started = self.at
        self._finish(task)
        # Only if none of its own rows is open the database is asked about the others.
        if all(row.status in ENDED for row in self._rows):
            end = _end_if_done.part(process=self.process.pk, behind=self._behind or 0, at=self.at)
            unit_of_work.change(end)

    def _running(self) -> models.QuerySet[Task]:
        """The written rows of the process that have not ended."""
        return Task.objects.filter(process=self.process).exclude(status__in=ENDED)

    def _next_of(self, task: Task) -> Ways:
        node = task.flow_task
        if node._task_data:
            # A function of the flow, which may read what the walk has made.
            self._hand_over()
        data = node._task_data and node._task_data(_activation(task))
        return [(node._next, data)] if node._next else []

    def _come(self, previous: Task, ways: Ways, *, token: Token | None = None) -> None:
        """Let a branch come to what follows a task."""
        for node, data in ways:
            task = self._waiting_join(node) or self._row(node, token or previous.token, data)
            place = [previous.flow_task.name, str(previous.token)]
            self._set(task, came_from=[*task.came_from, place])
            if not any(one is task for one in self._coming):
                self._coming.append(task)

    def _waiting_join(self, node: flow.Join) -> Task | None:
        """The row of a join that another branch came to already."""
        if not isinstance(node, flow.Join):
            return None
        open_here = [one for one in self._coming if one.flow_task is node]
        if open_here:
            return open_here[0]
        here = Task.objects.filter(process=self.process, flow_task=node)
        written = here.filter(status__in=[STATUS.NEW, STATUS.STARTED]).first()
        if written is not None:
            written.process = self.process
        return written

    def _row(self, node: Node, token: Token, data: TaskData = None) -> Task:
        """A new row, not yet written. A join stands outside the split it ends."""
        if isinstance(node, flow.Join) and token.is_split_token():
            token = token.get_base_split_token()
        task: Task = instances.new(
            self.process.flow_class.task_class,
            id=self._key(),
            flow_task=node,
            flow_task_type=node.task_type,
            token=token,
            created=self.at,
            data=data or {},
        )
        instances.set_related(task, "process", self.process)
        if isinstance(node, Work):
            node.prepare(task, self.at)
        self._rows.append(task)
        self._unwritten.append(task)
        return task

    def _key(self) -> int | None:
        """A key for a new row, if the database gives keys in advance."""
        some = self.process.task_keys or reserved_keys.ahead()
        self.process.task_keys = some[1:]  # drawn four at a time, by the question that locked it
        return some[0] if some else None

    def _asked(self, task: Task) -> Activation:
        """What the conditions of a gateway are given, who may ask what has been written.

        Its row is finished before, and so is written once, whatever they ask.
        """
        self._finish(task)
        self._hand_over()
        return _activation(task)

    def _finish(self, task: Task) -> None:
        self._set(task, status=STATUS.DONE, started=task.started, finished=self.at)

    def _set(self, task: Task, **values: Any) -> Task:
        """Set fields; where the row is written already, there too."""
        for name, value in values.items():
            setattr(task, name, value)
        if not task._state.adding:
            task.save(update_fields=list(values))
        return task

    def _write(self) -> None:
        """Write the rows that are new, in the order they came; at once, if they need keys."""
        self._hand_over()
        if any(row.pk is None for row in self._rows):
            unit_of_work.flush()

    def _hand_over(self) -> None:
        """Let the rows that are new be written before anybody asks."""
        new, self._unwritten = self._unwritten, []
        unit_of_work.add(new)


MOVES: dict[type, Callable[[Walk, Any, Task], None]] = {
    Work: Walk._work,
    flow.If: Walk._if,
    flow.Switch: Walk._switch,
    flow.Function: Walk._function,
    flow.SendHandle: Walk._function,
    flow.BusinessRule: Walk._function,
    flow.Split: Walk._split,
    flow.Join: Walk._join,
    flow.Timer: Walk._timer,
    flow.End: Walk._end,
}
EXECUTED = frozenset({flow.StartHandle, *MOVES})
"""The kinds of nodes that the walk knows. Others are refused when the system starts."""


@compiled
def _end_if_done(process: int, behind: int | None, at: datetime) -> Update:
    """End the process, if no row runs but perhaps the one ``behind`` the walk: closed with it."""
    running = Task.objects.filter(process=models.OuterRef("pk")).exclude(status__in=ENDED)
    running = running.exclude(pk=behind)
    done = Process.objects.filter(~models.Exists(running), pk=process)
    return Update(done, status=PROCESS.DONE, finished=at)


def _activation(task: Task) -> Activation:
    """What the conditions and functions of viewflow's flows are given."""
    return task.flow_task.activation_class(task)


def _chosen(branches: Iterable[Branch], activation: Activation) -> Node | None:
    """The first branch whose condition holds, or else the default."""
    default = None
    for way, condition in branches:
        if condition is None:
            default = way
        elif condition(activation):
            return way
    return default
