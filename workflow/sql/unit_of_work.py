"""What a step writes goes to the database together: at its end, or when somebody asks before.

So no question sees less than has been written, and PostgreSQL gets one statement for a step's
row, its trail, the finished task, the next ones, their timers and their notices.

Between two questions a row is changed once, and no new row depends on a change beside it: the
parts of one statement do not see each other. What needs an order is sent before (``flush``).
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper as Database

from workflow.exceptions import Conflict
from workflow.sql import instances, writes
from workflow.sql.compiled import bypassing

OnWritten = Callable[[list[int]], object]
"""Hears the keys of the rows that a write has changed."""

M = TypeVar("M", bound=models.Model)

_kept = threading.local()


class UnitOfWork:
    """Writes that wait."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._changes: list[tuple[writes.Written, OnWritten]] = []
        self._new: dict[tuple[Any, bool], list[Any]] = {}
        self.locked: dict[str, Any] = {}
        """Rows that this transaction has locked and counts on in memory, by their own keys."""

    def change(self, part: writes.Part, on_written: OnWritten) -> None:
        """Let a change wait, as it is now."""
        self._changes.append((part(self._database), on_written))

    def add(self, rows: list[Any], *, new_only: bool) -> None:
        """Let new rows of one model wait. What is still done to them until they go counts."""
        self._new.setdefault((rows[0].__class__, new_only), []).extend(rows)

    def before(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        """Whatever else is asked or written comes after what waits."""
        is_undone = isinstance(sql, str) and sql.startswith("ROLLBACK")
        if is_undone:
            # What was counted on since the savepoint is no longer so.
            self.locked.clear()
        if self._changes or self._new:
            if is_undone:
                # What waits is younger than the savepoint, for making one has sent all before.
                self._taken()
            elif not isinstance(sql, str) or sql not in bypassing:
                self.flush()
        return execute(sql, params, many, context)

    def flush(self) -> None:
        """Write all that waits. Raises what ``on_written`` of a change raises, as Conflict.

        Then some of it is written, and nothing may be kept of the transaction.
        """
        try:
            while self._changes or self._new:
                # Who hears of a write may write in turn.
                written, listeners = self._taken()
                for on_written, keys in zip(listeners, writes.send(written), strict=True):
                    on_written(keys)
        except Exception:
            # Some parts are written: no savepoint further out may be kept with half a step.
            self._database.needs_rollback = self._database.in_atomic_block
            raise

    def _taken(self) -> tuple[list[writes.Written], list[OnWritten]]:
        """What waits, and does so no longer: changes first, then the new rows of each model."""
        changes, self._changes = self._changes, []
        new, self._new = self._new, {}
        # Built only now: what was done to a new row since it was added goes with it.
        parts = [(writes.insertion(rows, new_only=only), rows) for (_, only), rows in new.items()]
        changes += [(part(self._database), _give_keys(rows)) for part, rows in parts]
        return [one for one, _then in changes], [then for _one, then in changes]


def _give_keys(rows: list[Any]) -> OnWritten:
    return lambda keys: writes.tell_keys(rows, keys)


@contextmanager
def buffered() -> Iterator[None]:
    """Let what is written inside go together. Must run in a transaction."""
    outer = getattr(_kept, "unit", None)
    if outer is not None:
        yield
        # Whoever called counts on what is done in here, and on its refusals.
        outer.flush()
        return
    database = connections[DEFAULT_DB_ALIAS]
    unit = _kept.unit = UnitOfWork(database)
    try:
        with database.execute_wrapper(unit.before):
            yield
            unit.flush()
    finally:
        _kept.unit = None


def flush() -> None:
    """Write all that waits, at once."""
    unit = getattr(_kept, "unit", None)
    if unit is not None:
        unit.flush()


def locked() -> dict[str, Any]:
    """Rows that the open unit of work has locked, by keys of whoever keeps them here until it ends.

    Forgotten when a savepoint is taken back. Without one nothing is kept.
    """
    unit = getattr(_kept, "unit", None)
    return {} if unit is None else unit.locked


def require_row(keys: list[int]) -> None:
    """For a change that must find its row. Raises Conflict if it did not."""
    if not keys:
        raise Conflict()


def _ignore(_keys: list[int]) -> None:
    """For a change that need not find any row."""


def change(part: writes.Part, on_written: OnWritten = _ignore) -> None:
    """Write with what waits, or at once; ``on_written`` hears the keys of the rows it changed."""
    unit = getattr(_kept, "unit", None)
    if unit is None:
        on_written(writes.together(part)[0])
    else:
        unit.change(part, on_written)


def new(model: type[M], **columns: Any) -> M:
    """A row for ``add``: where no column (``owner_id``) is given, the model's default stands.

    Raises AttributeError at a name that is no column.
    """
    row: M = instances.new(model, **columns)
    return row


def add(rows: list[Any], *, new_only: bool = False) -> None:
    """New rows of one model, with what waits, or at once.

    They get their keys when they are written. ``new_only``: those whose unique key is new.
    """
    unit = getattr(_kept, "unit", None)
    if not rows:
        return
    if unit is None:
        writes.tell_keys(rows, writes.together(writes.insertion(rows, new_only=new_only))[0])
    else:
        unit.add(rows, new_only=new_only)


def add_keyed(row: Any) -> None:
    """A new row that others name: with what waits if it has its key already, or else at once."""
    add([row])
    if row.pk is None:
        flush()


def rewrite(row: Any) -> None:
    """Write what has been done to a row since ``add_keyed``, if it does not wait any more."""
    if not row._state.adding:
        change(writes.change(row), require_row)
