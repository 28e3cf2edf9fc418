"""Keys that are known before their rows are written, where a database can give them.

Then the rows need not be written before others that name them. SQLite's one writer learns a key by
writing the row, and nobody waits longer for it.
"""

from collections.abc import Collection
from functools import cache
from typing import Any

from django.db import models

from workflow.models import Exclusion, Process, Task
from workflow.queues import directory
from workflow.sql.compiled import bypassing
from workflow.sql.cursors import cursor_of_thread

AHEAD = 4
"""As many tasks as most steps need. What is not used is a gap, and nobody counts."""


def _next(model: type[models.Model]) -> str:
    return f"nextval('{model._meta.db_table}_{model._meta.pk.column}_seq')"


SOME = f"ARRAY[{', '.join([_next(Task)] * AHEAD)}]"
MORE = f"ARRAY[{', '.join([*[_next(Task)] * AHEAD, _next(Exclusion)])}]"
"""As many, and one for an exclusion: an auditor's step keeps them from deciding."""
DEAL = f"SELECT {MORE} FROM generate_series(1, %s)"


def behind_locks(sql: str, vendor: str) -> str:
    """A locking statement with one column more, for ``accept``; of SQLite without.

    They are drawn outside, for what stands in the statement itself is computed before its locks
    are had: whoever had to wait would get keys lower than those of the rows they waited for.
    """
    return f"SELECT locked.*, {MORE} FROM ({sql}) locked" if vendor == "postgresql" else sql


def accept(process: Process, drawn: list[int]) -> None:
    """Let a locked process have what was drawn behind its locks."""
    *process.task_keys, process.exclusion_key = drawn


def ahead() -> list[int]:
    """Some keys of tasks that no other row will have, lowest first; none on SQLite."""
    found = _drawn(())
    return list(found[0]) if found else []


def deal(processes: Collection[Process]) -> None:
    """Let each of several locked processes have some keys of tasks, in one statement."""
    cursor = cursor_of_thread()
    if cursor.db.vendor == "postgresql" and processes:
        cursor.execute(DEAL, [len(processes)])
        for process, (drawn,) in zip(processes, cursor.fetchall(), strict=True):
            accept(process, drawn)


def give(process: Process, *others: models.Model) -> None:
    """Let rows that are not written yet have their keys, and a process those of its first tasks.

    It gets to know the directory as well, as if it were locked. On SQLite nothing is given.
    """
    rows: tuple[models.Model, ...] = (process, *others)
    found = _drawn(tuple(type(row) for row in rows))
    if found:
        process.task_keys, version, *keys = found
        directory.note_new(process, version)
        for row, key in zip(rows, keys, strict=True):
            row.pk = key


def _drawn(kinds: tuple[type[models.Model], ...]) -> tuple[Any, ...]:
    """Some keys of tasks; for new rows the directory's version, and a key for one of each kind."""
    cursor = cursor_of_thread()
    if cursor.db.vendor != "postgresql":
        return ()
    cursor.execute(_question(kinds))
    found: tuple[Any, ...] = cursor.fetchone()
    return found


@cache
def _question(kinds: tuple[type[models.Model], ...]) -> str:
    version = "(SELECT stamp FROM workflow_directorystamp)"
    sql = f"SELECT {', '.join([SOME, version, *map(_next, kinds)] if kinds else [SOME])}"
    # It asks for numbers alone: what waits in the buffer need not be written before.
    bypassing.add(sql)
    return sql
