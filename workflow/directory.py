"""The directory's stamp: who has seen it unchanged need not ask the directory again.

It changes with who holds which role, who may sign in and what else is watched here; the database
sees to that. Whoever holds a process reads it in the same question, and the process's bars with it.
"""

import threading
from typing import Any, NamedTuple

from django.db import models

from workflow import parcels, triggers
from workflow.models import Bar, DirectoryStamp, Process

_kept = threading.local()

_watched: dict[Any, tuple[str, ...]] = {}


def watch(model: Any, *columns: str) -> None:
    """Let every new, changed or lost row of a model change the stamp.

    ``columns``: of changes only those of these columns.
    """
    _watched[model] = columns


def watch_tables(connection: Any) -> None:
    """Let the database do so, for the tables there are. Safe to repeat."""
    tables = set(connection.introspection.table_names())
    if DirectoryStamp._meta.db_table in tables:
        some = {model._meta.db_table: columns for model, columns in _watched.items()}
        triggers.stamp(connection, {name: some[name] for name in tables & some.keys()})


class Seen(models.Func):
    """The stamp and the bars of the process with a key, as one text; NULL without a stamp."""

    output_field = models.TextField()
    template = (
        "(SELECT stamp || '|' || COALESCE((SELECT %(function)s(person_id || ':' || role, ',') "
        "FROM workflow_bar WHERE process_id = %(expressions)s), '') FROM workflow_directorystamp)"
    )
    function = "group_concat"

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """The same by its own name."""
        return self.as_sql(compiler, connection, function="string_agg", **more)


class Known(NamedTuple):
    """What a held process knows: the stamp, and who is kept from its tasks of which role."""

    stamp: str
    bars: tuple[tuple[int, str], ...]


def note(process: Process, seen: str | None) -> None:
    """Let a process know what was read as ``Seen`` when it was held."""
    process.seen = (seen, _bars_written())


def known(process: Any) -> Known | None:
    """What a process knows, if it was held and no bar was written since."""
    seen, written = process.seen if process is not None else (None, 0)
    if not seen or written != _bars_written():
        return None
    stamp, bars = seen.split("|")
    pairs = (bar.split(":") for bar in bars.split(",") if bar)
    return Known(stamp, tuple((int(person), role) for person, role in pairs))


def bar(row: Bar) -> bool:
    """Write a bar at once; whether it is new."""
    parcels.add([row], new_only=True)
    parcels.send()  # whoever is told of a task, or given it, is first asked for bars
    _kept.bars = _bars_written() + 1
    return row.pk is not None


def _bars_written() -> int:
    """How many this thread has written."""
    return getattr(_kept, "bars", 0)
