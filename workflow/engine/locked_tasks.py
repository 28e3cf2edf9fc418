"""What every step asks first: its open task, locked with the process and the head of its chain."""

from collections.abc import Callable
from datetime import date
from itertools import accumulate, pairwise
from typing import Any, cast

from django.db import models

from workflow import queues
from workflow.definition.nodes import Work
from workflow.engine import reserved_keys
from workflow.models import Process, Task, TrailChain
from workflow.queues import directory
from workflow.sql import instances
from workflow.sql.compiled import Answer, compiled

MODELS: tuple[Any, ...] = (TrailChain, Process, Task)
PATHS = ("", "processes__", "processes__task__")
UNREAD: dict[Any, frozenset[str]] = {
    TrailChain: frozenset(),
    Process: frozenset({"created", "data", "finished"}),
    Task: frozenset(
        {"came_from", "created", "data", "explanation", "finished", "scheduled"}
        | {"snoozed_until", "start_by", "started", "declared", "lease_until", "due", "priority"}
        | {"flow_task_type", "owner_permission_content_type", "unattended_since"}
    ),
}
"""What few steps ask: it is read when one does."""
NAMES = tuple(
    [field.attname for field in model._meta.concrete_fields if field.name not in UNREAD[model]]
    for model in MODELS
)
ENDS = tuple(accumulate(map(len, NAMES), initial=0))
PARTS = tuple(slice(*ends) for ends in pairwise(ENDS))


class StaleError(Exception):
    """Somebody else moved the case while this thread waited for it: ask again, it is locked now."""


Question = Callable[[int, int | None, date], Answer[tuple[Any, ...]]]
"""For a process, a person and a day: a task with all that is locked."""


def question(nodes: list[Work]) -> Question:
    """The newest open task of a ``process`` at one of the nodes, and may ``person`` take it?

    Its rows are locked in this order: the chain, the process, the task. So two processes of one
    case wait for each other at the chain and nowhere else.
    """

    @compiled(wrap=reserved_keys.behind_locks)
    def newest(
        process: int, person: int | None, day: date
    ) -> models.QuerySet[Any, tuple[Any, ...]]:
        return _asked(nodes, process, person, day).select_for_update(no_key=True)

    return newest


def _asked(
    nodes: list[Work], process: int, person: int | None, day: date
) -> models.QuerySet[Any, tuple[Any, ...]]:
    found = TrailChain.objects.filter(
        processes=process,
        # Joined, not asked for in a subquery: FOR UPDATE locks only what is joined.
        processes__task__status__in=Task.OPEN,
        processes__task__flow_task__in=nodes,
    )
    found = found.annotate(
        leave=queues.leave(person, day, PATHS[2]),
        seen=directory.Seen(chain="id", process="processes__id"),
    )
    names = [f"{path}{name}" for path, some in zip(PATHS, NAMES, strict=True) for name in some]
    return found.order_by("-processes__task__id").values_list(*names, "leave", "seen")[:1]


def read(found: list[tuple[Any, ...]]) -> Task | None:
    """The task with its process and chain, or None.

    Raises StaleError if whoever asked had to wait, and what is not locked may be older than that.
    """
    if not found:
        return None
    row = found[0]
    columns, (leave, seen, *drawn) = row[: ENDS[-1]], row[ENDS[-1] :]
    chain, process, task = (
        instances.loaded(model, names, columns[part])
        for model, names, part in zip(MODELS, NAMES, PARTS, strict=True)
    )
    # Related by hand: whoever reads task.process.chain must meet the locked rows, not read others.
    instances.set_related(process, "chain", chain)
    instances.set_related(task, "process", process)
    task.leave = leave
    if drawn:
        reserved_keys.accept(process, drawn[0])
    if not directory.note(process, seen):
        raise StaleError
    return cast(Task, task)
