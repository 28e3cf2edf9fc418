"""Many occurrences asked about together reach the same people as each asked about alone."""

import random
from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications.models import Preference
from notifications.occurrences import Occurrence, of_task, reminder
from notifications.recipients.bulk import BulkRecipients
from notifications.recipients.rule import readers
from notifications.rules import RULES, rules_for
from processes.models import Membership, Person
from processes.roles import Role
from tests.support import drive
from tests.support.world import LONG_AGO, World, person
from workflow.models import Exclusion, Task


def _people(world: World, chance: random.Random) -> list[Person]:
    """Some with several roles, some that are gone, some with wishes."""
    made = [person(f"Person {n}", world.body, None) for n in range(20)]
    for one in made:
        for role in chance.sample(list(Role), 3):
            place = chance.choice([world.body, world.municipality, world.neighbour])
            began = chance.choice([LONG_AGO, date(2030, 1, 1)])
            ended = chance.choice([None, None, date(2025, 1, 1)]) if began == LONG_AGO else None
            Membership.objects.create(
                person=one, organisation=place, role=role, from_date=began, to_date=ended
            )
        if chance.random() < 0.3:
            Person.objects.filter(pk=one.pk).update(is_active=False)
        if chance.random() < 0.5:
            Preference.objects.create(person=one, pace="at_once", exceptions={"queued": "off"})
    return made


def _tasks(world: World, people: list[Person], chance: random.Random) -> list[Task]:
    """Copies of two cases' tasks: of any role, of any place, with and without an owner."""
    cases = [
        drive.apply(world),
        drive.apply(world, world.neighbour, world.neighbour_coordinator),
    ]
    for case in cases:
        for one in chance.sample(people, 6):
            Exclusion.objects.create(
                process=case.main_process,
                person=one,
                role=chance.choice(["", Role.OFFICER, Role.AUDITOR, Role.ADMINISTRATOR]),
                reason="a tie",
            )
    tasks = []
    for _ in range(60):
        task = drive.open_task(chance.choice(cases), "review_application")
        task.role = chance.choice(["", *Role])
        task.organisation = chance.choice([None, world.body, world.municipality])
        task.owner = chance.choice([None, *people])
        tasks.append(task)
    return tasks


def _occurrences(world: World, chance: random.Random) -> list[Occurrence]:
    people = _people(world, chance)
    told = sorted({rule.event for rule in RULES})
    found = []
    for task in _tasks(world, people, chance):
        by = chance.choice([None, *people])
        found += [
            reminder(task, chance.choice([-7, 7]), at=world.at),
            of_task(task, chance.choice(told), at=world.at, by=by),
            Occurrence(chance.choice(told), task, at=world.at, by=by),
            Occurrence(chance.choice(told), task, at=world.at, by=by, person=chance.choice(people)),
        ]
    return found


def test_bulk_recipients_know_whom_each_rule_means(world: World) -> None:
    world.at += timedelta(hours=1)
    occurrences = _occurrences(world, random.Random(7))

    bulk = BulkRecipients(occurrences, world.at)

    asked = [(rule.to, one) for one in occurrences for rule in rules_for(one.event)]
    together = [bulk.readers(to, one) for to, one in asked]
    assert together == [readers(to, one) for to, one in asked]
    assert sum(len(found) > 1 for found in together) > 20


def test_bulk_recipients_ask_five_questions(world: World) -> None:
    occurrences = _occurrences(world, random.Random(8))
    bulk = BulkRecipients(occurrences, world.at)

    with CaptureQueriesContext(connection) as asked:
        for one in occurrences:
            for rule in rules_for(one.event):
                bulk.readers(rule.to, one)

    assert len(asked) <= 5
