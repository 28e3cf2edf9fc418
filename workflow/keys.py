"""Keys that are known before their rows are written, where a database can give them.

Then the rows need not be written before others that name them. SQLite's one writer learns a key by
writing the row, and nobody waits longer for it.
"""

from functools import cache
from typing import Any

from django.db import models

from workflow import directory, ready
from workflow.models import Process, Task

AHEAD = 4
"""As many tasks as most steps need. What is not used is a gap, and nobody counts."""


def _next(model: Any) -> str:
    return f"nextval('{model._meta.db_table}_{model._meta.pk.column}_seq')"


SOME = f"ARRAY[{', '.join([_next(Task)] * AHEAD)}]"


class Ahead(models.Expression):
    """Some keys of tasks that no other row will have, lowest first; of SQLite nothing."""

    output_field = models.Field[Any, Any]()

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Nothing."""
        return "NULL", []

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        """The next of the sequence."""
        return SOME, []


def ahead() -> list[int]:
    """The same, for who has not asked with another question; none on SQLite."""
    found = _drawn(())
    return list(found[0]) if found else []


def give(process: Process, *others: Any) -> None:
    """Let rows that are not written yet have their keys, and a process those of its first tasks.

    It gets to know the directory as well, as if it were held. On SQLite nothing is given.
    """
    rows = (process, *others)
    found = _drawn(tuple(type(row) for row in rows))
    if found:
        process.task_keys, stamp, *keys = found
        directory.note_new(process, stamp)
        for row, key in zip(rows, keys, strict=True):
            row.pk = key


def _drawn(kinds: tuple[Any, ...]) -> tuple[Any, ...]:
    """Some keys of tasks; for new rows the directory's stamp, and a key for one of each kind."""
    cursor = ready.cursor_of_thread()
    if cursor.db.vendor != "postgresql":
        return ()
    cursor.execute(_question(kinds))
    found: tuple[Any, ...] = cursor.fetchone()
    return found


@cache
def _question(kinds: tuple[Any, ...]) -> str:
    stamp = "(SELECT stamp FROM workflow_directorystamp)"
    sql = f"SELECT {', '.join([SOME, stamp, *map(_next, kinds)] if kinds else [SOME])}"
    ready.apart.add(sql)
    return sql
