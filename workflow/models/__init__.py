"""The engine's rows."""

from workflow.models.processes import (
    DirectoryVersion,
    Exclusion,
    Process,
    StatefulModel,
    Tally,
    Task,
    TrailChain,
    TrailEntry,
    TrailSeal,
)
from workflow.models.timers import Timer, TimerQuerySet

__all__ = [
    "DirectoryVersion",
    "Exclusion",
    "Process",
    "StatefulModel",
    "Tally",
    "Task",
    "Timer",
    "TimerQuerySet",
    "TrailChain",
    "TrailEntry",
    "TrailSeal",
]
