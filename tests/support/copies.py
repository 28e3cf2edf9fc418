"""A world that is built once a process; every test gets a copy of its own, in milliseconds."""

import copy
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from django.apps import apps
from django.db import transaction

from tests.support.world import World
from workflow.models import DirectoryVersion

MADE_BY_THE_DATABASE = {DirectoryVersion}
"""Rows that are there before, and change with the others."""


class Copies(NamedTuple):
    """The rows of a world and the world itself, as they were when it was built."""

    rows: list[Any]
    world: World

    def one(self) -> World:
        """The world again, in an empty database: same rows, same keys, new objects."""
        with transaction.atomic():
            for model, rows in self.rows:
                model._base_manager.bulk_create(copy.deepcopy(rows))
        return copy.deepcopy(self.world)


@cache
def of(build: Callable[[], World]) -> Copies:
    """Build a world in an empty database, learn its rows, and leave the database empty again."""
    with transaction.atomic():
        known = {model: _keys(model) for model in _models()}
        world = build()
        rows = [
            (model, list(model._base_manager.exclude(pk__in=keys).order_by("pk")))
            for model, keys in known.items()
        ]
        transaction.set_rollback(True)
    return Copies([(model, some) for model, some in rows if some], world)


def _models() -> list[Any]:
    every = apps.get_models(include_auto_created=True)
    return [one for one in every if one._meta.managed and one not in MADE_BY_THE_DATABASE]


def _keys(model: Any) -> list[Any]:
    return list(model._base_manager.values_list("pk", flat=True))
