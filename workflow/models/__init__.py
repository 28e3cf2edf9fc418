"""The engine's rows."""

from workflow.models.processes import (
    Bar,
    DirectoryStamp,
    Process,
    StatefulModel,
    Tally,
    Task,
    Timer,
    TimerQuerySet,
    TrailChain,
    TrailEntry,
    TrailSeal,
)

__all__ = [
    "Bar",
    "DirectoryStamp",
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
