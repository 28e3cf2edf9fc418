"""Counts what Celery runs, and tidies up at night. Celery reads this file when a worker starts."""

import time
from typing import Any

from celery import shared_task, signals
from structlog.contextvars import bind_contextvars, unbind_contextvars

from config import disposal
from workflow import clock
from workflow.models import tallies
from workflow.sql import outages

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


@shared_task(ignore_result=True)
@outages.sat_out
def sweep() -> None:
    """Throw away once a night what has expired. A missed night is made up for the next day."""
    at = clock.now()
    if disposal.is_due(at):
        disposal.dispose(at)
