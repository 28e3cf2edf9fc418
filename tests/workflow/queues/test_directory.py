"""The directory's version changes with what is watched, and with nothing else."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from notifications.models import Preference
from processes.case import exclusions
from processes.models import Membership, Person
from processes.roles import Role
from tests.support import drive
from tests.support.world import LONG_AGO, World
from workflow import trail
from workflow.calendar import local_date
from workflow.engine import locking
from workflow.models import DirectoryVersion, Exclusion, Process
from workflow.queues import directory
from workflow.sql import triggers


def _version() -> str | None:
    return DirectoryVersion.objects.values_list("version", flat=True).first()


def _held(process: Process) -> Process:
    return locking.lock_free({process.pk})[process.pk]


def _new_role(world: World) -> object:
    return Membership.objects.create(
        person=world.coordinator,
        organisation=world.municipality,
        role=Role.OBSERVER,
        from_date=LONG_AGO,
    )


def _several(world: World, **more: Any) -> object:
    roles = [
        Membership(person=world.auditor, organisation=world.body, role=role, from_date=LONG_AGO)
        for role in (Role.AUDITOR, Role.OFFICER)
    ]
    return Membership.objects.bulk_create(roles, **more)


CHANGES: dict[str, Callable[[World], object]] = {
    "a role given": _new_role,
    "a role ended": lambda world: world.officer.memberships.update(
        to_date=local_date(world.at) - timedelta(days=1)
    ),
    "a role lost": lambda world: world.officer.memberships.all().delete(),
    "who may no longer sign in": lambda world: Person.objects.filter(pk=world.officer.pk).update(
        is_active=False
    ),
    "several roles given, those that are new": lambda world: _several(world, ignore_conflicts=True),
    "several roles given, or changed": lambda world: _several(
        world,
        update_conflicts=True,
        unique_fields=["person", "organisation", "role", "from_date"],
        update_fields=["to_date"],
    ),
    "a wish": lambda world: Preference.objects.create(person=world.officer, pace="at_once"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_it_changes_with_each_change(world: World, change: str) -> None:
    before = _version()

    CHANGES[change](world)

    assert before is not None
    assert _version() not in (None, before)


def test_it_stays_when_somebody_signs_in_or_works(world: World) -> None:
    before = _version()

    world.officer.last_login = world.at
    world.officer.save(update_fields=["last_login"])
    drive.apply(world)

    assert _version() == before


def test_what_is_undone_leaves_a_stamp_that_nobody_has_seen(world: World) -> None:
    before = _version()
    with transaction.atomic():
        CHANGES["a wish"](world)
        undone = _version()
        transaction.set_rollback(True)

    CHANGES["a role lost"](world)

    assert _version() not in (before, undone)


def test_who_holds_a_process_knows_the_stamp_and_its_bars(world: World) -> None:
    process = drive.apply(world).main_process
    for person, role in ((world.officer, ""), (world.auditor, Role.DECISION_MAKER)):
        directory.exclude(Exclusion(process=process, person=person, role=role, reason="a tie"))

    noted = directory.noted(_held(process))

    assert noted is not None
    assert noted.version == _version()
    assert sorted(noted.exclusions) == sorted(
        [(world.officer.pk, ""), (world.auditor.pk, Role.DECISION_MAKER.value)]
    )


def test_a_bar_that_is_written_afterwards_is_not_known(world: World) -> None:
    process = drive.apply(world).main_process
    held = _held(process)

    is_new = directory.exclude(Exclusion(process=process, person=world.officer, reason="a tie"))

    assert is_new
    assert directory.noted(held) is None
    assert not directory.exclude(Exclusion(process=process, person=world.officer, reason="a tie"))


def test_nothing_is_known_of_a_process_that_is_not_held(world: World) -> None:
    process = Process.objects.get(pk=drive.apply(world).main_process.pk)

    assert directory.noted(process) is None
    assert directory.noted(None) is None


def test_without_a_stamp_the_directory_is_asked(world: World) -> None:
    process = drive.apply(world).main_process
    DirectoryVersion.objects.all().delete()

    assert directory.noted(_held(process)) is None


def test_the_stamp_stays_when_no_table_is_watched_any_more(world: World) -> None:
    before = _version()
    triggers.unwatch(connection)

    CHANGES["a role lost"](world)
    CHANGES["a wish"](world)

    assert _version() == before


def test_there_is_one_version(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        DirectoryVersion.objects.create(pk=2, version="another")


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_who_waited_for_a_process_knows_what_was_done_meanwhile(shared_world: World) -> None:
    world = shared_world
    case = drive.apply(world)
    task = drive.open_task(case, "review_application")

    def wait() -> Any:
        try:
            with transaction.atomic():
                step = drive.fresh(case).application.accept
                held = locking.lock_for(step, by=world.officer, at=world.at)
                noted = directory.noted(held.process)
                return getattr(held.task, "leave", None), noted and noted.exclusions
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            locking.lock(task.process_id, world.at)
            waiting = pool.submit(wait)
            _wait_for_a_lock()
            exclusions.exclude(
                task.process, world.officer, reason="a tie", at=world.at, role="officer"
            )
            trail.record(trail.Event(subject=case, step="probe", by=None, at=world.at))
        assert waiting.result(timeout=20) == (False, ((world.officer.pk, "officer"),))


def _wait_for_a_lock() -> None:
    """Until another thread waits for one."""
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted")
            if cursor.fetchone():
                return
        time.sleep(0.05)
    raise AssertionError("Nobody waits.")
