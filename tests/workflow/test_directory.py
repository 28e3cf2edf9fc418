"""The directory's stamp changes with what is watched, and with nothing else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction

from notifications.models import Preference
from processes.models import Membership, Person
from processes.roles import Role
from tests import drive
from tests.world import LONG_AGO, World
from workflow import directory, holding
from workflow.calendar import local_date
from workflow.models import Bar, DirectoryStamp, Process


def _stamp() -> str | None:
    return DirectoryStamp.objects.values_list("stamp", flat=True).first()


def _held(process: Process) -> Process:
    return holding.hold_free({process.pk})[process.pk]


def _new_role(world: World) -> object:
    return Membership.objects.create(
        person=world.coordinator,
        organisation=world.municipality,
        role=Role.OBSERVER,
        from_date=LONG_AGO,
    )


CHANGES: dict[str, Callable[[World], object]] = {
    "a role given": _new_role,
    "a role ended": lambda world: world.officer.memberships.update(
        to_date=local_date(world.at) - timedelta(days=1)
    ),
    "a role lost": lambda world: world.officer.memberships.all().delete(),
    "who may no longer sign in": lambda world: Person.objects.filter(pk=world.officer.pk).update(
        is_active=False
    ),
    "a wish": lambda world: Preference.objects.create(person=world.officer, pace="at_once"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_it_changes_with_each_change(world: World, change: str) -> None:
    before = _stamp()

    CHANGES[change](world)

    assert before is not None
    assert _stamp() not in (None, before)


def test_it_stays_when_somebody_signs_in_or_works(world: World) -> None:
    before = _stamp()

    world.officer.last_login = world.at
    world.officer.save(update_fields=["last_login"])
    drive.apply(world)

    assert _stamp() == before


def test_what_is_undone_leaves_a_stamp_that_nobody_has_seen(world: World) -> None:
    before = _stamp()
    with transaction.atomic():
        CHANGES["a wish"](world)
        undone = _stamp()
        transaction.set_rollback(True)

    CHANGES["a role lost"](world)

    assert _stamp() not in (before, undone)


def test_who_holds_a_process_knows_the_stamp_and_its_bars(world: World) -> None:
    process = drive.apply(world).main_process
    for person, role in ((world.officer, ""), (world.auditor, Role.DECISION_MAKER)):
        directory.bar(Bar(process=process, person=person, role=role, reason="jäv"))

    known = directory.known(_held(process))

    assert known is not None
    assert known.stamp == _stamp()
    assert sorted(known.bars) == sorted(
        [(world.officer.pk, ""), (world.auditor.pk, Role.DECISION_MAKER.value)]
    )


def test_a_bar_that_is_written_afterwards_is_not_known(world: World) -> None:
    process = drive.apply(world).main_process
    held = _held(process)

    is_new = directory.bar(Bar(process=process, person=world.officer, reason="jäv"))

    assert is_new
    assert directory.known(held) is None
    assert not directory.bar(Bar(process=process, person=world.officer, reason="jäv"))


def test_nothing_is_known_of_a_process_that_is_not_held(world: World) -> None:
    process = Process.objects.get(pk=drive.apply(world).main_process.pk)

    assert directory.known(process) is None
    assert directory.known(None) is None


def test_without_a_stamp_the_directory_is_asked(world: World) -> None:
    process = drive.apply(world).main_process
    DirectoryStamp.objects.all().delete()

    assert directory.known(_held(process)) is None
