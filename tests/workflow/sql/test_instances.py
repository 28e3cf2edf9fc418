"""Rows made from their columns are those that their models make."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.db.models.signals import post_init, pre_init
from django.utils import timezone

from tests.support.world import World
from workflow.models import Task, Timer
from workflow.sql import instances

OURS = ("workflow", "processes", "notifications")
MODELS = [model for model in apps.get_models() if model._meta.app_label in OURS]


def _columns(row: models.Model) -> dict[str, Any]:
    kept = [field for field in row._meta.concrete_fields if not field.generated]
    columns = {field.attname: row.__dict__[field.attname] for field in kept}
    for name, value in columns.items():
        if hasattr(value, "tzinfo"):
            columns[name] = "a moment"
    return columns


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_new_row_begins_as_its_model_says(model: Any) -> None:
    made, usual = instances.new(model), model()

    assert _columns(made) == _columns(usual)
    assert made._state.adding
    assert made.pk is None


def test_what_a_default_makes_is_made_anew_for_each_row() -> None:
    one, other = instances.new(Task), instances.new(Task)

    one.data["a"] = 1

    assert other.data == {}
    assert instances.new(Timer, promised_at=None).promised_at is None
    assert instances.new(Timer).promised_at <= timezone.now()


def test_a_name_that_is_no_column_is_refused() -> None:
    with pytest.raises(AttributeError, match="process"):
        instances.new(Task, process=1)


def test_a_row_that_was_read_is_as_the_orm_reads_it(world: World) -> None:
    usual = type(world.scheme).objects.get(pk=world.scheme.pk)
    names = [field.attname for field in usual._meta.concrete_fields]

    known = instances.loaded(type(usual), names, [usual.__dict__[name] for name in names])

    assert _columns(known) == _columns(usual)
    assert (known._state.adding, known._state.db) == (False, usual._state.db)
    assert known == usual


def test_what_was_not_read_is_read_when_asked(world: World) -> None:
    known = instances.loaded(type(world.scheme), ["id"], [world.scheme.pk])

    assert known.title_sv == world.scheme.title_sv


def test_a_new_row_refers_to_one_at_hand(world: World) -> None:
    task = instances.new(Task)

    instances.set_related(task, "owner", world.officer)

    assert task.owner_id == world.officer.pk
    assert task.owner is world.officer


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_nobody_would_hear_of_rows_that_are_made(model: Any) -> None:
    assert not pre_init.has_listeners(model)
    assert not post_init.has_listeners(model)
