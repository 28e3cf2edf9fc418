"""Statements made once: what they write is what the ORM would, whatever became of the line."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from notifications.models import Notification
from notifications.rules import Kind
from tests.support import drive
from tests.support.world import World
from workflow.models import Task, Timer, TrailChain
from workflow.sql import writes
from workflow.sql.cursors import numbered


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


STRANGE = "Å\"n 'kärv' %s %% {0} \\ \n€"


def _strange_rows(world: World, task: Task) -> list[Any]:
    later = world.at + timedelta(microseconds=1)
    timer = Timer(
        subject=world.officer,
        step=STRANGE,
        due_at=later,
        original_due_at=world.at,
        explanation={"words": STRANGE, "none": None, "list": [1, 2.5, True]},
        status=Timer.Status.FIRED,
        lateness=timedelta(days=-3, seconds=5, microseconds=7),
        attempts=32767,
    )
    notice = Notification(
        subject="a",
        rule=Kind.QUEUED,
        occurrence=STRANGE,
        recipient=world.officer,
        task=task,
        at_once=False,
        created_at=world.at,
        next_try_at=later,
    )
    next_task = Task(
        process=task.process,
        flow_task=task.flow_task,
        flow_task_type="HUMAN",
        token=task.token,
        due=date(2026, 12, 24),
        priority=Task.Priority.HIGH,
        data=[STRANGE],
    )
    return [timer, notice, next_task]


def _assert_written(row: Any) -> None:
    found: Any = type(row).objects.get(pk=row.pk)
    for field in type(row)._meta.concrete_fields:
        assert getattr(found, field.attname) == getattr(row, field.attname), field.name


def test_every_kind_of_content_comes_back_as_it_was_written(world: World) -> None:
    task = drive.open_task(drive.apply(world), "review_application")
    rows = _strange_rows(world, task)

    for row in rows:
        writes.insert([row])

    for row in rows:
        _assert_written(row)


def test_a_row_written_whole_comes_back_as_it_was(world: World) -> None:
    case = drive.apply(world)
    application = drive.fresh(case).application
    application.scope = STRANGE

    assert writes.together(writes.change(application, version=application.version)) == [
        [application.pk]
    ]
    assert writes.together(writes.change(application, version=application.version + 1)) == [[]]

    _assert_written(application)


def test_places_are_named_as_postgresql_names_them() -> None:
    assert numbered("a = %s AND b LIKE '%%' AND c = %s") == "a = $1 AND b LIKE '%' AND c = $2"


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
