"""All rows of the test database as the database has them: read, compared, and written again."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection

from workflow.models import DirectoryVersion

MADE_BY_THE_DATABASE = {DirectoryVersion}
"""Rows that are there before, and change with the others."""

WRITTEN = "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables"
READ = 'SELECT {names} FROM "{table}" ORDER BY 1'
ADD = 'INSERT INTO "{table}" ({names}) VALUES {places}'
CHANGE = 'UPDATE "{table}" SET {places} WHERE "{key}" = %s'
MOST_VALUES = 20_000
"""What one statement may carry on either database."""

Row = tuple[Any, ...]
Rows = Mapping[str, Mapping[Any, Row]]
"""By table and primary key, which is the first column."""


class Table(NamedTuple):
    """A table and the columns that can be written, the primary key first."""

    name: str
    columns: tuple[str, ...]

    @property
    def quoted(self) -> str:
        """The columns, as a statement names them."""
        return ", ".join(f'"{name}"' for name in self.columns)


class Difference(NamedTuple):
    """What turns one state of the database into another, where none is lost on the way."""

    new: list[tuple[Table, list[Row]]]
    changed: list[tuple[Table, list[Row]]]


def written() -> int:
    """How many rows this transaction, or on SQLite this connection, has written so far."""
    if connection.vendor == "sqlite":
        return int(connection.connection.total_changes)
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return int(cursor.fetchone()[0])


def read() -> Rows:
    """Every row there is."""
    return {table.name: {row[0]: row for row in _rows(table)} for table in _tables()}


def shared(rows: Rows, known: Rows) -> Rows:
    """The same rows, kept only once where they are known already."""
    return {name: _shared(some, known[name]) for name, some in rows.items()}


def _shared(some: Mapping[Any, Row], known: Mapping[Any, Row]) -> Mapping[Any, Row]:
    if some == known:
        return known
    return {key: known[key] if known.get(key) == row else row for key, row in some.items()}


def difference(before: Rows, after: Rows) -> Difference | None:
    """What makes the one of the other. None if a row is gone, which cannot be made."""
    if any(before[table.name].keys() - after[table.name].keys() for table in _tables()):
        return None
    new = [(one, [*_new(before[one.name], after[one.name])]) for one in _tables()]
    changed = [(one, [*_changed(before[one.name], after[one.name])]) for one in _tables()]
    return Difference([pair for pair in new if pair[1]], [pair for pair in changed if pair[1]])


def write(found: Difference) -> None:
    """Make it so. What the database itself sees to has been seen to in the rows."""
    with connection.cursor() as cursor:
        # First what ends: of some rows only one may be open.
        for table, rows in found.changed:
            key, *others = table.columns
            places = ", ".join(f'"{name}" = %s' for name in others)
            change = CHANGE.format(table=table.name, places=places, key=key)
            cursor.executemany(change, [(*row[1:], row[0]) for row in rows])
        for table, rows in found.new:
            _insert(cursor, table, rows)


def _insert(cursor: Any, table: Table, rows: list[Row]) -> None:
    place = f"({', '.join(['%s'] * len(table.columns))})"
    most = max(1, MOST_VALUES // len(table.columns))
    for start in range(0, len(rows), most):
        some = rows[start : start + most]
        places = ", ".join([place] * len(some))
        values = [value for row in some for value in row]
        add = ADD.format(table=table.name, names=table.quoted, places=places)
        cursor.execute(add, values)


def _new(before: Mapping[Any, Row], after: Mapping[Any, Row]) -> Iterator[Row]:
    return (row for key, row in after.items() if key not in before)


def _changed(before: Mapping[Any, Row], after: Mapping[Any, Row]) -> Iterator[Row]:
    return (row for key, row in after.items() if key in before and before[key] != row)


def _rows(table: Table) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(READ.format(table=table.name, names=table.quoted))
        return [tuple(row) for row in cursor.fetchall()]


@cache
def _tables() -> list[Table]:
    every = apps.get_models(include_auto_created=True)
    models = [one for one in every if one._meta.managed and one not in MADE_BY_THE_DATABASE]
    return [_table(one._meta) for one in models if not one._meta.proxy]


def _table(meta: Any) -> Table:
    written = [one for one in meta.local_concrete_fields if not one.generated]
    written.sort(key=lambda field: not field.primary_key)
    return Table(meta.db_table, tuple(field.column for field in written))
