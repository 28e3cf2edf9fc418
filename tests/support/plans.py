"""How the database finds what it is asked for: the plans of captured statements."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from processes.models import Case, Certification, Membership
from workflow.models import Exclusion, Process, Task

EXPLAIN = {"postgresql": "EXPLAIN (COSTS OFF) ", "sqlite": "EXPLAIN QUERY PLAN "}
FOR_FEW = ("seqscan", "bitmapscan", "hashjoin", "mergejoin")


COUNTED: tuple[Any, ...] = (Case, Certification, Membership, Process, Task, Exclusion)


def count() -> None:
    """Let PostgreSQL know how many cases and tasks there are, as it does by itself in time."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            tables = ", ".join(model._meta.db_table for model in COUNTED)
            cursor.execute(f"ANALYZE {tables}")


def settle() -> None:
    """Let the database know its tables, and, till the transaction ends, think they are great.

    With the few rows of a test PostgreSQL rightly reads whole tables; with many it does not.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            for way in FOR_FEW:
                cursor.execute(f"SET LOCAL enable_{way} = off")


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
