"""The walk from a finished task to the next that wait, along viewflow's graph.

Nodes, conditions and functions are viewflow's, and the rows that come of it are those that its own
activations write. Here they are gathered in memory and written together.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import singledispatchmethod
from typing import Any

from django.db import models
from viewflow.workflow import flow
from viewflow.workflow.exceptions import FlowRuntimeError
from viewflow.workflow.status import PROCESS, STATUS
from viewflow.workflow.token import Token

from workflow import ready, reminders, timers, writes
from workflow.exceptions import Conflict
from workflow.models import Process, Task, Timer
from workflow.nodes import Work

EXECUTED = frozenset(
    {
        flow.StartHandle,
        Work,
        flow.If,
        flow.Switch,
        flow.Function,
        flow.SendHandle,
        flow.BusinessRule,
        flow.Split,
        flow.Join,
        flow.Timer,
        flow.End,
    }
)
"""The kinds of nodes that the walk knows. Others are refused when the system starts."""

ELAPSE = "elapse"
"""What a wait of the flow promises: to end."""

ENDED = (STATUS.DONE, STATUS.CANCELED, STATUS.REVIVED)

Ways = Iterable[tuple[Any, Any]]
"""Where a branch goes on: nodes, each with the data of its task or None."""


class Walk:
    """One movement of a held process: every branch goes on until it waits or ends.

    ``closing``: of the task behind which it goes on. Raises Conflict if that closes nothing.
    """

    def __init__(self, process: Process, at: datetime, closing: writes.Part | None = None) -> None:
        self.process = process
        self.at = at
        self._closing = closing
        self.opened: list[Task] = []
        """People's tasks that the walk came to."""
        self._waits: list[tuple[Task, datetime]] = []
        self._coming: list[Task] = []
        self._unwritten: list[Task] = []

    def begin(self) -> None:
        """Go on behind the start of the flow."""
        start = self._row(self.process.flow_class.start, Token("start"))
        self.go_on(self._set(start, status=STATUS.DONE, started=self.at, finished=self.at))

    def go_on(self, task: Task) -> None:
        """Go on behind a finished task. All rows are written when this returns."""
        self._come(task, self._next_of(task))
        while self._coming:
            coming = self._coming.pop(self._first())
            self._pass(coming.flow_task, coming)
        self._write()

    def promises(self) -> list[Timer]:
        """What the tasks that the walk came to promise: reminders, ends of waits. Not saved."""
        first = (reminders.first(task, self.at) for task in self.opened)
        waits = (timers.promise(one, ELAPSE, due_at=moment) for one, moment in self._waits)
        return [*filter(None, first), *waits]

    def _first(self) -> int:
        """The place of the first that can move; joins wait until nothing else does."""
        moves = (
            n for n, one in enumerate(self._coming) if not isinstance(one.flow_task, flow.Join)
        )
        return next(moves, 0)

    @singledispatchmethod
    def _pass(self, node: Any, task: Task) -> None:
        raise FlowRuntimeError(f"{node.name} is of a kind the engine does not execute")

    @_pass.register
    def _(self, node: Work, task: Task) -> None:
        self.opened.append(task)

    @_pass.register
    def _(self, node: flow.If, task: Task) -> None:
        activation = _activation(task)
        is_true = node._condition(activation)
        way = node._on_true if is_true else node._on_false
        data = node._on_true_data if is_true else node._on_false_data
        self._finish(task)
        self._come(task, [(way, data and data(activation))] if way else [])

    @_pass.register
    def _(self, node: flow.Switch, task: Task) -> None:
        activation = _activation(task)
        way = _chosen(node._branches, activation)
        if way is None:
            raise FlowRuntimeError(f"No next task available for {node.name}")
        self._finish(task)
        self._come(task, [(way, None)])

    @_pass.register
    def _(self, node: flow.Function, task: Task) -> None:
        task.started = self.at
        self._write()  # the function may ask and do what it likes
        node._func(_activation(task))
        self._finish(task)
        self._come(task, self._next_of(task))

    @_pass.register
    def _(self, node: flow.Split, task: Task) -> None:
        activation = _activation(task)
        ways = [way for way, cond, _data in node._branches if not cond or cond(activation)]
        if not ways:
            raise FlowRuntimeError(f"No next task available for {node.name}")
        self._finish(task)
        self._write()  # its key is part of the tokens of its branches
        tokens = Token.split_token_source(task.token, task.pk)
        for way in sorted(ways, key=lambda way: isinstance(way, flow.Join)):
            self._come(task, [(way, None)], token=next(tokens))

    @_pass.register
    def _(self, node: flow.Join, task: Task) -> None:
        if task.started is None:
            self._set(task, status=STATUS.STARTED, started=self.at)
        self._write()
        arrived = task.previous.exclude(status__in=[STATUS.CANCELED, STATUS.REVIVED])
        prefixes = {one.token.get_common_split_prefix(task.token, one.pk) for one in arrived}
        if len(prefixes) > 1:
            raise FlowRuntimeError(f"Multiple tokens {prefixes} came to join {node.name}")
        if prefixes and not self._running().filter(token__startswith=prefixes.pop()).exists():
            self._finish(task)
            self._come(task, self._next_of(task))

    @_pass.register
    def _(self, node: flow.Timer, task: Task) -> None:
        delay = node._delay(_activation(task)) if callable(node._delay) else node._delay
        moment = self.at + delay if isinstance(delay, timedelta) else delay
        self._set(task, status=STATUS.SCHEDULED, scheduled=moment)
        self._waits.append((task, moment))

    @_pass.register
    def _(self, node: flow.End, task: Task) -> None:
        task.started = self.at
        self._finish(task)
        self._write()
        if _end_if_done(process=self.process.pk, at=self.at):
            self.process.status, self.process.finished = PROCESS.DONE, self.at

    def _running(self) -> models.QuerySet[Task]:
        """The written rows of the process that have not ended."""
        return Task.objects.filter(process=self.process).exclude(status__in=ENDED)

    def _next_of(self, task: Task) -> Ways:
        node = task.flow_task
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

    def _waiting_join(self, node: Any) -> Task | None:
        """The row of a join that another branch came to already."""
        if not isinstance(node, flow.Join):
            return None
        open_here = [one for one in self._coming if one.flow_task is node]
        if open_here:
            return open_here[0]
        rows = Task.objects.filter(process=self.process, flow_task=node)
        written = rows.filter(status__in=[STATUS.NEW, STATUS.STARTED]).first()
        if written is not None:
            written.process = self.process
        return written

    def _row(self, node: Any, token: Token, data: Any = None) -> Task:
        """A new row, not yet written. A join stands outside the split it ends."""
        if isinstance(node, flow.Join) and token.is_split_token():
            token = token.get_base_split_token()
        task: Task = self.process.flow_class.task_class(
            process=self.process,
            flow_task=node,
            flow_task_type=node.task_type,
            token=token,
            created=self.at,
            data=data or {},
        )
        if isinstance(node, Work):
            node.prepare(task, self.at)
        self._unwritten.append(task)
        return task

    def _finish(self, task: Task) -> None:
        self._set(task, status=STATUS.DONE, started=task.started, finished=self.at)

    def _set(self, task: Task, **values: Any) -> Task:
        """Set fields; where the row is written already, there too."""
        for name, value in values.items():
            setattr(task, name, value)
        if task.pk is not None:
            task.save(update_fields=list(values))
        return task

    def _write(self) -> None:
        """Close what is left behind, and write the rows that are new in the order they came."""
        closing, self._closing = self._closing, None
        opening = writes.insertion(self._unwritten) if self._unwritten else None
        answers = writes.together(closing, opening)
        if closing and not answers.pop(0):
            raise Conflict()
        if opening:
            writes.tell_keys(self._unwritten, answers[0])
        self._unwritten.clear()


def _nothing_runs() -> models.QuerySet[Process]:
    running = Task.objects.filter(process=models.OuterRef("pk")).exclude(status__in=ENDED)
    return Process.objects.filter(~models.Exists(running), pk=ready.Slot("process"))


_end_if_done = writes.Update(
    _nothing_runs, status=PROCESS.DONE, finished=ready.Slot("at", ready.MOMENT)
)


def _activation(task: Task) -> Any:
    """What the conditions and functions of viewflow's flows are given."""
    return task.flow_task.activation_class(task)


def _chosen(branches: Any, activation: Any) -> Any:
    """The first branch whose condition holds, or else the default."""
    default = None
    for way, condition in branches:
        if condition is None:
            default = way
        elif condition(activation):
            return way
    return default
