"""What a state promises for later: entering it starts a timer, leaving it stops the timer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from workflow.calendar import Deadline


@dataclass(frozen=True)
class Promise:
    """While the row is in one of ``states``, ``step`` is performed at the end of ``on(row)``.

    ``on`` may return None: nothing is promised this time; or a moment, where the hour counts, in
    UTC and without an explanation, for somebody chose it. ``at_start`` means when that day
    begins instead. Where more than this one row changes, an action registered with ``keeps``
    performs the step. ``rests``: while its process is held it waits, and moves with its limits;
    what must happen on its day all the same says False.
    """

    step: str
    states: tuple[str, ...]
    on: Callable[[Any], Deadline | datetime | None]
    at_start: bool = False
    rests: bool = True


Action = Callable[..., None]
_actions: dict[tuple[str, str], Action] = {}


def keeps(label: str, step: str) -> Callable[[Action], Action]:
    """Let an action keep the promise of ``step`` for rows of the model ``label``.

    Raises ImproperlyConfigured where another one does: who was asked last would win unseen.
    """

    def register(action: Action) -> Action:
        known = _actions.setdefault((label, step), action)
        if known is not action:
            raise ImproperlyConfigured(f"{label}.{step} is kept by {known} and by {action}.")
        return action

    return register


def keeper(label: str, step: str) -> Action | None:
    """The action that keeps a promise, if the step alone does not."""
    return _actions.get((label, step))
