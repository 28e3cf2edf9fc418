"""Counts what Django sends to the database."""

from typing import Any

from django.db import connection

SMALL = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO", "BEGIN", "COMMIT")


class Counter:
    """How many statements this thread's connection has sent since ``begin``."""

    def __init__(self) -> None:
        self.sent = 0

    def begin(self) -> None:
        """Count from now on."""
        connection.execute_wrappers.append(self._count)

    def _count(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.sent += not sql.startswith(SMALL)
        return execute(sql, params, many, context)
