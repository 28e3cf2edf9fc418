"""What every step asks first: its open task, with the process and the head of its history, held."""

from typing import Any

from django.db import models

from workflow import queues, ready
from workflow.models import Process, Task, TrailChain

MODELS: tuple[Any, ...] = (TrailChain, Process, Task)
PATHS = ("", "processes__", "processes__task__")
NAMES = tuple([field.attname for field in model._meta.concrete_fields] for model in MODELS)


def question(nodes: list[Any]) -> ready.Select:
    """The newest open task of a ``process`` at one of the nodes, and may ``person`` take it?

    Its rows are locked in this order: the chain, the process, the task. So two processes of one
    case wait for each other at the chain and nowhere else.
    """
    return ready.Select(lambda: _rows(nodes).select_for_update(no_key=True))


def _rows(nodes: list[Any]) -> models.QuerySet[Any, Any]:
    rows = TrailChain.objects.filter(
        processes=ready.Slot("process"),
        processes__task__status__in=Task.OPEN,
        processes__task__flow_task__in=nodes,
    )
    person, day = ready.Slot("person"), ready.Slot("day", ready.DAY)
    rows = rows.annotate(leave=queues.leave(person, day, PATHS[2]))
    names = [f"{path}{name}" for path, some in zip(PATHS, NAMES, strict=True) for name in some]
    return rows.order_by("-processes__task__id").values_list(*names, "leave")[:1]


def read(rows: list[tuple[Any, ...]]) -> Task | None:
    """The task with its process and chain, or None."""
    if not rows:
        return None
    cells, made = list(rows[0]), []
    for model, names in zip(MODELS, NAMES, strict=True):
        made.append(model.from_db("default", names, cells[: len(names)]))
        del cells[: len(names)]
    chain, process, task = made
    process.chain, task.process, task.leave = chain, process, cells[0]
    return task
