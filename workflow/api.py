"""What a process is built with, in one import."""

from workflow.calendar import Deadline
from workflow.definition.nodes import Work
from workflow.engine.execution import create, start, started
from workflow.engine.locking import RowLock
from workflow.engine.transitions import ENDS, automatic, held_by, needs, open_steps, perform
from workflow.models import Process, StatefulModel, Task
from workflow.models.promises import Promise as StateTimer
from workflow.models.promises import keeps
from workflow.sql.by_pk import ByPkQuerySet as QuerySet

__all__ = [
    "ENDS",
    "Deadline",
    "Process",
    "QuerySet",
    "RowLock",
    "StateTimer",
    "StatefulModel",
    "Task",
    "Work",
    "automatic",
    "create",
    "held_by",
    "keeps",
    "needs",
    "open_steps",
    "perform",
    "start",
    "started",
]
