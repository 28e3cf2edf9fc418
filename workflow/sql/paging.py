"""Pages that begin where the one before ended: found along an index, however long the list."""

from collections.abc import Iterable
from typing import Any

from django.db import models

Rows = models.QuerySet[Any]


def firsts_of(several: Iterable[Rows], number: int) -> models.QuerySet[Any, Any]:
    """The keys of the first of each of several querysets, each in its order, each key once.

    One statement, in which each keeps to an index of its own: an OR would read whole tables.
    """
    return united(
        [rows.model.objects.filter(pk__in=rows.values("pk")[:number]) for rows in several]
    )


def united(several: Iterable[Rows], key: str = "pk") -> models.QuerySet[Any, Any]:
    """The keys of what is found in any of several ways, in one statement."""
    # A union without ALL: what is found in two ways must not take two places on a page.
    first, *rest = [rows.values_list(key) for rows in several]
    return first.union(*rest) if rest else first
