"""Rows of models made at once, from their columns: what every step makes by the dozen.

A model's own constructor looks at each field and announces each row to whoever might listen. Here
nobody does (a test sees to it), and the row that comes of it is the same.
"""

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.base import ModelState
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesListIterable,
    get_related_populators,
)
from django.db.models.sql.compiler import SQLCompiler

populators: Any = get_related_populators


def loaded(model: type[models.Model], names: Iterable[str], values: Iterable[Any]) -> Any:
    """A row as it was read, by its columns (``owner_id``). What is not named is read when asked."""
    # As Model.from_db, without the constructor and its two signals.
    row = model.__new__(model)
    row._state = state = ModelState()
    state.adding, state.db = False, DEFAULT_DB_ALIAS
    row.__dict__.update(zip(names, values, strict=True))
    return row


def new(model: type[models.Model], **columns: Any) -> Any:
    """A row that is not written yet; where no column is given the model's default stands.

    Raises AttributeError at a name that is no column.
    """
    row = model.__new__(model)
    row._state = ModelState()
    values = row.__dict__
    values.update(with_defaults(model, columns))
    # One more than its columns: the state.
    if len(values) > len(model._meta.concrete_fields) + 1:
        raise AttributeError(f"{model.__name__} has not all of {', '.join(columns)}")
    return row


def with_defaults(model: type[models.Model], columns: Mapping[str, Any]) -> dict[str, Any]:
    """The columns given, and those that a new row has beside them."""
    constants, makers = _split(model)
    values = {**constants, **columns}
    values.pop("_state", None)  # what ``values_of`` gives holds it
    for name, make in makers:
        if name not in columns:
            values[name] = make()
    return values


def defaults(model: type[models.Model]) -> Mapping[str, Any]:
    """The columns that a new row has where none is given; None where each has one of its own."""
    return _split(model)[0]


def not_default(model: type[models.Model], columns: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a new row that are not as in ``defaults``: of those given, or made for it."""
    constants, makers = _split(model)
    values = {
        name: value
        for name, value in columns.items()
        if name in constants and value is not constants[name]
    }
    for name, make in makers:
        if name not in columns:
            values[name] = make()
    return values


def values_of(row: models.Model) -> dict[str, Any]:
    """What a row holds, for ``with_defaults``: its own contents, not a copy."""
    return row.__dict__


Maker = tuple[str, Callable[[], Any]]


@cache
def _split(model: type[models.Model]) -> tuple[dict[str, Any], list[Maker]]:
    """What a new row begins with: the same for each, or made anew for each."""
    fields: list[Any] = [one for one in model._meta.concrete_fields if not one.generated]
    made = [field for field in fields if callable(field.default) and field.has_default()]
    constants = {field.attname: None if field in made else _plain(field) for field in fields}
    return constants, [(field.attname, field.default) for field in made]


def _plain(field: Any) -> Any:
    """A field's default as it is when it has been read: of a choice its value."""
    default = field.get_default()
    return default.value if isinstance(default, Enum) else default


def set_related(row: models.Model, name: str, other: Any) -> None:
    """Let a new row refer to another that is at hand, by the name of a foreign key."""
    field: Any = row._meta.get_field(name)
    row.__dict__[field.attname] = other.pk
    field.set_cached_value(row, other)


Reader = Callable[[list[tuple[Any, ...]]], list[Any]]


def reader(rows: Any, compiler: SQLCompiler) -> Reader:
    """What makes of a statement's rows what a queryset would give: objects, scalars or tuples."""
    kind = rows._iterable_class
    if issubclass(kind, ModelIterable):
        form = _Form(compiler)
        return lambda found: [form.filled(row) for row in found]
    if issubclass(kind, FlatValuesListIterable):
        return lambda found: [row[0] for row in found]
    if kind is ValuesListIterable:
        return list
    raise TypeError(f"A compiled query gives whole rows or values_list(), not {kind.__name__}.")


class _Form:
    """How the columns of a row become an object with those it refers to: as the ORM does it."""

    def __init__(self, compiler: SQLCompiler) -> None:
        found = compiler.klass_info
        self._model = found["model"]
        self._own = slice(found["select_fields"][0], found["select_fields"][-1] + 1)
        self._names = [column.target.attname for column, _sql, _alias in compiler.select[self._own]]
        self._more = compiler.annotation_col_map or {}
        self._others = populators(found, compiler.select, DEFAULT_DB_ALIAS)
        _quicken(self._others)

    def filled(self, row: tuple[Any, ...]) -> Any:
        made = loaded(self._model, self._names, row[self._own])
        for other in self._others:
            other.populate(row, made)
        for name, place in self._more.items():
            setattr(made, name, row[place])
        return made


class _Quick:
    """Stands where Django looks for a related model, to make its rows."""

    def __init__(self, model: type[models.Model]) -> None:
        self._model = model

    def from_db(self, _database: str, names: Any, values: Any) -> Any:
        """A row of it."""
        return loaded(self._model, names, values)


def _quicken(several: list[Any]) -> None:
    # Populators are made for this query alone, so that nobody else meets the changed ones.
    for one in several:
        one.model_cls = _Quick(one.model_cls)
        _quicken(one.related_populators)
