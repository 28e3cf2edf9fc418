"""The engine's rows."""

from workflow.models.processes import (
    DirectoryStamp,
    Exclusion,
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
    "DirectoryStamp",
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
