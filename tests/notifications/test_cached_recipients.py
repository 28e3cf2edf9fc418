"""Who is remembered is who would be found by asking."""

import random
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from notifications.models import Notification, Preference
from notifications.occurrences import of_task
from notifications.recipients import cached
from notifications.recipients import rule as recipients
from notifications.rules import To
from processes.application import actions as application_actions
from processes.models import Membership, Person
from processes.roles import Role
from tests.support import drive
from tests.support.world import LONG_AGO, World, person
from workflow.calendar import local_date
from workflow.engine import locking
from workflow.engine.transitions import perform
from workflow.models import Exclusion, Task

ROLES = (Role.OFFICER, Role.AUDITOR, Role.ADMINISTRATOR)


@pytest.fixture
def task(world: World) -> Task:
    """In a queue whose readers nobody remembers."""
    task = drive.open_task(drive.apply(world), "review_application")
    cached._remembered.clear()
    return task


def _held(task: Task) -> Task:
    task.process = locking.lock_free({task.process_id})[task.process_id]
    return task


def _readers(task: Task, by: Any, world: World) -> list[cached.Reader]:
    return recipients.readers(To.QUEUE, of_task(task, "task.opened", at=world.at, by=by))


def _asked(task: Task, by: Any, world: World) -> list[cached.Reader]:
    return recipients.queue(
        role=task.role,
        organisation=task.organisation_id,
        process=task.process_id,
        by=by.pk if by else recipients.NOBODY,
        day=local_date(world.at),
    ).all()


def _change(world: World, people: list[Person], task: Task, chance: random.Random) -> None:
    """Something that may change who reads."""
    one = chance.choice(people)
    what = chance.randrange(5)
    if what == 0:
        place = chance.choice([world.body, world.municipality])
        Membership.objects.get_or_create(
            person=one,
            organisation=place,
            role=chance.choice(ROLES),
            from_date=chance.choice([LONG_AGO, date(2025, 1, 1), date(2030, 1, 1)]),
        )
    elif what == 1:
        Membership.objects.filter(person=one).update(to_date=chance.choice([None, "2031-01-01"]))
    elif what == 2:
        Person.objects.filter(pk=one.pk).update(is_active=chance.random() < 0.8)
    elif what == 3:
        wish = {"pace": chance.choice(["at_once", "daily"]), "exceptions": {"queued": "off"}}
        Preference.objects.update_or_create(person=one, defaults=wish)
    else:
        role = chance.choice(["", task.role, Role.AUDITOR])
        Exclusion.objects.get_or_create(
            process=task.process, person=one, role=role, defaults={"reason": "a tie"}
        )


@pytest.mark.parametrize("seed", range(6))
def test_whatever_changes_they_are_the_same_as_asked(world: World, task: Task, seed: int) -> None:
    chance = random.Random(seed)
    people = [person(f"Person {n}", world.body, chance.choice(ROLES)) for n in range(8)]
    some = 0
    for _ in range(60):
        _change(world, people, task, chance)
        task.role, task.organisation = chance.choice(ROLES), world.body
        by = chance.choice([None, *people])
        for _again in range(2):
            found = _readers(_held(task), by, world)
            assert found == _asked(task, by, world)
            some += len(found) > 1
        world.at += timedelta(hours=chance.choice([0, 0, 30]))
    assert some > 20


def test_they_are_asked_for_once(world: World, task: Task) -> None:
    first = _readers(_held(task), None, world)
    held = _held(task)

    with CaptureQueriesContext(connection) as asked:
        again = _readers(held, None, world)

    assert first == again != []
    assert not asked.captured_queries


def test_what_was_undone_is_not_remembered(world: World, task: Task) -> None:
    before = _readers(_held(task), None, world)
    with transaction.atomic():
        Membership.objects.filter(role=task.role).delete()
        assert _readers(_held(task), None, world) == []
        transaction.set_rollback(True)

    assert _readers(_held(task), None, world) == before != []


def test_a_change_after_the_hold_is_not_remembered_under_the_older_version(
    world: World, task: Task
) -> None:
    held = _held(task)
    with transaction.atomic():
        Person.objects.filter(pk=world.officer.pk).update(is_active=False)
        assert world.officer.pk not in [one[0] for one in _readers(held, None, world)]
        transaction.set_rollback(True)

    assert world.officer.pk in [one[0] for one in _readers(_held(task), None, world)]


def test_not_all_that_ever_sat_are_remembered(
    world: World, task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cached, "MOST", 3)
    for role in list(Role)[:5]:
        task.role = role
        Membership.objects.get_or_create(
            person=world.officer, organisation=world.body, role=role, from_date=LONG_AGO
        )
        task.organisation = world.body
        _readers(_held(task), None, world)

    assert 0 < len(cached._remembered) <= 3


def test_who_was_remembered_is_told_as_it_was_when_the_process_was_held(
    world: World, task: Task
) -> None:
    before = _readers(_held(task), None, world)
    held = _held(task)
    with transaction.atomic():
        Person.objects.filter(pk=world.officer.pk).update(is_active=False)

        assert _readers(held, None, world) == before
        assert _readers(_held(task), None, world) == []


def test_of_a_step_the_excluded_are_not_told_though_they_are_remembered(world: World) -> None:
    other = person("Olle Annan", world.body, Role.OFFICER)
    drive.apply(world, world.neighbour, world.neighbour_coordinator)
    case = application_actions.begin(
        world.municipality, world.scheme, by=world.coordinator, at=world.at
    )
    Exclusion.objects.create(process=case.main_process, person=other, reason="a tie")
    application = drive.fresh(case).application
    application.scope, application.sites = "Service till företag", "Stadshuset"
    application.consultancy = "Nej"

    with CaptureQueriesContext(connection) as asked:
        perform(application.submit, by=world.coordinator, at=world.at, moment=world.at)

    told = Notification.objects.filter(case=case, rule="queued")
    assert set(told.values_list("recipient", flat=True)) == {world.officer.pk}
    about_holders = [one["sql"] for one in asked if "notifications_preference" in one["sql"]]
    assert not about_holders
