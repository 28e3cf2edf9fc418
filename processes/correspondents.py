"""Who hears of a row without an account, such as who complained: an address, and a language.

The stage whose row it is registers how a row names them. They are asked for when a message is
written and again when it is sent: the row, as it is then, says who may hear.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models


class Correspondent(NamedTuple):
    """An address that mails go to, and the language of whoever reads there."""

    address: str
    language: str


Naming = Callable[[Any], Iterable[Correspondent]]

_naming: dict[str, Naming] = {}


def named_by(model: type[models.Model]) -> Callable[[Naming], Naming]:
    """Register a function as what says of a row of the model whom it names."""

    def register(naming: Naming) -> Naming:
        _naming[model._meta.label_lower] = naming
        return naming

    return register


def of(row: models.Model) -> list[Correspondent]:
    """Those whom a row names, each once. Raises LookupError if no stage says how it does."""
    named = _naming[row._meta.label_lower](row)
    return list({one.address.casefold(): one for one in named}.values())


def of_name(name: str) -> list[Correspondent]:
    """Those whom the row of a name, ``app.model:key``, names now; nobody where it is gone."""
    label, _colon, key = name.partition(":")
    if label not in _naming:
        return []
    row = apps.get_model(label)._base_manager.filter(pk=key).first()
    return of(row) if row is not None else []
