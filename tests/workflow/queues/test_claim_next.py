"""The next task of a person's queues: one statement, the right one, and nobody else's."""

from datetime import timedelta
from typing import Any

import pytest

from processes.case.exclusions import exclude
from processes.models import Membership, Organisation, Person
from processes.roles import Role
from tests.support import drive
from tests.support.world import LONG_AGO, World, person
from tests.workflow.test_statements import statements
from workflow import queues
from workflow.calendar import local_date
from workflow.models import Task


def apply(world: World, number: int) -> list[Task]:
    """So many applications that wait for review, in the order of the queue."""
    for index in range(number):
        place = Organisation.objects.create(
            kind="municipality", code=f"9{index:03}", name=f"Ort {index}"
        )
        drive.apply(world, place, person(f"Kim {index}", place, Role.COORDINATOR))
    return list(Task.objects.filter(role=Role.OFFICER, owner=None).order_by(*queues.ORDER))


def take(world: World, somebody: Any) -> int | None:
    return queues.claim_next(somebody, at=world.at)


def let(world: World, somebody: Person, role: Role, place: Organisation) -> None:
    Membership.objects.create(person=somebody, role=role, organisation=place, from_date=LONG_AGO)


def test_tasks_are_taken_in_the_queue_s_order_until_none_is_left(world: World) -> None:
    tasks = apply(world, 3)
    Task.objects.filter(pk=tasks[2].pk).update(priority=Task.Priority.HIGH)
    Task.objects.filter(pk=tasks[0].pk).update(due=None)

    taken = [take(world, world.officer) for _ in range(4)]

    assert taken == [tasks[2].pk, tasks[1].pk, tasks[0].pk, None]


def test_a_taken_task_is_as_if_it_had_been_claimed_by_name(world: World) -> None:
    first, second = apply(world, 2)

    take(world, world.officer)
    queues.claim(second.pk, by=world.officer, at=world.at)

    fields = ("owner", "status", "assigned", "lease_until")
    assert len(set(Task.objects.filter(pk__in=[first.pk, second.pk]).values_list(*fields))) == 1


def test_it_is_one_statement_whatever_the_number_of_roles(world: World) -> None:
    apply(world, 1)
    for role in (Role.AUDITOR, Role.ADMINISTRATOR, Role.DECISION_MAKER):
        let(world, world.officer, role, world.body)

    with statements(1):
        assert take(world, world.officer) is not None


def test_the_first_of_all_her_queues_comes_first(world: World) -> None:
    body_s, *_ = apply(world, 1)
    other = drive.apply(world)
    own = Task.objects.get(process=other.main_process, role=Role.OFFICER)
    let(world, world.officer, Role.COORDINATOR, world.neighbour)
    Task.objects.filter(pk=own.pk).update(
        role=Role.COORDINATOR, organisation=world.neighbour, due=body_s.due - timedelta(days=1)
    )

    assert [take(world, world.officer) for _ in range(3)] == [own.pk, body_s.pk, None]


def test_nobody_takes_what_belongs_to_another_role_or_place(world: World) -> None:
    apply(world, 1)
    let(world, world.coordinator, Role.OFFICER, world.municipality)

    assert take(world, world.auditor) is None
    assert take(world, world.coordinator) is None


def test_a_role_counts_only_while_it_is_held(world: World) -> None:
    apply(world, 2)
    held = Membership.objects.filter(person=world.officer)
    held.update(to_date=local_date(world.at) - timedelta(days=1))
    assert take(world, world.officer) is None

    held.update(to_date=None, from_date=local_date(world.at) + timedelta(days=1))
    assert take(world, world.officer) is None

    held.update(from_date=local_date(world.at))
    assert take(world, world.officer) is not None


def test_a_role_given_twice_gives_a_task_once(world: World) -> None:
    apply(world, 1)
    held = Membership.objects.get(person=world.officer)
    Membership.objects.create(
        person=held.person, role=held.role, organisation=held.organisation, from_date=START_AGAIN
    )

    assert [take(world, world.officer) is None for _ in range(2)] == [False, True]


START_AGAIN = LONG_AGO + timedelta(days=1)


def test_a_person_who_may_not_sign_in_takes_nothing(world: World) -> None:
    apply(world, 1)
    world.officer.is_active = False
    assert take(world, world.officer) is None

    Person.objects.filter(pk=world.officer.pk).update(is_active=False)
    assert take(world, Person(pk=world.officer.pk)) is None


@pytest.mark.parametrize("role", ["", Role.OFFICER])
def test_an_excluded_case_is_passed_over(world: World, role: str) -> None:
    first, second = apply(world, 2)
    exclude(first.process, world.officer, reason="a tie", at=world.at, role=role)

    assert [take(world, world.officer) for _ in range(2)] == [second.pk, None]


def test_a_bar_of_another_role_keeps_nobody(world: World) -> None:
    first, *_ = apply(world, 1)
    exclude(first.process, world.officer, reason="a tie", at=world.at, role=Role.DECISION_MAKER)

    assert take(world, world.officer) == first.pk


def test_what_asks_for_a_declaration_is_never_taken_in_passing(world: World) -> None:
    case = drive.assess(world, drive.accept(world, drive.apply(world)))
    declared = drive.open_task(case, "lead_audit")

    assert declared.pk in queues.available(world.auditor, local_date(world.at)).values_list(
        "pk", flat=True
    )
    assert take(world, world.auditor) is None
    assert Task.objects.get(pk=declared.pk).owner is None


def test_behind_a_declared_task_the_next_plain_one_is_found(world: World) -> None:
    declared = drive.open_task(
        drive.assess(world, drive.accept(world, drive.apply(world))), "lead_audit"
    )
    plain, *_ = apply(world, 1)
    Task.objects.filter(pk=plain.pk).update(role=Role.AUDITOR, due=declared.due + timedelta(days=9))

    assert [take(world, world.auditor) for _ in range(2)] == [plain.pk, None]


def test_what_is_taken_or_done_is_not_taken_again(world: World) -> None:
    first, second = apply(world, 2)
    queues.claim(first.pk, by=world.officer, at=world.at)
    Task.objects.filter(pk=second.pk).update(status="DONE")

    assert take(world, world.officer) is None
