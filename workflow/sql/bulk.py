"""Hundreds of rows in one statement of one parameter: what is asked grows, the statement does not.

A placeholder for each value costs the driver more than the database needs for the row.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper as Database
from django.db.models.lookups import Exact
from django.db.models.sql.compiler import SQLCompiler

from workflow.sql import instances
from workflow.sql.parameters import MANY, Parameter

Writers = dict[str, Callable[[Any, Any], Any]]
"""What makes a column of a value, by the name of its column."""

# What all rows have alike is said once, and each row only what it has besides: most of a reminder's
# columns are those of the next. On SQLite ON CONFLICT would be read as a join's without WHERE.
INSERT = {
    "postgresql": (
        "INSERT INTO {table} ({names}) SELECT {names} FROM json_populate_recordset("
        "json_populate_record(NULL::{table}, %s), %s) ON CONFLICT DO NOTHING"
    ),
    "sqlite": (
        "INSERT INTO {table} ({names}) SELECT {values} FROM "
        "(SELECT json_patch(%s, value) AS row FROM json_each(%s)) WHERE true "
        "ON CONFLICT DO NOTHING"
    ),
}


def insert_rows(rows: Sequence[models.Model]) -> int:
    """Write those of some new rows of one model that are new by its unique keys; how many.

    They do not get their keys.
    """
    records = [instances.values_of(row) for row in rows]
    return insert(type(rows[0]), records) if rows else 0


def insert(model: type[models.Model], records: Sequence[Mapping[str, Any]]) -> int:
    """Write the rows of a model that are new by its unique keys; how many those were.

    A record has values by field (``task_id``); where it names none, the model's default counts.
    """
    if not records:
        return 0
    with connection.cursor() as cursor:
        of_sqlite = _writers(model) if cursor.db.vendor == "sqlite" else {}
        some = [instances.not_default(model, record) for record in records]
        made = [_row(columns, of_sqlite, cursor.db) for columns in some]
        same = _row(dict(instances.defaults(model)), of_sqlite, cursor.db)
        values = [json.dumps(one, default=_as_json) for one in (same, made)]
        cursor.execute(_insertion(model, cursor.db.vendor), values)
        return int(cursor.rowcount)


def _row(columns: dict[str, Any], writers: Writers, database: Database) -> dict[str, Any]:
    """A row as JSON can say it; what SQLite would not read from that is written out."""
    for name, write in writers.items():
        if columns.get(name) is not None:
            columns[name] = write(columns[name], database)
    return columns


@cache
def _writers(model: type[models.Model]) -> Writers:
    """PostgreSQL reads each column as what it is. SQLite keeps what JSON says."""
    kinds = (models.DateField, models.DurationField, models.JSONField)
    fields = (field for field in model._meta.concrete_fields if isinstance(field, kinds))
    return {field.attname: field.get_db_prep_save for field in fields}


@cache
def _insertion(model: type[models.Model], vendor: str) -> str:
    names = [one.column for one in model._meta.concrete_fields if not one.primary_key]
    return INSERT[vendor].format(
        table=f'"{model._meta.db_table}"',
        names=", ".join(f'"{name}"' for name in names),
        values=", ".join(f"json_extract(row, '$.{name}')" for name in names),
    )


def _as_json(value: Any) -> Any:
    """What the database reads back as the same value."""
    if isinstance(value, date):
        return _iso(value)
    if isinstance(value, timedelta):
        return f"{value.total_seconds()} seconds"
    raise TypeError(f"{value!r} is nothing that a column is filled with here.")


@lru_cache(maxsize=100)
def _iso(day: date) -> str:
    """Of hundreds of rows most have the same few moments."""
    return day.isoformat()


class Among(Exact):
    """A column is one of many keys."""

    prepare_rhs = False  # the many are no value of the column

    def as_sql(self, compiler: SQLCompiler, connection: Database) -> Any:
        """One parameter, however many keys."""
        column, params = self.process_lhs(compiler, connection)
        later = isinstance(self.rhs, Parameter)
        keys = self.rhs if later else MANY.get_db_prep_value(self.rhs, connection)
        if connection.vendor == "postgresql":
            return f"{column} = ANY(%s)", [*params, keys]
        some = "IN (SELECT value FROM json_each(%s))"
        return f"{column} {some}", [*params, keys]


def among(keys: Iterable[Any], column: str = "pk") -> Any:
    """The rows with these keys or words, as a condition; of a compiled query, its argument."""
    return Among(models.F(column), keys if isinstance(keys, Parameter) else list(keys))
