"""Hundreds of rows in one statement of one parameter: what is asked grows, the statement does not.

A placeholder for each value costs the driver more than the database needs for the row.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from types import NoneType
from typing import Any

from django.db import connection, models
from django.db.models.lookups import Exact

from workflow.ready import Slot

PLAIN = frozenset({NoneType, bool, int, str})
INSERT = {
    "postgresql": (
        "INSERT INTO {table} ({names}) SELECT {names} "
        "FROM json_populate_recordset(NULL::{table}, %s) ON CONFLICT DO NOTHING"
    ),
    "sqlite": (
        "INSERT INTO {table} ({names}) SELECT {values} FROM json_each(%s) WHERE true "
        "ON CONFLICT DO NOTHING"
    ),
}


def insert(model: Any, records: Sequence[Mapping[str, Any]]) -> int:
    """Write the rows of a model that are new by its unique keys; how many those were.

    A record has values by field (``task_id``); where it names none, the model's default counts.
    """
    if not records:
        return 0
    with connection.cursor() as cursor:
        statement, columns = _insertion(model, cursor.db.vendor)
        rows = [{one.name: one.cell(record, cursor.db) for one in columns} for record in records]
        cursor.execute(statement, [json.dumps(rows, default=_as_json)])
        return int(cursor.rowcount)


@dataclass(frozen=True)
class Column:
    """Where a field's values go. Those of ``plain`` types go as they are."""

    name: str
    attname: str
    field: Any
    plain: frozenset[type]

    def cell(self, record: Mapping[str, Any], database: Any) -> Any:
        """What a record's row holds there."""
        name = self.attname
        value = record[name] if name in record else self.field.get_default()
        if value.__class__ in self.plain:
            return value
        return self.field.get_db_prep_save(value, database)


@cache
def _insertion(model: Any, vendor: str) -> tuple[str, list[Column]]:
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    columns = [Column(one.column, one.attname, one, _plain(one, vendor)) for one in fields]
    statement = INSERT[vendor].format(
        table=f'"{model._meta.db_table}"',
        names=", ".join(f'"{one.name}"' for one in columns),
        values=", ".join(f"json_extract(value, '$.{one.name}')" for one in columns),
    )
    return statement, columns


def _plain(field: Any, vendor: str) -> frozenset[type]:
    """The types that Django would leave as they are; it takes long to say so."""
    is_json = isinstance(field, models.JSONField)
    if vendor == "postgresql":
        return PLAIN | {dict, list} if is_json else PLAIN | {datetime}
    return frozenset({NoneType}) if is_json else PLAIN


def _as_json(value: Any) -> Any:
    """What PostgreSQL reads back as the same value."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return f"{value.total_seconds()} seconds"
    return value.obj  # the driver's wrapper around JSON


class Keys(models.Field[Any, Any]):
    """Many keys or words as one value of a statement."""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """A list, or its JSON."""
        return list(value) if connection.vendor == "postgresql" else json.dumps(list(value))


KEYS = Keys()


class Among(Exact):
    """A column is one of many keys."""

    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """One parameter, however many keys."""
        column, params = self.process_lhs(compiler, connection)
        later = isinstance(self.rhs, Slot)
        keys = self.rhs if later else KEYS.get_db_prep_value(self.rhs, connection)
        if connection.vendor == "postgresql":
            return f"{column} = ANY(%s)", [*params, keys]
        some = "IN (SELECT value FROM json_each(%s))"
        return f"{column} {some}", [*params, keys]


def among(keys: Iterable[int] | Slot, column: str = "pk") -> Any:
    """The rows with these keys or words, as a condition; of a question made ready a slot for them.

    The slot is of ``KEYS``.
    """
    return Among(models.F(column), keys if isinstance(keys, Slot) else list(keys))
