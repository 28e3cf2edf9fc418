"""Counts what Celery runs. No tasks of its own: Celery reads this file when its worker starts."""

import time
from typing import Any

from celery import signals
from structlog.contextvars import bind_contextvars, unbind_contextvars

from workflow import tallies

DONE, FAILED = "task_done", "task_failed"
_began: dict[str, float] = {}


@signals.task_prerun.connect
def note_the_start(task_id: str = "", task: Any = None, **_arguments: Any) -> None:
    """Say on every line of the log which task it was written by."""
    bind_contextvars(task=task.name, task_id=task_id)
    _began[task_id] = time.monotonic()


@signals.task_postrun.connect
def count(task_id: str = "", task: Any = None, state: str = "", **_arguments: Any) -> None:
    """Keep in the database that a task ran to its end: the sign of life of every sweep."""
    seconds = time.monotonic() - _began.pop(task_id, time.monotonic())
    tallies.add(DONE if state == "SUCCESS" else FAILED, task.name, seconds=seconds)
    unbind_contextvars("task", "task_id")
