"""The contents of rows as the database takes them, as Django's fields would give them.

PostgreSQL gets them as text and knows itself what each is: so a statement is prepared once there,
whatever is empty this time and however large a number is.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper as Database

PLAIN = {"CharField": str, "TextField": str, "BooleanField": bool, "ForeignKey": int}
"""Fields whose values of this very type SQLite takes as they are."""


Quick = dict[type, Callable[[Any], Any]]
"""What makes a column of values of these very types."""

Writer = tuple[str, Quick, Callable[[Any, Any], Any]]
"""Where a value stands, and what makes a column of it, quickly or else for a database."""


def of(row: Any, database: Database, *, keyed: bool = False) -> list[Any]:
    """The contents of a row; its key first, if it is ``keyed``."""
    return written(row.__dict__, _writers(row.__class__, database.vendor, keyed), database)


def written(values: Mapping[str, Any], writers: Iterable[Writer], database: Database) -> list[Any]:
    """Some values as a database takes them."""
    # One expression, for it runs for every value of every row: a call would cost more than most.
    return [
        None
        if (value := values[name]) is None
        else known(value)
        if (known := quick.get(type(value)))
        else write(value, database)
        for name, quick, write in writers
    ]


def writer(name: str, field: Any, vendor: str) -> Writer:
    """What makes a column's contents of the values of a field's kind that stand at a name."""
    make = _as_text if vendor == "postgresql" else _as_value
    return name, *make(field)


def plain(values: Iterable[int], database: Database) -> list[Any]:
    """Numbers, in the same way."""
    return [str(one) for one in values] if database.vendor == "postgresql" else [*values]


@cache
def fields(model: type[models.Model], *, keyed: bool = False) -> tuple[Any, ...]:
    """The fields of a row in order; without the key, or with it."""
    # What the database computes itself it lets nobody write.
    some = (field for field in model._meta.concrete_fields if not field.generated)
    return tuple(field for field in some if keyed or not field.primary_key)


@cache
def _writers(model: type[models.Model], vendor: str, keyed: bool) -> tuple[Writer, ...]:
    return tuple(writer(one.attname, one, vendor) for one in fields(model, keyed=keyed))


def _as_value(field: Any) -> tuple[Quick, Callable[[Any, Any], Any]]:
    plain = PLAIN.get(field.get_internal_type())
    return {plain: plain} if plain else {}, field.get_db_prep_save


def _as_text(field: Any) -> tuple[Quick, Callable[[Any, Any], Any]]:
    if isinstance(field, models.JSONField):
        encode = (field.encoder or json.JSONEncoder)().encode
        # Most hold nothing, and for that the encoder need not be set up.
        quick: Quick = {dict: lambda value: encode(value) if value else "{}", list: encode}
        return quick, lambda value, _database: encode(value)
    prepare = field.get_db_prep_save
    quick = next((quick for kind, quick in TEXTS.items() if isinstance(field, kind)), {})
    if str in quick:
        # A choice is a text already.
        return (
            quick,
            lambda value, database: (
                str(value) if isinstance(value, str) else _text(prepare(value, database))
            ),
        )
    return quick, lambda value, database: _text(prepare(value, database))


def _text(value: Any) -> Any:
    """What a field has prepared, as PostgreSQL reads it; several values stay a list."""
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, timedelta):
        return _interval(value)
    return value if value is None or isinstance(value, list) else str(value)


def _moment(value: datetime) -> str:
    # As text PostgreSQL would read it in the session's time zone, and be hours wrong.
    if value.tzinfo is None:
        raise ValueError(f"{value} is no moment: it does not know its time zone.")
    return _utc(value) if value.tzinfo is UTC else str(value)


def _interval(length: timedelta) -> str:
    return f"{length.days} days {length.seconds}.{length.microseconds:06} seconds"


_utc = lru_cache(maxsize=64)(str)
"""A step writes one moment into many columns. Elsewhere two moments of an hour come twice a year
are equal and yet not the same."""

NUMBERS: Quick = {int: str}
TEXTS: dict[type, Quick] = {
    models.DateTimeField: {datetime: _moment},
    models.DateField: {date: str},
    models.DurationField: {timedelta: _interval},
    models.BooleanField: {bool: str},
    models.IntegerField: NUMBERS,
    models.ForeignKey: NUMBERS,
    models.CharField: {str: str},
    models.TextField: {str: str},
}
"""How PostgreSQL reads values of just the type that a kind of field is for."""
