"""A table of few rows becomes one of many, without its rows leaving the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, models

BURDENS = {
    "postgresql": """
        SELECT 'DROP INDEX ' || quote_ident(indexname), indexdef FROM pg_indexes
        WHERE tablename = %(table)s AND indexdef NOT LIKE 'CREATE UNIQUE%%'
        UNION ALL
        SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
            format('ALTER TABLE %%s ADD CONSTRAINT %%I ', conrelid::regclass, conname)
            || pg_get_constraintdef(oid)
        FROM pg_constraint
        WHERE conrelid = CAST(%(table)s AS text)::regclass AND contype = 'f'
        """,
    "sqlite": """
        SELECT 'DROP INDEX ' || name, sql FROM sqlite_master
        WHERE type = 'index' AND tbl_name = %(table)s AND sql NOT LIKE 'CREATE UNIQUE%%'
        """,
}
"""What costs time for each row: how to lay it down, and how to take it up again."""


def multiplied(model: type[models.Model], number: int, **changed: str) -> None:
    """Copy the rows of a table, in order, until there are so many."""
    quote, table = connection.ops.quote_name, model._meta.db_table
    columns = [str(f.column) for f in model._meta.concrete_fields if not f.primary_key]
    names = ", ".join(map(quote, columns))
    values = ", ".join(changed.get(column, quote(column)) for column in columns)
    there = model._default_manager.count()
    with connection.cursor() as cursor, _unburdened(cursor, table):
        while there < number:
            some = min(there, number - there)
            cursor.execute(
                f"INSERT INTO {quote(table)} ({names})"
                f" SELECT {values} FROM {quote(table)} ORDER BY id LIMIT {some}"
            )
            there += some


@contextmanager
def _unburdened(cursor: Any, table: str) -> Iterator[None]:
    """Indexes and references are made and checked once at the end, not a million times."""
    cursor.execute(BURDENS[connection.vendor], {"table": table})
    burdens = cursor.fetchall()
    connection.check_constraints()
    for down, _up in burdens:
        cursor.execute(down)
    yield
    for _down, up in burdens:
        cursor.execute(up)
