"""Statements that are compiled once, and only get other values from then on."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper as Database
from django.db.models.sql.compiler import SQLCompiler

from workflow.sql import columns
from workflow.sql.parameters import Parameter


@dataclass(frozen=True)
class Statement:
    """A compiled statement, and how to read each column of its answer."""

    sql: str
    writers: tuple[columns.Writer, ...]
    converters: dict[int, tuple[list[Any], Any]]

    def filled(self, values: dict[str, Any], database: Database) -> list[Any]:
        """Its values as the database takes them."""
        return columns.written(values, self.writers, database)

    def read(self, row: tuple[Any, ...], database: Database) -> tuple[Any, ...]:
        """A row of its answer as the ORM would give it."""
        found = list(row)
        for place, (converters, expression) in self.converters.items():
            for convert in converters:
                found[place] = convert(found[place], expression, database)
        return tuple(found)


def written_out(compiler: SQLCompiler) -> tuple[str, tuple[columns.Writer, ...]]:
    """A statement with its constants in the text, and what fills the places that are left.

    A plan that the database keeps for all values finds a partial index only by constants.
    """
    sql, params = compiler.as_sql()
    # Django writes a percent sign of its own as %%, so each %s is a place.
    database = compiler.connection
    first, *rest = sql.split("%s")
    parts: list[str] = [first]
    writers: list[columns.Writer] = []
    for param, after in zip(params, rest, strict=True):
        if isinstance(param, Parameter):
            writers.append(columns.writer(param.name, param.output_field, database.vendor))
        parts += ["%s" if isinstance(param, Parameter) else _constant(param, database), after]
    return "".join(parts), tuple(writers)


def _constant(value: Any, database: Database) -> str:
    if isinstance(value, bool | int):
        return str(value).upper()
    text = str(value).replace("'", "''").replace("%", "%%")
    kind = "DATE " if isinstance(value, date) and database.vendor == "postgresql" else ""
    return f"{kind}'{text}'"
