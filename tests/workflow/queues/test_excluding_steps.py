"""An exclusion that a step leads to goes to the database with what else the step writes."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from notifications.occurrences import Occurrence
from notifications.recipients import rule
from notifications.rules import To
from processes.case import exclusions
from processes.case.exclusions import Source
from processes.models import Case
from processes.roles import Role
from tests.support import drive
from tests.support.world import World
from workflow import trail
from workflow.calendar import local_date
from workflow.engine import locking
from workflow.exceptions import Conflict
from workflow.models import Exclusion, Process, Task
from workflow.queues import directory, taking
from workflow.sql import instances, unit_of_work
from workflow.trail import facts

ON_SQLITE = connection.vendor == "sqlite"
needs_reserved_keys = pytest.mark.skipif(ON_SQLITE, reason="SQLite reserves no keys")


@pytest.fixture
def case(world: World) -> Case:
    return drive.apply(world)


@pytest.fixture
def process(case: Case) -> Iterator[Process]:
    """Locked, in a step's unit of work."""
    assert case.main_process_id is not None
    with transaction.atomic(), unit_of_work.buffered():
        held = locking.lock_free({case.main_process_id})[case.main_process_id]
        # As a step knows them: no question of the exclusion sends what waits.
        held.know(case)
        unit_of_work.locked()[held.chain.key] = held.chain
        yield held


def _exclude(process: Process, world: World, **more: Any) -> None:
    exclusions.exclude(
        process,
        world.auditor,
        reason="audited",
        at=world.at,
        role=Role.DECISION_MAKER,
        **{"source": Source.TOOK_PART, **more},
    )


@needs_reserved_keys
def test_it_waits_with_the_rest_and_is_known_at_once(world: World, process: Process) -> None:
    with CaptureQueriesContext(connection) as sent:
        _exclude(process, world)
        noted = directory.noted(process)

    assert len(sent) == 0
    assert noted is not None
    assert (world.auditor.pk, Role.DECISION_MAKER) in noted.exclusions


def test_it_is_there_and_proven_when_the_step_is_over(world: World, process: Process) -> None:
    _exclude(process, world)
    unit_of_work.flush()

    row = Exclusion.objects.get(process=process, person=world.auditor)
    entry = trail.history(process.subject).last()
    assert (row.role, row.source) == (Role.DECISION_MAKER, Source.TOOK_PART)
    assert entry is not None
    assert facts.name_of(row) in entry.data["facts"]


def test_what_is_known_is_not_written_again(world: World, case: Case) -> None:
    assert case.main_process is not None
    _exclude(case.main_process, world)
    with transaction.atomic(), unit_of_work.buffered():
        process = locking.lock_free({case.main_process.pk})[case.main_process.pk]
        with CaptureQueriesContext(connection) as sent:
            _exclude(process, world)

    assert len(sent) == 0


def test_another_source_of_the_same_keeps_by_itself(world: World, case: Case) -> None:
    assert case.main_process is not None
    _exclude(case.main_process, world)
    with transaction.atomic(), unit_of_work.buffered():
        process = locking.lock_free({case.main_process.pk})[case.main_process.pk]
        _exclude(process, world, source=Source.DECLARED)

    kept = Exclusion.objects.filter(process=case.main_process, person=world.auditor)
    assert set(kept.values_list("source", flat=True)) == {Source.TOOK_PART, Source.DECLARED}


def test_whoever_asks_past_the_buffer_is_told(world: World, process: Process) -> None:
    day = local_date(world.at)
    task = Task.objects.filter(process=process, status__in=Task.OPEN)[0]
    exclusions.exclude(process, world.officer, reason="a tie", at=world.at, role=task.role)

    assert not taking.may_keep(task, world.officer.pk, day)


def test_what_they_had_taken_goes_back_when_it_is_written(world: World, case: Case) -> None:
    task = drive.open_task(case, "review_application")
    drive.claim(task, by=world.officer, at=world.at)
    with transaction.atomic(), unit_of_work.buffered():
        process = locking.lock_free({task.process_id})[task.process_id]
        exclusions.exclude(process, world.officer, reason="a tie", at=world.at, role=task.role)

    task.refresh_from_db()
    assert (task.owner, task.status) == (None, "NEW")


@needs_reserved_keys
def test_who_was_faster_is_not_proven_twice(world: World, case: Case) -> None:
    assert case.main_process is not None
    length = case.main_process.chain.length

    with pytest.raises(Conflict):
        _exclude_after_somebody_else(case.main_process.pk, world)

    assert trail.chain_of(case).length == length


@transaction.atomic
@unit_of_work.buffered()
def _exclude_after_somebody_else(key: int, world: World) -> None:
    process = locking.lock_free({key})[key]
    role, source = Role.DECISION_MAKER, Source.TOOK_PART
    Exclusion.objects.create(process=process, person=world.auditor, role=role, source=source)
    _exclude(process, world)


def test_recipients_leave_out_whom_a_waiting_exclusion_keeps_away(
    world: World, process: Process
) -> None:
    task = Task.objects.filter(process=process, status__in=Task.OPEN)[0]
    unknowing = Process.objects.get(pk=process.pk)
    opened = Occurrence("task.opened", task, world.at, process=process, task=task)
    assert world.officer.pk in [key for key, *_wishes in rule.readers(To.QUEUE, opened)]

    exclusions.exclude(process, world.officer, reason="a tie", at=world.at, role=task.role)

    # As one that knows nothing has to ask, and as the step's own process knows it.
    for one in (unknowing, process):
        instances.set_related(task, "process", one)
        assert world.officer.pk not in [key for key, *_wishes in rule.readers(To.QUEUE, opened)]
