"""Questions made once and asked often: by every step, every claim and the pages opened most.

The ORM says what is asked; saying it anew each time costs several times what PostgreSQL needs to
answer. Here a query is compiled once for each kind of database, and only its values change.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.query import get_related_populators

from workflow.sql import cells, rows

populators: Any = get_related_populators

KEY, TEXT = models.BigIntegerField(), models.CharField()
DAY, MOMENT = models.DateField(), models.DateTimeField()

_kept = threading.local()

apart: set[str] = set()
"""Questions about what never waits to be written: what does need not go before them."""


def cursor_of_thread() -> Any:
    """The cursor of this thread's connection: making one anew costs as much as using it."""
    database: Any = getattr(_kept, "database", None)
    if database is None:
        database = _kept.database = connections[DEFAULT_DB_ALIAS]
    database.close_if_health_check_failed()
    if database.connection is None:
        database.ensure_connection()
    if database.queries_logged:
        return database.cursor()
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
        _kept.numbered_of, _kept.numbered = line, type(line)(raw, line.db)
    _kept.numbered.execute(sql, values)
    rows: list[tuple[Any, ...]] = _kept.numbered.fetchall()
    return rows


def numbered(sql: str) -> str:
    """A statement in that form."""
    first, *rest = sql.split("%s")
    parts = (f"${n}{part}" for n, part in enumerate(rest, start=1))
    return "".join([first, *parts]).replace("%%", "%")


class Slot(models.Expression):
    """The place of a value that is filled in later."""

    def __init__(self, name: str, output_field: models.Field[Any, Any] = KEY) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """One placeholder, with the slot itself in the place of its value."""
        return "%s", [self]


@dataclass(frozen=True)
class Made:
    """A compiled statement, and how to read each column of its answer."""

    sql: str
    writers: tuple[cells.Writer, ...]
    converters: dict[int, tuple[list[Any], Any]]

    def filled(self, values: dict[str, Any], database: Any) -> list[Any]:
        """Its values as the database takes them."""
        return cells.written(values, self.writers, database)

    def read(self, row: Any, database: Any) -> tuple[Any, ...]:
        """A row of its answer as the ORM would give it."""
        found = list(row)
        for place, (converters, expression) in self.converters.items():
            for convert in converters:
                found[place] = convert(found[place], expression, database)
        return tuple(found)


class Select:
    """A question: ``build`` gives a queryset of ``values_list``, with slots for its values.

    ``is_apart``: it asks about nothing that ever waits to be written. ``wrap``: what becomes of
    its statement on a kind of database, which may give more columns behind its own.
    """

    def __init__(
        self,
        build: Callable[[], models.QuerySet[Any, Any]],
        *,
        is_apart: bool = False,
        wrap: Callable[[str, str], str] | None = None,
    ) -> None:
        self._build = build
        self._is_apart = is_apart
        self._wrap = wrap or (lambda sql, _vendor: sql)
        self._made: dict[str, Made] = {}

    def __call__(self, **values: Any) -> list[tuple[Any, ...]]:
        """Its rows for these values, by the names of the slots."""
        cursor = cursor_of_thread()
        made = self._made.get(cursor.db.vendor) or self._make(cursor.db)
        cursor.execute(made.sql, made.filled(values, cursor.db))
        return [made.read(row, cursor.db) for row in cursor.fetchall()]

    def _make(self, database: Any) -> Made:
        compiler = self._build().query.get_compiler(connection=database)
        sql, writers = written_out(compiler)
        sql = self._wrap(sql, database.vendor)
        if self._is_apart:
            apart.add(sql)
        columns = [column for column, _sql, _alias in compiler.select]
        made = self._made[database.vendor] = Made(sql, writers, compiler.get_converters(columns))
        return made


class Objects:
    """A question for whole rows: ``build`` gives a queryset, also one of ``select_related``.

    ``unread``: fields that are read when somebody asks for them.
    """

    def __init__(
        self, build: Callable[[], models.QuerySet[Any, Any]], *, unread: tuple[str, ...] = ()
    ) -> None:
        self._build = build
        self._unread = unread
        self._made: dict[str, tuple[Made, _Form]] = {}

    def __call__(self, **values: Any) -> list[Any]:
        """Its rows for these values, by the names of the slots."""
        cursor = cursor_of_thread()
        made, form = self._made.get(cursor.db.vendor) or self._make(cursor.db)
        cursor.execute(made.sql, made.filled(values, cursor.db))
        return [form.filled(made.read(row, cursor.db)) for row in cursor.fetchall()]

    def one(self, **values: Any) -> Any:
        """The first of its rows, or None."""
        return next(iter(self(**values)), None)

    def _make(self, database: Any) -> "tuple[Made, _Form]":
        compiler = self._build().defer(*self._unread).query.get_compiler(connection=database)
        sql, writers = written_out(compiler)
        columns = [column for column, _sql, _alias in compiler.select]
        made = Made(sql, writers, compiler.get_converters(columns))
        both = self._made[database.vendor] = (made, _Form(compiler))
        return both


class _Form:
    """How the cells of a row become an object with those it refers to: as the ORM does it."""

    def __init__(self, compiler: Any) -> None:
        known = compiler.klass_info
        self._model = known["model"]
        self._own = slice(known["select_fields"][0], known["select_fields"][-1] + 1)
        self._names = [column.target.attname for column, _sql, _alias in compiler.select[self._own]]
        self._more = compiler.annotation_col_map or {}
        self._others = populators(known, compiler.select, DEFAULT_DB_ALIAS)
        _quicken(self._others)

    def filled(self, row: tuple[Any, ...]) -> Any:
        made = rows.known(self._model, self._names, row[self._own])
        for other in self._others:
            other.populate(row, made)
        for name, place in self._more.items():
            setattr(made, name, row[place])
        return made


class _Quick:
    """Stands where Django looks for a related model, to make its rows."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def from_db(self, _database: str, names: Any, values: Any) -> Any:
        """A row of it."""
        return rows.known(self._model, names, values)


def _quicken(several: list[Any]) -> None:
    for one in several:
        one.model_cls = _Quick(one.model_cls)
        _quicken(one.related_populators)


def written_out(compiler: Any) -> tuple[str, tuple[cells.Writer, ...]]:
    """A statement with its constants in the text, and what fills the slots that are left.

    A plan that the database keeps for all values finds a partial index only by constants.
    """
    sql, params = compiler.as_sql()
    database = compiler.connection
    first, *rest = sql.split("%s")
    parts, writers = [first], []
    for param, after in zip(params, rest, strict=True):
        if isinstance(param, Slot):
            writers.append(cells.writer(param.name, param.output_field, database.vendor))
        parts += ["%s" if isinstance(param, Slot) else _constant(param, database), after]
    return "".join(parts), tuple(writers)


def _constant(value: Any, database: Any) -> str:
    if isinstance(value, bool | int):
        return str(value).upper()
    text = str(value).replace("'", "''").replace("%", "%%")
    kind = "DATE " if isinstance(value, date) and database.vendor == "postgresql" else ""
    return f"{kind}'{text}'"
