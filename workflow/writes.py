"""Writes made once and sent often, alone or together: what every step and every claim changes."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.sql import UpdateQuery

from workflow.ready import Made, cursor_of_thread, written_out

PLAIN = {"CharField": str, "TextField": str, "BooleanField": bool, "ForeignKey": int}
"""Fields whose values of this very type the database takes as they are."""

Part = Callable[[Any], tuple[str, list[Any]]]
"""A write, not yet sent: what it is on a database, with its values. It answers with keys."""


def together(*parts: Part | None) -> list[list[int]]:
    """Send some writes at once; the keys of the rows that each has written.

    PostgreSQL is asked only once: so none of them sees what another has written.
    """
    cursor = cursor_of_thread()
    written = [part(cursor.db) for part in parts if part is not None]
    if cursor.db.vendor != "postgresql" or len(written) < 2:
        return [_keys(cursor, *one) for one in written]
    statements, values = zip(*written, strict=True)
    cursor.execute(_joined(statements), [value for some in values for value in some])
    answers: list[list[int]] = [[] for _ in written]
    for place, key in cursor.fetchall():
        answers[place].append(key)
    return answers


def _keys(cursor: Any, sql: str, values: list[Any]) -> list[int]:
    cursor.execute(sql, values)
    return [key for (key,) in cursor.fetchall()]


@cache
def _joined(statements: tuple[str, ...]) -> str:
    parts = ", ".join(f"part_{n} (id) AS ({sql})" for n, sql in enumerate(statements))
    answers = " UNION ALL ".join(f"SELECT {n}, id FROM part_{n}" for n in range(len(statements)))
    return f"WITH {parts} {answers}"


class Update:
    """A guarded change: ``build`` gives the rows, ``values`` the new contents, both with slots."""

    def __init__(self, build: Callable[[], models.QuerySet[Any]], **values: Any) -> None:
        self._build = build
        self._values = values
        self._made: dict[str, Made] = {}

    def __call__(self, **values: Any) -> int:
        """How many rows were changed."""
        return len(together(self.part(**values))[0])

    def which(self, **values: Any) -> int | None:
        """The key of the one row that was changed, or None."""
        keys = together(self.part(**values))[0]
        return keys[0] if keys else None

    def part(self, **values: Any) -> Part:
        """The same, to be sent with others."""

        def write(database: Any) -> tuple[str, list[Any]]:
            made = self._made.get(database.vendor) or self._make(database)
            return made.sql, made.filled(values, database)

        return write

    def _make(self, database: Any) -> Made:
        query: Any = self._build().query.chain(UpdateQuery)
        query.add_update_values(self._values)
        sql, slots = written_out(query.get_compiler(connection=database))
        made = Made(f"{sql} {_returning(query.model)}", slots, {})
        self._made[database.vendor] = made
        return made


def insert(rows: list[Any]) -> None:
    """Write new rows of one model in one statement. Each gets its key."""
    if rows:
        tell_keys(rows, together(insertion(rows))[0])


def insert_new(rows: list[Any]) -> int:
    """Write the rows whose unique key does not exist yet; how many. If all, each gets its key."""
    keys = together(insertion(rows, new_only=True))[0] if rows else []
    if len(rows) == len(keys):
        tell_keys(rows, keys)
    return len(keys)


def insertion(rows: list[Any], *, new_only: bool = False) -> Part:
    """New rows of one model. Columns in which no row has anything are left out: null."""

    def write(database: Any) -> tuple[str, list[Any]]:
        cells = [_cells(row, database) for row in rows]
        columns = enumerate(zip(*cells, strict=True))
        used = tuple(n for n, column in columns if any(map(_is_some, column)))
        statement = _insertion(rows[0].__class__, used, len(rows), new_only)
        return statement, [row[n] for row in cells for n in used]

    return write


def tell_keys(rows: list[Any], keys: list[int]) -> None:
    """Let rows know that they are written, and their keys."""
    for row, key in zip(rows, keys, strict=True):
        row.pk, row._state.adding, row._state.db = key, False, DEFAULT_DB_ALIAS


def change(row: Any, **guard: Any) -> Part:
    """A row written whole, if it still is as ``guard`` says: else no key is answered."""

    def write(database: Any) -> tuple[str, list[Any]]:
        values = [*_cells(row, database), row.pk, *guard.values()]
        return _replacement(row.__class__, tuple(guard)), values

    return write


def _is_some(cell: Any) -> bool:
    return cell is not None


@cache
def _fields(model: Any) -> tuple[Any, ...]:
    return tuple(field for field in model._meta.concrete_fields if not field.primary_key)


@cache
def _ways(model: Any) -> tuple[tuple[str, Any, Any], ...]:
    """Of each field: where its value stands, and what prepares it if it is not of that type."""
    return tuple(
        (field.attname, PLAIN.get(field.get_internal_type()), field.get_db_prep_save)
        for field in _fields(model)
    )


def _cells(row: Any, database: Any) -> list[Any]:
    """The contents of a row as the database takes them, without its key."""
    values = row.__dict__
    return [
        value
        if (value := values[name]) is None or type(value) is plain
        else prepare(value, database)
        for name, plain, prepare in _ways(row.__class__)
    ]


def _returning(model: Any) -> str:
    return f'RETURNING "{model._meta.db_table}"."{model._meta.pk.column}"'


@cache
def _insertion(model: Any, used: tuple[int, ...], count: int, new_only: bool) -> str:
    fields = _fields(model)
    names = ", ".join(f'"{fields[n].column}"' for n in used)
    rows = ", ".join([f"({', '.join(['%s'] * len(used))})"] * count)
    known = "ON CONFLICT DO NOTHING " if new_only else ""
    into = f'"{model._meta.db_table}" ({names})'
    return f"INSERT INTO {into} VALUES {rows} {known}{_returning(model)}"


@cache
def _replacement(model: Any, guards: tuple[str, ...]) -> str:
    sets = ", ".join(f'"{field.column}" = %s' for field in _fields(model))
    where = " AND ".join(f'"{column}" = %s' for column in (model._meta.pk.column, *guards))
    return f'UPDATE "{model._meta.db_table}" SET {sets} WHERE {where} {_returning(model)}'
