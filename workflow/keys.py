"""Keys of tasks that are known before their rows are written, where a database can give them.

Then the rows need not be written before others that name them. SQLite's one writer learns a key by
writing the row, and nobody waits longer for it.
"""

from typing import Any

from django.db import models

from workflow import ready
from workflow.models import Task

AHEAD = 4
"""As many as most steps need. What is not used is a gap, and nobody counts."""

NEXT = f"nextval('{Task._meta.db_table}_{Task._meta.pk.column}_seq')"
SOME = f"ARRAY[{', '.join([NEXT] * AHEAD)}]"
QUESTION = f"SELECT {SOME}"
ready.apart.add(QUESTION)


class Ahead(models.Expression):
    """Some keys that no other row will have, lowest first; of SQLite nothing."""

    output_field = models.Field[Any, Any]()

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Nothing."""
        return "NULL", []

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        """The next of the sequence."""
        return SOME, []


def ahead() -> list[int]:
    """The same, for who has not asked with another question; none on SQLite."""
    cursor = ready.cursor_of_thread()
    if cursor.db.vendor != "postgresql":
        return []
    cursor.execute(QUESTION)
    (keys,) = cursor.fetchone()
    return list(keys)
