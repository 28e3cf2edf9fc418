"""State timers as rows, reminders, and what could not be done in time."""

from workflow.timers.state_timers import (
    NotWaitingError,
    begin,
    claim,
    deadline_of,
    entered,
    fired,
    leave,
    promise,
    start,
    start_all,
    stop,
    stopping,
)

__all__ = [
    "NotWaitingError",
    "begin",
    "claim",
    "deadline_of",
    "entered",
    "fired",
    "leave",
    "promise",
    "start",
    "start_all",
    "stop",
    "stopping",
]
