"""Queries compiled once and asked often: by every step, every claim and the pages opened most.

The ORM says what is asked; saying it anew each time costs several times what PostgreSQL needs to
answer. Here a query is compiled once for each kind of database, and only its values change.
"""

import inspect
from collections.abc import Callable
from functools import partial, update_wrapper
from typing import Any, Generic, ParamSpec, TypeVar, overload

from django.db.backends.base.base import BaseDatabaseWrapper as Database
from django.db.models import QuerySet

from workflow.sql import instances
from workflow.sql.cursors import cursor_of_thread, forget
from workflow.sql.parameters import Many, named, parameters_of, require_used
from workflow.sql.statements import Statement, written_out
from workflow.sql.writes import Update, Write, Written

__all__ = ["Answer", "Many", "compiled", "forget"]

P = ParamSpec("P")
M = TypeVar("M", bound=Any)
R = TypeVar("R")

Wrap = Callable[[str, str], str]

bypassing: set[str] = set()
"""Statements that ask about nothing that ever waits in the write buffer, and need not send it."""


class Answer(Generic[R]):
    """What a query answers for some arguments. It is asked anew by each of the three."""

    __slots__ = ("_query", "_values")

    def __init__(self, query: "Query[..., R]", values: dict[str, Any]) -> None:
        self._query = query
        self._values = values

    def all(self) -> list[R]:
        """Its rows."""
        return self._query.ask("all", self._values)

    def first(self) -> R | None:
        """The first of its rows in the order of the query, or None."""
        found = self._query.ask("first", self._values)
        return found[0] if found else None

    def exists(self) -> bool:
        """It has a row."""
        return bool(self._query.ask("exists", self._values))

    def part(self, database: Database) -> Written:
        """As a part of what is sent together: of a question for keys."""
        return self._query.part(self._values, database)


class Query(Generic[P, R]):
    """A query that is compiled when it is first asked. ``body``: as the ORM says it."""

    def __init__(
        self,
        body: Callable[P, QuerySet[Any, R]],
        *,
        bypasses_buffer: bool = False,
        wrap: Wrap | None = None,
    ) -> None:
        update_wrapper(self, body)
        self._body: Any = body
        self._parameters = parameters_of(body)
        self._bypasses_buffer = bypasses_buffer
        self._wrap = wrap
        self._made: dict[tuple[str, str], tuple[Statement, instances.Reader]] = {}

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Answer[R]:
        """Its answer for these arguments. Nothing is asked yet."""
        return Answer(self, named(self._parameters, args, kwargs))

    def ask(self, way: str, values: dict[str, Any]) -> list[R]:
        """Its rows for these arguments, in one of the ways of ``Answer``."""
        cursor = cursor_of_thread()
        made = self._made.get((way, cursor.db.vendor)) or self._make(way, cursor.db)
        statement, read = made
        cursor.execute(statement.sql, statement.filled(values, cursor.db))
        found = cursor.fetchall()
        # As most have: where nothing is converted, looking at each row would be most of the work.
        if statement.converters:
            found = [statement.read(row, cursor.db) for row in found]
        return read(found)

    def part(self, values: dict[str, Any], database: Database) -> Written:
        """Its statement for these arguments."""
        made = self._made.get(("all", database.vendor)) or self._make("all", database)
        return made[0].sql, made[0].filled(values, database)

    def _make(self, way: str, database: Database) -> tuple[Statement, instances.Reader]:
        rows = self._body(**self._parameters)
        query = (rows[:1] if way == "first" else rows).query
        compiler = (query.exists() if way == "exists" else query).get_compiler(connection=database)
        sql, writers = written_out(compiler)
        require_used(self._body, self._parameters, [name for name, *_how in writers])
        # What the wrapping adds stands behind the query's own columns, which alone are converted.
        sql = self._wrap(sql, database.vendor) if self._wrap else sql
        if self._bypasses_buffer:
            bypassing.add(sql)
        columns = [column for column, _sql, _alias in compiler.select]
        statement = Statement(sql, writers, compiler.get_converters(columns))
        read = list if way == "exists" else instances.reader(rows, compiler)
        # Two threads may compile at once: they make the same.
        made = self._made[way, database.vendor] = (statement, read)
        return made


@overload
def compiled(body: Callable[P, QuerySet[M, R]], /) -> Callable[P, Answer[R]]: ...
@overload
def compiled(body: Callable[P, Update], /) -> Write[P]: ...
@overload
def compiled(
    *, bypasses_buffer: bool = False, wrap: Wrap | None = None
) -> Callable[[Callable[P, QuerySet[M, R]]], Callable[P, Answer[R]]]: ...
def compiled(body: Any = None, /, **options: Any) -> Any:
    """Compile a function that says a query, or an ``Update``, once; call it as often as you like.

    Its arguments and rows keep their types. They are annotated as what they are: a number, a word,
    a day, a moment, a length of time, ``Many`` of them; None equals nothing, as in SQL. While
    the body runs they have no values: it hands them to the ORM, and raises TypeError if it adds,
    compares or branches by them.

    ``bypasses_buffer``: it asks about nothing that ever waits to be written, so that what waits
    need not be sent before. ``wrap``: what becomes of its statement on a kind of database; it may
    give more columns behind its own.
    """
    if body is None:
        return partial(compiled, **options)
    if inspect.signature(body, eval_str=True).return_annotation is Update:
        return Write(body)
    return Query(body, **options)
