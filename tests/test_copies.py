"""A copied world is the built one."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from processes.models import Agreement, Edition
from tests.support import copies, drive
from tests.support import world as worlds
from tests.support.database import rows
from tests.support.world import Way, World
from workflow import trail
from workflow.models import DirectoryVersion, TrailChain

OF_THE_MOMENT = {"password", "salt", "hash", "previous_hash", "head", "data", "date_joined"}
"""What chance or the clock has a part in."""
CHANCE = re.compile(r"[0-9a-f]{32,}|(?<=[: ])\d+(?=')")
"""Of the rest: tokens, and keys inside a text."""
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
        if names and model is not DirectoryVersion:
            values = (str(row) for row in model._base_manager.values_list(*names))
            yield model._meta.label, sorted(CHANCE.sub("*", row) for row in values)


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


@pytest.mark.parametrize("way", ["apply", "audited", "grant"])
def test_what_is_remembered_has_the_rows_of_what_is_done(
    world: World, way: str, time_machine: Any
) -> None:
    time_machine.move_to(world.at, tick=False)
    walk = getattr(drive, way)
    with transaction.atomic():
        world.way = None
        walk(world)
        done = list(_told())
        transaction.set_rollback(True)
    for _turn in ("learnt", "written again"):
        with transaction.atomic():
            # Nothing has been written since that stands.
            world.way = Way((), rows.written())
            walk(world)
            assert list(_told()) == done
            transaction.set_rollback(True)


def test_where_something_else_has_happened_the_step_is_taken(world: World) -> None:
    with transaction.atomic():
        drive.accept(world, drive.apply(world))
        transaction.set_rollback(True)

    Edition.objects.filter(pk=world.edition.pk).update(agreement_sv="Vi lovar något annat.")
    drive.accept(world, drive.apply(world))

    assert world.way is None
    assert Agreement.objects.get().text_sv == "Vi lovar något annat."


def test_the_trail_of_a_remembered_case_holds(world: World) -> None:
    drive.grant(world)
    assert [fault for chain in TrailChain.objects.all() for fault in trail.verify(chain)] == []
