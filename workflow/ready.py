"""Statements made once and filled in often: for the few that every step and every claim needs.

The ORM says what is asked; saying it anew each time costs several times what PostgreSQL needs to
answer. Here a query is compiled once for each kind of database, and only its values change.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.models.sql import UpdateQuery

KEY, TEXT = models.BigIntegerField(), models.CharField()
RETURNING = ' RETURNING "id"'
DAY, MOMENT = models.DateField(), models.DateTimeField()


PLAIN = {"CharField": str, "TextField": str, "BooleanField": bool, "ForeignKey": int}
"""Fields whose values of this very type the database takes as they are."""

_kept = threading.local()


def _cursor() -> Any:
    """The cursor of this thread's connection: making one anew costs as much as using it."""
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    if connection.queries_logged:
        return connection.cursor()
    if getattr(_kept, "line", None) is not connection.connection:
        _kept.line, _kept.cursor = connection.connection, connection.cursor()
    return _kept.cursor


class Slot(models.Expression):
    """The place of a value that is filled in later."""

    def __init__(self, name: str, output_field: models.Field[Any, Any] = KEY) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """One placeholder, with the slot itself in the place of its value."""
        return "%s", [self]

    def filled(self, value: Any, database: Any) -> Any:
        """A value as the database takes it."""
        return self.output_field.get_db_prep_value(value, database)


@dataclass(frozen=True)
class _Made:
    """A compiled statement, and how to read each column of its answer."""

    sql: str
    params: tuple[Any, ...]
    converters: dict[int, tuple[list[Any], Any]]

    def run(self, cursor: Any, values: dict[str, Any]) -> None:
        database = cursor.db
        filled = [
            one.filled(values[one.name], database) if isinstance(one, Slot) else one
            for one in self.params
        ]
        cursor.execute(self.sql, filled)

    def read(self, row: Any, database: Any) -> tuple[Any, ...]:
        cells = list(row)
        for place, (converters, expression) in self.converters.items():
            for convert in converters:
                cells[place] = convert(cells[place], expression, database)
        return tuple(cells)


class Select:
    """A question: ``build`` gives a queryset of ``values_list``, with slots for its values."""

    def __init__(self, build: Callable[[], models.QuerySet[Any, Any]]) -> None:
        self._build = build
        self._made: dict[str, _Made] = {}

    def __call__(self, **values: Any) -> list[tuple[Any, ...]]:
        """Its rows for these values, by the names of the slots."""
        made, cursor = self._made.get(connection.vendor) or self._make(), _cursor()
        made.run(cursor, values)
        return [made.read(row, cursor.db) for row in cursor.fetchall()]

    def _make(self) -> _Made:
        compiler = self._build().query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        columns = [column for column, _sql, _alias in compiler.select]
        made = _Made(sql, tuple(params), compiler.get_converters(columns))
        self._made[connection.vendor] = made
        return made


class Update:
    """A guarded change: ``build`` gives the rows, ``values`` the new contents, both with slots."""

    def __init__(self, build: Callable[[], models.QuerySet[Any]], **values: Any) -> None:
        self._build = build
        self._values = values
        self._made: dict[str, _Made] = {}

    def __call__(self, **values: Any) -> int:
        """How many rows were changed."""
        made, cursor = self._made.get(connection.vendor) or self._make(), _cursor()
        made.run(cursor, values)
        return int(cursor.rowcount)

    def which(self, **values: Any) -> int | None:
        """The key of the one row that was changed, or None."""
        made = self._made.get(RETURNING + connection.vendor) or self._make_returning()
        with connection.cursor() as cursor:
            made.run(cursor, values)
            found = cursor.fetchone()
            return int(found[0]) if found else None

    def _make(self) -> _Made:
        query: Any = self._build().query.chain(UpdateQuery)
        query.add_update_values(self._values)
        sql, params = query.get_compiler(connection=connection).as_sql()
        made = self._made[connection.vendor] = _Made(sql, tuple(params), {})
        return made

    def _make_returning(self) -> _Made:
        plain = self._make()
        sql, params = _written_out(plain.sql + RETURNING, plain.params)
        made = self._made[RETURNING + connection.vendor] = _Made(sql, params, {})
        return made


def _written_out(sql: str, params: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
    """The same with its constants in the text, and only the slots left to be filled.

    A plan that the database keeps for all values finds a partial index only by constants.
    """
    first, *rest = sql.split("%s")
    parts, slots = [first], []
    for param, after in zip(params, rest, strict=True):
        if isinstance(param, Slot):
            slots.append(param)
        parts += ["%s" if isinstance(param, Slot) else _constant(param), after]
    return "".join(parts), tuple(slots)


def _constant(value: Any) -> str:
    if isinstance(value, bool | int):
        return str(value).upper()
    text = str(value).replace("'", "''").replace("%", "%%")
    kind = "DATE " if isinstance(value, date) and connection.vendor == "postgresql" else ""
    return f"{kind}'{text}'"


def insert(rows: list[Any]) -> None:
    """Write new rows of one model in one statement. Each gets its key."""
    if rows:
        _tell_keys(rows, _insert(rows, new_only=False))


def insert_new(rows: list[Any]) -> int:
    """Write the rows whose unique key does not exist yet; how many. If all, each gets its key."""
    keys = _insert(rows, new_only=True) if rows else []
    if len(rows) == len(keys):
        _tell_keys(rows, keys)
    return len(keys)


def _insert(rows: list[Any], *, new_only: bool) -> list[Any]:
    """The keys of what was written. Columns in which no row has anything are left out: null."""
    model, cursor = rows[0].__class__, _cursor()
    cells = [_cells(row, cursor.db) for row in rows]
    used = tuple(n for n, column in enumerate(zip(*cells, strict=True)) if any(map(_some, column)))
    statement = _insertion(model, used, len(rows), new_only)
    cursor.execute(statement, [row[n] for row in cells for n in used])
    return [key for (key,) in cursor.fetchall()]


def _some(cell: Any) -> bool:
    return cell is not None


def _tell_keys(rows: list[Any], keys: list[Any]) -> None:
    for row, key in zip(rows, keys, strict=True):
        row.pk, row._state.adding, row._state.db = key, False, connection.alias


@cache
def _fields(model: Any) -> tuple[Any, ...]:
    return tuple(field for field in model._meta.concrete_fields if not field.primary_key)


@cache
def _ways(model: Any) -> tuple[tuple[str, Any, Any], ...]:
    """Of each field: where its value stands, and what prepares it if it is not of that type."""
    return tuple(
        (field.attname, PLAIN.get(field.get_internal_type(), field), field.get_db_prep_save)
        for field in _fields(model)
    )


def _cells(row: Any, database: Any) -> list[Any]:
    """The contents of a row as the database takes them, without its key."""
    values = row.__dict__
    return [
        value if (value := values[name]) is None or type(value) is plain else ready(value, database)
        for name, plain, ready in _ways(row.__class__)
    ]


@cache
def _insertion(model: Any, used: tuple[int, ...], count: int, new_only: bool) -> str:
    fields = _fields(model)
    names = ", ".join(f'"{fields[n].column}"' for n in used)
    rows = ", ".join([f"({', '.join(['%s'] * len(used))})"] * count)
    known = "ON CONFLICT DO NOTHING " if new_only else ""
    key = model._meta.pk.column
    return f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES {rows} {known}RETURNING "{key}"'


@cache
def _replacement(model: Any, guards: tuple[str, ...]) -> str:
    sets = ", ".join(f'"{field.column}" = %s' for field in _fields(model))
    where = " AND ".join(f'"{column}" = %s' for column in (model._meta.pk.column, *guards))
    return f'UPDATE "{model._meta.db_table}" SET {sets} WHERE {where}'


def change(row: Any, **guard: Any) -> bool:
    """Write a row whole, if it still is as ``guard`` says; whether it was."""
    cursor = _cursor()
    cells = [*_cells(row, cursor.db), row.pk, *guard.values()]
    cursor.execute(_replacement(row.__class__, tuple(guard)), cells)
    return int(cursor.rowcount) == 1
