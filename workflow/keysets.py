"""Pages that begin where the one before ended: found along an index, however long the list."""

from collections.abc import Iterable
from typing import Any

from django.db import models

Rows = models.QuerySet[Any]


def together(several: Iterable[Rows], number: int) -> models.QuerySet[Any, Any]:
    """The keys of the first of each of several querysets, each in its order, each key once.

    One statement, in which each keeps to an index of its own: an OR would read whole tables.
    """
    return united([(rows.model, rows.values("pk")[:number]) for rows in several])


def united(several: Iterable[tuple[Any, Any]]) -> models.QuerySet[Any, Any]:
    """The keys that questions about a model ask for, in one statement."""
    first, *rest = [
        model._base_manager.filter(pk__in=keys).values_list("pk") for model, keys in several
    ]
    return first.union(*rest) if rest else first
