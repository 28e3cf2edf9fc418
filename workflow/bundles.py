"""What a step writes goes to the database together: at its end, or when somebody asks before.

So nobody who asks sees less than has been written, and PostgreSQL gets one statement for a step's
row, its trail, the finished task, the next ones, their timers and their notices.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from workflow import ready, writes

Told = Callable[[list[int]], object]
"""Hears the keys of the rows that a write has changed."""

_kept = threading.local()


class Bundle:
    """Writes that wait."""

    def __init__(self, database: Any) -> None:
        self._database = database
        self._changes: list[tuple[writes.Written, Told]] = []
        self._new: dict[tuple[Any, bool], list[Any]] = {}

    def change(self, part: writes.Part, told: Told) -> None:
        """Let a change wait, as it is now."""
        self._changes.append((part(self._database), told))

    def add(self, rows: list[Any], *, new_only: bool) -> None:
        """Let new rows of one model wait. What is still done to them until they go counts."""
        self._new.setdefault((rows[0].__class__, new_only), []).extend(rows)

    def before(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Whatever else is asked or written comes after what waits."""
        if (self._changes or self._new) and sql not in ready.apart:
            self.send()
        return execute(sql, params, many, context)

    def send(self) -> None:
        """Write all that waits. Raises what those who are told raise, as Conflict."""
        changes, self._changes = self._changes, []
        new, self._new = self._new, {}
        written, told = [one for one, _told in changes], [told for _one, told in changes]
        for (_model, new_only), rows in new.items():
            written.append(writes.insertion(rows, new_only=new_only)(self._database))
            told.append(_telling(rows))
        for hear, keys in zip(told, writes.send(written), strict=True):
            hear(keys)


def _telling(rows: list[Any]) -> Told:
    return lambda keys: writes.tell_keys(rows, keys)


@contextmanager
def bundled() -> Iterator[None]:
    """Let what is written inside go together. The transaction must be undone on any error."""
    outer = getattr(_kept, "bundle", None)
    if outer is not None:
        yield
        outer.send()
        return
    database = connections[DEFAULT_DB_ALIAS]
    bundle = _kept.bundle = Bundle(database)
    try:
        with database.execute_wrapper(bundle.before):
            yield
            bundle.send()
    finally:
        _kept.bundle = None


def send() -> None:
    """Write all that waits, at once."""
    bundle = getattr(_kept, "bundle", None)
    if bundle is not None:
        bundle.send()


def change(part: writes.Part, told: Told = len) -> None:
    """Write with the bundle that is open, or at once; ``told`` hears which rows it was."""
    bundle = getattr(_kept, "bundle", None)
    if bundle is None:
        told(writes.together(part)[0])
    else:
        bundle.change(part, told)


def add(rows: list[Any], *, new_only: bool = False) -> None:
    """New rows of one model, with the bundle that is open, or at once.

    They get their keys when they are written. ``new_only``: those whose unique key is new.
    """
    bundle = getattr(_kept, "bundle", None)
    if not rows:
        return
    if bundle is None:
        writes.tell_keys(rows, writes.together(writes.insertion(rows, new_only=new_only))[0])
    else:
        bundle.add(rows, new_only=new_only)
