"""Many rows from one: the database copies a row that the engine itself has made."""

from typing import Any

from django.db import connection, models

NUMBERS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {number}) "
    "INSERT INTO {table} ({columns}) SELECT {values} FROM {table} AS row, n WHERE row.id = {pk}"
)


def copy(row: models.Model, number: int, **changes: str) -> int:
    """Insert copies with consecutive keys; the key before the first.

    A change is SQL for a column, in which ``n.i`` counts from 1 and ``row`` is the one copied.
    """
    model: Any = type(row)
    table = model._meta.db_table
    before = int(model.objects.aggregate(last=models.Max("pk"))["last"])
    values = {one.column: f"row.{one.column}" for one in model._meta.concrete_fields}
    values |= {"id": f"{before} + n.i", **changes}
    statement = NUMBERS.format(
        number=number,
        table=table,
        columns=", ".join(values),
        values=", ".join(values.values()),
        pk=row.pk,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        if connection.vendor == "postgresql":
            cursor.execute(f"SELECT setval('{table}_id_seq', {before + number})")
    return before


def later(column: str, days: str) -> str:
    """SQL for a copied date so many days later."""
    if connection.vendor == "postgresql":
        return f"row.{column} + ({days})::int"
    return f"date(row.{column}, '+' || ({days}) || ' days')"


def moments_before(column: str, seconds: str) -> str:
    """SQL for a copied moment so many seconds earlier."""
    if connection.vendor == "postgresql":
        return f"row.{column} - ({seconds}) * interval '1 second'"
    return f"datetime(row.{column}, '-' || ({seconds}) || ' seconds')"


def settle() -> None:
    """Let the database know its tables, as it would after a night."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
