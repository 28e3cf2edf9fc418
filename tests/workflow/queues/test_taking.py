"""Who may take a task: one rule, and each of its forms says the same of random people."""

from datetime import date, timedelta
from itertools import product
from random import Random

import pytest
from django.db import transaction

from notifications.models import Notification
from notifications.rules import Kind
from processes.case.visibility import WHOLE
from processes.flows import CertificationFlow
from processes.models import Case, Membership, Person
from processes.roles import BODY, Role
from tests.support import drive
from tests.support.world import World, person
from workflow import queues
from workflow.exceptions import Conflict
from workflow.models import Exclusion, Task
from workflow.queues import exclusions
from workflow.roles import Grant, grants

ROLES = [role.value for role in BODY]
MONDAY = date(2026, 3, 2)


def people(world: World, luck: Random, number: int = 12) -> list[Person]:
    """Some with roles that have ended, begun or not, at either place; some who have left."""
    found = []
    for n in range(number):
        one = Person.objects.create_user(f"p{n}@example.org", name=f"P {n}")
        for _ in range(luck.randint(0, 3)):
            first = MONDAY + timedelta(days=luck.choice([-400, 0, 1]))
            ended = luck.choice([None, first, first + timedelta(days=500)])
            place = luck.choice([world.body, world.body, world.municipality])
            Membership.objects.get_or_create(
                person=one,
                organisation=place,
                role=luck.choice(ROLES),
                from_date=first,
                defaults={"to_date": ended},
            )
        if luck.random() < 0.15:
            one.is_active = False
            one.save(update_fields=["is_active"])
        found.append(one)
    return found


@pytest.fixture(params=range(6))
def luck(request: pytest.FixtureRequest) -> Random:
    return Random(request.param)


@pytest.fixture
def waiting(world: World, luck: Random) -> tuple[list[Person], list[Task]]:
    """Tasks of many roles that wait, and people, some of them excluded from some roles of them."""
    process = drive.accept(world, drive.apply(world)).main_process
    some = people(world, luck)
    for role in ROLES:
        node = luck.choice([CertificationFlow.assess, CertificationFlow.lead_audit])
        Task.objects.create(
            process=process,
            flow_task=node,
            flow_task_type="HUMAN",
            declared=node.declared,
            role=role,
            organisation=luck.choice([world.body, world.body, world.municipality]),
        )
    for one, role in product(some, ["", *ROLES]):
        if luck.random() < 0.1:
            Exclusion.objects.create(process=process, person=one, role=role, reason="a tie")
    tasks = list(Task.objects.filter(role__in=ROLES, owner=None, finished=None))
    # Chance may let nobody take anything; one may for certain, whatever roles there are.
    some.append(person("Saga Säker", tasks[-1].organisation, tasks[-1].role))
    return some, tasks


def test_every_form_says_what_the_rule_says(world, waiting) -> None:
    some, open_tasks = waiting
    answers = set()
    for one, task in product(some, open_tasks):
        rule = queues.may_take(task, one, MONDAY)
        mine = Task.objects.filter(pk=task.pk)
        queue, held = Grant(task.role, task.organisation_id), grants(one, MONDAY)
        takers = queues.takers(
            MONDAY, role=task.role, organisation=task.organisation_id, process=task.process_id
        )
        assert queues.may_keep(task, one.pk, MONDAY) is rule
        assert queues.may_act(held, one, queue, task.process) is rule
        assert queues.with_leave(mine, one, MONDAY).get().leave is rule
        assert queues.available(one, MONDAY).filter(pk=task.pk).exists() is rule
        assert takers.filter(person=one).exists() is rule
        assert may_claim(task, one, world) is rule
        answers.add(rule)
    assert answers == {True, False}


def may_claim(task: Task, person: Person, world: World) -> bool:
    """Whether a claim succeeds; it is taken back."""
    try:
        with transaction.atomic():
            queues.claim(task.pk, by=person, at=world.at)
            transaction.set_rollback(True)
    except Conflict:
        return False
    return True


def test_who_takes_the_next_again_and_again_gets_all_that_they_may_take(world, waiting) -> None:
    some, open_tasks = waiting
    for one in some:
        allowed = {task.pk for task in open_tasks if queues.may_take(task, one, MONDAY)}
        declared = {task.pk for task in open_tasks if task.declared}
        with transaction.atomic():
            taken = set()
            while key := queues.claim_next(one, at=world.at):
                taken.add(key)
            transaction.set_rollback(True)
        assert taken == allowed - declared


def test_a_message_about_a_task_is_for_who_may_take_or_give_it(world, waiting) -> None:
    some, open_tasks = waiting
    case = Case.objects.get()
    for one, task in product(some, open_tasks):
        row = Notification(rule=Kind.QUEUED, recipient=one, task=task, case=case)
        row.subject, row.occurrence = f"{one.pk}", f"{task.pk}"
        row.created_at = row.next_try_at = world.at
        row.save()
        told = Notification.objects.filter(pk=row.pk).may_know(MONDAY).get().may_know
        gives = Grant(Role.ADMINISTRATOR, world.body.pk)
        may_give = queues.may_act(grants(one, MONDAY), one, gives, task.process)
        # Whether they may still sign in is asked of the reader, not of the message.
        if one.is_active:
            assert told is (queues.may_take(task, one, MONDAY) or may_give)


def test_what_excludes_is_the_same_by_row_and_by_question(waiting) -> None:
    some, open_tasks = waiting
    process = open_tasks[0].process
    pairs = list(Exclusion.objects.filter(process=process).values_list("person", "role"))
    for roles in ([], *([role] for role in ROLES), list(WHOLE), ROLES):
        expected = exclusions.whom(pairs, *roles)
        assert {row["person"] for row in exclusions.people(process, *roles)} == expected
        for one in some:
            assert exclusions.is_excluded(one, process, roles) is (one.pk in expected)
            found = {row["process"] for row in exclusions.processes(one, *roles)}
            assert (process.pk in found) is (one.pk in expected)
