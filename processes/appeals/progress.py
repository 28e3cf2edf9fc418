"""Whoever waits for an answer hears how far it is, again and again (obligation 81)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from workflow import timers
from workflow.calendar import Deadline, end_of
from workflow.engine.transitions import perform
from workflow.models.stateful import BoundStep


def tell(row: Any, step: BoundStep, due: Callable[[Any], Deadline], *, at: datetime) -> None:
    """Take a step that tells it, and promise the next: ``due`` counts from when it was told."""
    with transaction.atomic():
        perform(step, by=None, at=at)
        again = due(row)
        timers.start(
            row,
            step.__name__,
            due_at=end_of(again.date),
            explanation=again.explanation.as_json(),
        )
