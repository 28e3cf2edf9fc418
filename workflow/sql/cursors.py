"""The cursor with which a thread asks everything that is compiled."""

import threading
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

_kept = threading.local()


def cursor_of_thread() -> Any:
    """The cursor of this thread's connection: making one anew costs as much as using it."""
    database: Any = getattr(_kept, "database", None)
    if database is None:
        database = _kept.database = connections[DEFAULT_DB_ALIAS]
    # As Django does before each query of its own; the line may have died since the last page, but a
    # transaction has begun on one that answered.
    if not database.in_atomic_block:
        database.close_if_health_check_failed()
    if database.connection is None:
        database.ensure_connection()
    if database.queries_logged:
        return database.cursor()  # one that logs
    # A connection that was lost and made anew has other cursors.
    if getattr(_kept, "line", None) is not database.connection:
        _kept.line, _kept.cursor = database.connection, database.cursor()
    return _kept.cursor


def forget() -> None:
    """Let this thread look for its connection anew: the one it had is another's now."""
    _kept.database = None


def send_numbered(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    """The answer to a statement of PostgreSQL's own form: its places are ``$1``, ``$2``.

    The driver need not look for places in it, which for a long one takes longer than to send it.
    """
    line = cursor_of_thread()
    if getattr(_kept, "numbered_of", None) is not line:
        raw = line.db.Database.RawCursor(line.db.connection)
        # In Django's wrapper, so that whoever listens to statements hears of this one as well.
        _kept.numbered_of, _kept.numbered = line, type(line)(raw, line.db)
    _kept.numbered.execute(sql, values)
    rows: list[tuple[Any, ...]] = _kept.numbered.fetchall()
    return rows


def numbered(sql: str) -> str:
    """A statement in that form."""
    # What is written %% is a percent sign to the driver, which reads no places in this form.
    first, *rest = sql.split("%s")
    parts = (f"${n}{part}" for n, part in enumerate(rest, start=1))
    return "".join([first, *parts]).replace("%%", "%")
