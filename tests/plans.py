"""How the database finds what it is asked for: the plans of captured statements."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

EXPLAIN = {"postgresql": "EXPLAIN ", "sqlite": "EXPLAIN QUERY PLAN "}


def settle() -> None:
    """Let the database know its tables."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def of(call: Callable[[], Any], table: str = "workflow_task") -> list[str]:
    """The plans of what the call asks of a table."""
    with CaptureQueriesContext(connection) as captured:
        call()
    asked = [one["sql"] for one in captured.captured_queries if table in one["sql"]]
    return [_plan(sql) for sql in asked]


def _plan(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(EXPLAIN[connection.vendor] + sql.replace("%", "%%"))
        return "\n".join([str(row[-1]) for row in cursor.fetchall()])
