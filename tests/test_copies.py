"""A copied world is the built one."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from tests.support import copies, drive
from tests.support import world as worlds
from tests.support.world import World
from workflow import trail
from workflow.models import DirectoryVersion, TrailChain

OF_THE_MOMENT = {"password", "salt", "hash", "previous_hash", "head", "data", "date_joined"}
"""What chance or the clock has a part in."""
KEYS = {"key", "subject_id"}
"""Columns that hold a row's key without being a relation."""


def _told() -> Iterator[tuple[Any, ...]]:
    """Every row there is, but for keys and what differs each time."""
    for model in apps.get_models(include_auto_created=True):
        names = [
            one.attname
            for one in model._meta.concrete_fields
            if not (one.primary_key or one.is_relation or one.name in OF_THE_MOMENT | KEYS)
        ]
        if model is not DirectoryVersion:
            yield model._meta.label, sorted(map(str, model._base_manager.values_list(*names)))


def _built() -> list[Any]:
    with transaction.atomic():
        worlds.build()
        told = list(_told())
        transaction.set_rollback(True)
    return told


@pytest.mark.django_db
def test_a_copy_has_the_rows_of_a_world_that_is_built() -> None:
    built = _built()
    copies.of(worlds.build).one()
    assert list(_told()) == built


def test_a_copy_can_be_worked_with_and_its_trail_holds(world: World) -> None:
    drive.accept(world, drive.apply(world))
    assert [fault for chain in TrailChain.objects.all() for fault in trail.verify(chain)] == []


@pytest.mark.django_db
def test_copies_share_no_objects() -> None:
    prepared = copies.of(worlds.build)
    with transaction.atomic():
        first = prepared.one()
        transaction.set_rollback(True)
    with transaction.atomic():
        second = prepared.one()
        transaction.set_rollback(True)
    assert first.body == second.body
    assert first.body is not second.body
