"""The one kind of node we add to viewflow's: a person's piece of work in a role's queue."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, Self

from viewflow.workflow import flow

from workflow import queues
from workflow.calendar import Deadline, local_date
from workflow.language import Text
from workflow.models import Process, Task

Rule = Callable[[Process], Deadline | None]


class Activation(Protocol):
    """What a flow gives its conditions and functions: a process, at one of its tasks."""

    process: Process
    task: Task


@dataclass(frozen=True)
class Queue:
    """Whose work it is: a role at the organisation that ``at(process)`` names."""

    role: str
    at: Callable[[Process], int]


@dataclass(frozen=True)
class Again:
    """Of a task that came back: what is to be done now, after which nodes, and why."""

    title: Text
    after: frozenset[str]
    why: Callable[[Process], str]


class TimeAction(Protocol):
    """What time does with a task that nobody does. Must run in a transaction."""

    def __call__(self, task: Task, *, at: datetime) -> None: ...


@dataclass(frozen=True)
class Lapse:
    """Of a task that lapses: its last day, who is warned before, and what ends with it."""

    last: Callable[[Task], Deadline | None]
    warns: TimeAction
    ends: TimeAction


class Work(flow.View):
    """A human task: who (``Role``), when (``Limit``), by which steps it is done (``Steps``)."""

    def __init__(self, view: Callable[..., Any], stage: str = "") -> None:
        super().__init__(view)
        self.page = view
        self.stage = stage
        self.declared = False
        self.queue: Queue | None = None
        self.limit: Rule | None = None
        self.unlimited = False
        self.steps: frozenset[str] = frozenset()
        self.working_steps: frozenset[str] = frozenset()
        self.keeper: Callable[[Process], int | None] | None = None
        self.lease: Callable[[Process], timedelta | None] | None = None
        self.effort = 1
        self.otherwise: Text = ""
        self.lapse: Lapse | None = None
        self.again: Again | None = None

    def Role(self, role: str, at: Callable[[Process], int]) -> Self:  # viewflow's fluent style
        """The queue: holders of ``role`` at the organisation id that ``at(process)`` gives."""
        self.queue = Queue(role, at)
        return self

    def Limit(self, rule: Rule | None, effort: int = 1) -> Self:
        """The deadline rule (None: a draft kept until sent) and the work in working days."""
        self.limit = rule
        self.unlimited = rule is None
        self.effort = effort
        return self

    def Steps(self, *steps: str) -> Self:
        """Steps (``app.model.method``) that complete the task."""
        self.steps = frozenset(steps)
        return self

    def During(self, *steps: str) -> Self:
        """Steps that belong to the task but leave it open."""
        self.working_steps = frozenset(steps)
        return self

    def Otherwise(self, words: Text) -> Self:
        """What follows if nobody does it in time, in words, where that is more than being late."""
        self.otherwise = words
        return self

    def Again(self, title: Text, after: tuple[str, ...], why: Callable[[Process], str]) -> Self:
        """What it is called where it comes back from one of the nodes ``after``.

        ``why(process)``: what whoever sent it back wrote; may be empty.
        """
        self.again = Again(title, frozenset(after), why)
        return self

    def Lapses(
        self, last: Callable[[Task], Deadline | None], *, warns: TimeAction, ends: TimeAction
    ) -> Self:
        """The last day of an open task, and what time does before and after it; see ``lapses``."""
        self.lapse = Lapse(last, warns, ends)
        return self

    def Keep(self, keeper: Callable[[Process], int | None]) -> Self:
        """Give the task to the person whose key ``keeper(process)`` names, if they may take it."""
        self.keeper = keeper
        return self

    def Lease(self, period: Callable[[Process], timedelta | None]) -> Self:
        """How long a claim may lie idle before it goes back to the queue."""
        self.lease = period
        return self

    def Declared(self) -> Self:
        """Who takes the task must first declare that they have no conflict of interest."""
        self.declared = True
        return self

    def prepare(self, task: Task, at: datetime) -> None:
        """Fill in queue, owner and dates of a new task."""
        if self.queue is not None:
            task.role = self.queue.role
            task.organisation_id = self.queue.at(task.process)
        task.declared = self.declared
        if self.limit is not None and (deadline := self.limit(task.process)) is not None:
            task.promise(deadline, effort=self.effort)
        owner_id = self.keeper(task.process) if self.keeper else None
        if owner_id is not None and queues.may_keep(task, owner_id, local_date(at)):
            task.give(owner_id, at)
