"""Statements made once: what they write is what the ORM would, whatever became of the line."""

from typing import Any

import pytest
from django.db import connection

from tests.world import World
from workflow import writes
from workflow.models import Timer, TrailChain


def test_rows_are_written_as_the_orm_writes_them(world: World) -> None:
    ours, orms = (
        Timer(subject=world.officer, step=step, due_at=world.at, original_due_at=world.at)
        for step in ("one", "other")
    )

    writes.insert([ours])
    orms.save()

    for field in Timer._meta.concrete_fields:
        if field.name not in ("id", "step", "promised_at"):
            values: list[Any] = [
                getattr(Timer.objects.get(pk=one.pk), field.attname) for one in (ours, orms)
            ]
            assert values[0] == values[1], field.name


def test_of_several_rows_one_may_have_what_another_has_not(world: World) -> None:
    timers = [
        Timer(
            subject=world.officer,
            step=step,
            due_at=world.at,
            original_due_at=world.at,
            finished_at=finished,
        )
        for step, finished in (("one", world.at), ("other", None))
    ]

    writes.insert(timers)

    written = [Timer.objects.get(pk=timer.pk).finished_at for timer in timers]
    assert written == [world.at, None]


@pytest.mark.django_db
def test_only_what_is_new_is_written() -> None:
    known = TrailChain(key="known")
    assert writes.insert_new([known]) == 1

    again = [TrailChain(key="known"), TrailChain(key="new")]

    assert writes.insert_new(again) == 1
    assert known.pk is not None
    assert TrailChain.objects.filter(key__in=["known", "new"]).count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_line_that_was_closed_is_opened_again() -> None:
    writes.insert([TrailChain(key="before")])

    connection.close()
    writes.insert([TrailChain(key="after")])

    assert TrailChain.objects.count() == 2
