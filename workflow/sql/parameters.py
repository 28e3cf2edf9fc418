"""The arguments of a compiled query: what stands in their place while it is compiled."""

import inspect
import json
import sys
import types
from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from typing import Annotated, Any, NoReturn, TypeVar, get_args, get_origin

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper as Database
from django.db.models.sql.compiler import SQLCompiler


class ManyField(models.Field[Any, Any]):
    """Many keys or words as one value of a statement."""

    def get_db_prep_value(self, value: Any, connection: Database, prepared: bool = False) -> Any:
        """A list, or its JSON."""
        return list(value) if connection.vendor == "postgresql" else json.dumps(list(value))


MANY = ManyField()

T = TypeVar("T")
Many = Annotated[Collection[T], MANY]
"""Many keys (``Many[int]``) or words as one argument: the body asks with ``among``."""

# Looked through in this order: a bool is an int, and a moment is a date.
FIELDS: tuple[tuple[type, models.Field[Any, Any]], ...] = (
    (bool, models.BooleanField()),
    (int, models.BigIntegerField()),
    (str, models.CharField()),
    (datetime, models.DateTimeField()),
    (date, models.DateField()),
    (timedelta, models.DurationField()),
)


class Parameter(models.Expression):
    """The place of an argument, whose value is filled in whenever the query is asked.

    To the database it may be given, and nothing else done with it: raises TypeError for the rest.
    """

    name = ""
    """Django copies expressions, and asks for much of a copy before it has its contents."""

    def __init__(self, name: str, output_field: models.Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Database) -> Any:
        """One placeholder, with the parameter itself in the place of its value."""
        return "%s", [self]

    def _combine(self, *_others: Any) -> NoReturn:
        # Django would add the two in SQL, where neither says of which type it is.
        raise self._refusal("calculate with it")

    def __bool__(self) -> bool:
        # Django itself asks whether there is a value, and whether it is an empty word.
        if _asks_django():
            return True
        raise self._refusal("branch by it")

    def __eq__(self, other: object) -> bool:
        if isinstance(other, models.Expression) or _asks_django():
            return super().__eq__(other)
        raise self._refusal("compare it")

    __hash__ = models.Expression.__hash__

    def __format__(self, spec: str) -> str:
        raise self._refusal("write it into a text")

    def __getattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{self._has_no_value}, so it has no {name!r}: pass that instead.")

    def _refusal(self, what: str) -> TypeError:
        return TypeError(f"{self._has_no_value}: the body cannot {what}.")

    @property
    def _has_no_value(self) -> str:
        return f"The argument {self.name!r} has no value while its query is compiled"


def _asks_django() -> bool:
    # Two frames up is whoever compared or branched; it happens once for each query.
    return bool(sys._getframe(2).f_globals["__name__"].startswith("django."))


def parameters_of(body: Callable[..., Any]) -> dict[str, Parameter]:
    """What stands for each argument of a body. Raises TypeError for one that it cannot be."""
    found = inspect.signature(body, eval_str=True).parameters.values()
    for one in found:
        if one.default is not one.empty or one.kind is not one.POSITIONAL_OR_KEYWORD:
            raise TypeError(f"{body.__qualname__}: {one} needs a name and no default.")
    return {one.name: Parameter(one.name, _field(one.annotation, one, body)) for one in found}


def named(
    parameters: Collection[str], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> dict[str, Any]:
    """The arguments of a call by their names. Raises TypeError where they are not as declared."""
    values = {**dict(zip(parameters, args, strict=False)), **kwargs} if args else kwargs
    if len(values) != len(parameters) or len(args) + len(kwargs) != len(parameters):
        raise TypeError(f"It takes {', '.join(parameters)}.")
    return values


def require_used(
    body: Callable[..., Any], parameters: Collection[str], used: Collection[str]
) -> None:
    """Raises TypeError for an argument that the statement does not ask for."""
    if unused := [name for name in parameters if name not in used]:
        raise TypeError(f"{body.__qualname__} does not ask for {', '.join(unused)}.")


def _field(annotation: Any, one: inspect.Parameter, body: Any) -> models.Field[Any, Any]:
    if get_origin(annotation) is Annotated:
        found: models.Field[Any, Any] = get_args(annotation)[1]
        return found
    if isinstance(annotation, types.UnionType):
        (annotation,) = [kind for kind in get_args(annotation) if kind is not types.NoneType]
    for kind, field in FIELDS:
        if isinstance(annotation, type) and issubclass(annotation, kind):
            return field
    raise TypeError(f"{body.__qualname__}: no column holds what {one} is.")
