"""Writes made once and sent often, alone or together: what every step and every claim changes."""

from collections.abc import Callable, Sequence
from functools import cache, lru_cache, update_wrapper
from typing import Any, Generic, NamedTuple, ParamSpec

from django.db import DEFAULT_DB_ALIAS, models
from django.db.backends.base.base import BaseDatabaseWrapper as Database
from django.db.models.sql import UpdateQuery

from workflow.sql import columns
from workflow.sql.cursors import cursor_of_thread, numbered, send_numbered
from workflow.sql.parameters import named, parameters_of, require_used
from workflow.sql.statements import Statement, written_out

P = ParamSpec("P")

Written = tuple[str, list[Any]]
"""A statement that answers with keys, and its values."""

Part = Callable[[Any], Written]
"""A write, not yet sent: what it is on a database."""


def together(*parts: Part) -> list[list[int]]:
    """Send some writes at once; the keys of the rows that each has written.

    PostgreSQL is asked only once: so none of them sees what another has written.
    """
    return send([part(cursor_of_thread().db) for part in parts])


def send(written: Sequence[Written]) -> list[list[int]]:
    """Send writes that are written out already; the keys of the rows that each has written."""
    cursor = cursor_of_thread()
    if cursor.db.vendor != "postgresql" or len(written) < 2:
        return [_keys(cursor, *one) for one in written]
    joined = _joined(tuple(sql for sql, _values in written))
    values = [value for _sql, some in written for value in some]
    if cursor.db.queries_logged:
        # What logs statements puts values into %s alone.
        cursor.execute(joined.plain, values)
        rows = cursor.fetchall()
    else:
        rows = send_numbered(joined.numbered, values)
    answers: list[list[int]] = [[] for _ in written]
    for place, key in rows:
        answers[place].append(key)
    return answers


def _keys(cursor: Any, sql: str, values: list[Any]) -> list[int]:
    cursor.execute(sql, values)
    return [key for (key,) in cursor.fetchall()]


class Joined(NamedTuple):
    """Some statements as one, as Django's cursors and as PostgreSQL itself name the places."""

    plain: str
    numbered: str


# A step's statement is one of some dozens: which parts it has depends on where the step leads.
@lru_cache(maxsize=256)
def _joined(statements: tuple[str, ...]) -> Joined:
    # Numbered, so that each key finds the write that it answers; then none can be there twice.
    parts = ", ".join(f"part_{n} (id) AS ({sql})" for n, sql in enumerate(statements))
    answers = " UNION ALL ".join(f"SELECT {n}, id FROM part_{n}" for n in range(len(statements)))
    plain = f"WITH {parts} {answers}"
    return Joined(plain, numbered(plain))


class Update:
    """A guarded change, as the body of a compiled one gives it: which rows, and what they get."""

    def __init__(self, rows: models.QuerySet[Any, Any], **values: Any) -> None:
        self.rows = rows
        self.values = values


class Write(Generic[P]):
    """An ``Update`` that is compiled when it is first sent."""

    def __init__(self, body: Callable[P, Update]) -> None:
        update_wrapper(self, body)
        self._body: Any = body
        self._parameters = parameters_of(body)
        self._made: dict[str, Statement] = {}

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> int:
        """Send it; how many rows were changed."""
        return len(together(self.part(*args, **kwargs))[0])

    def key(self, *args: P.args, **kwargs: P.kwargs) -> int | None:
        """Send it; the key of the one row that was changed, or None."""
        keys = together(self.part(*args, **kwargs))[0]
        return keys[0] if keys else None

    def part(self, *args: P.args, **kwargs: P.kwargs) -> Part:
        """What it is, to be sent with others."""
        values = named(self._parameters, args, kwargs)

        def write(database: Database) -> Written:
            made = self._made.get(database.vendor) or self._make(database)
            return made.sql, made.filled(values, database)

        return write

    def _make(self, database: Database) -> Statement:
        update: Update = self._body(**self._parameters)
        query: Any = update.rows.query.chain(UpdateQuery)
        query.add_update_values(update.values)
        sql, writers = written_out(query.get_compiler(connection=database))
        require_used(self._body, self._parameters, [name for name, *_how in writers])
        # With its keys, so that who sent it with others still learns whether it found its row.
        made = Statement(f"{sql} {_returning(query.model)}", writers, {})
        self._made[database.vendor] = made
        return made


def insert(rows: list[Any]) -> None:
    """Write new rows of one model in one statement. Each gets its key."""
    if rows:
        tell_keys(rows, together(insertion(rows))[0])


def insert_new(rows: list[Any]) -> int:
    """Write the rows whose unique key does not exist yet; how many. If all, each gets its key."""
    keys = together(insertion(rows, new_only=True))[0] if rows else []
    tell_keys(rows, keys)
    return len(keys)


def insertion(rows: list[Any], *, new_only: bool = False) -> Part:
    """New rows of one model: all with keys of their own already, or none."""

    def write(database: Database) -> Written:
        # Asked only now: a key may have been given to the rows while they waited.
        model, keyed = rows[0].__class__, rows[0].pk is not None
        values = [value for row in rows for value in columns.of(row, database, keyed=keyed)]
        return _insertion(model, len(rows), keyed, new_only), values

    return write


def tell_keys(rows: list[Any], keys: list[int]) -> None:
    """Let rows know that they are written, and their keys; if only some are new, nobody knows."""
    # The keys come in no promised order where some rows were there already.
    if len(rows) != len(keys):
        return
    for row, key in zip(rows, keys, strict=True):
        row.pk, row._state.adding, row._state.db = key, False, DEFAULT_DB_ALIAS


def change(row: Any, **guard: Any) -> Part:
    """A row written whole, if it still is as ``guard`` says: else no key is answered."""

    def write(database: Database) -> Written:
        values = [*columns.of(row, database), *columns.plain([row.pk, *guard.values()], database)]
        return _replacement(row.__class__, tuple(guard)), values

    return write


def _returning(model: type[models.Model]) -> str:
    return f'RETURNING "{model._meta.db_table}"."{model._meta.pk.column}"'


@lru_cache(maxsize=512)
def _insertion(model: type[models.Model], count: int, keyed: bool, new_only: bool) -> str:
    fields = columns.fields(model, keyed=keyed)
    names = ", ".join(f'"{field.column}"' for field in fields)
    rows = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * count)
    known = "ON CONFLICT DO NOTHING " if new_only else ""
    into = f'"{model._meta.db_table}" ({names})'
    return f"INSERT INTO {into} VALUES {rows} {known}{_returning(model)}"


@cache
def _replacement(model: type[models.Model], guards: tuple[str, ...]) -> str:
    sets = ", ".join(f'"{field.column}" = %s' for field in columns.fields(model))
    where = " AND ".join(f'"{column}" = %s' for column in (model._meta.pk.column, *guards))
    return f'UPDATE "{model._meta.db_table}" SET {sets} WHERE {where} {_returning(model)}'
