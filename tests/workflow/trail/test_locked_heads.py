"""Within one unit of work the head of a history is locked once, and always as it is."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.support import drive
from tests.support.world import World
from workflow import trail
from workflow.models import TrailChain
from workflow.sql import unit_of_work


def _event(case: object, world: World) -> trail.Event:
    return trail.Event(subject=case, step="note", by=None, at=world.at)


def _record_and_fail(case: object, world: World) -> None:
    trail.record(_event(case, world))
    raise LookupError


def test_the_head_of_a_history_is_locked_once_however_much_is_recorded(world: World) -> None:
    case = drive.accept(world, drive.apply(world))
    with CaptureQueriesContext(connection) as asked, transaction.atomic(), unit_of_work.buffered():
        numbers = [trail.record(_event(case, world)).sequence for _ in range(3)]

    assert numbers == list(range(numbers[0], numbers[0] + 3))
    heads = [one for one in asked if one["sql"].startswith('SELECT "workflow_trailchain"')]
    assert len(heads) == 1
    assert [fault for chain in TrailChain.objects.all() for fault in trail.verify(chain)] == []


def test_what_is_taken_back_to_a_savepoint_is_not_counted_on(world: World) -> None:
    case = drive.accept(world, drive.apply(world))
    with transaction.atomic(), unit_of_work.buffered():
        first = trail.record(_event(case, world)).sequence
        with pytest.raises(LookupError), transaction.atomic():
            _record_and_fail(case, world)
        assert trail.record(_event(case, world)).sequence == first + 1

    assert [fault for chain in TrailChain.objects.all() for fault in trail.verify(chain)] == []


def test_nothing_is_kept_after_the_unit_of_work(world: World) -> None:
    case = drive.accept(world, drive.apply(world))
    with transaction.atomic(), unit_of_work.buffered():
        trail.record(_event(case, world))
        assert unit_of_work.locked()
    assert unit_of_work.locked() == {}
