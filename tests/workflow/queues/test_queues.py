"""Claim, hand back, assign, put aside, lease."""

from datetime import timedelta
from typing import Any

import pytest

from processes.audit.models import Finding
from processes.case.actions import claim, give_all, keep_lease
from processes.case.exclusions import exclude
from processes.case.models import Case
from tests.support import drive
from tests.support.world import World
from workflow import queues, sweep
from workflow.calendar import local_date
from workflow.exceptions import Conflict, NotPermitted, Refused
from workflow.models import Task, TrailEntry


@pytest.fixture
def case(world: World) -> Case:
    return drive.assess(world, drive.accept(world, drive.apply(world)))


@pytest.fixture
def task(case: Case) -> Task:
    return drive.open_task(case, "lead_audit")


def _available(world: World, person: object) -> list[int]:
    return list(queues.available(person, local_date(world.at)).values_list("pk", flat=True))


def test_a_task_is_in_the_queue_of_its_role_only(world: World, task: Task) -> None:
    assert _available(world, world.auditor) == [task.pk]
    assert _available(world, world.officer) == []
    assert _available(world, world.coordinator) == []


def test_only_one_of_two_claims_succeeds(world: World, task: Task) -> None:
    claim(task, by=world.auditor, at=world.at, declared=True)

    with pytest.raises(Conflict):
        claim(task, by=world.second_auditor, at=world.at, declared=True)

    assert Task.objects.get(pk=task.pk).owner == world.auditor


def test_an_audit_is_not_claimed_without_a_declaration(world: World, task: Task) -> None:
    with pytest.raises(Refused):
        claim(task, by=world.auditor, at=world.at)

    assert Task.objects.get(pk=task.pk).owner is None


def test_an_excluded_person_neither_sees_nor_claims(world: World, task: Task) -> None:
    exclude(task.process, world.auditor, reason="a tie", at=world.at)

    assert _available(world, world.auditor) == []
    with pytest.raises(Conflict):
        claim(task, by=world.auditor, at=world.at, declared=True)
    assert not Case.objects.visible_to(world.auditor, local_date(world.at)).exists()


def test_a_task_handed_back_is_free_again_and_the_trail_says_why(world: World, task: Task) -> None:
    claim(task, by=world.auditor, at=world.at, declared=True)

    queues.hand_back(task, by=world.auditor, at=world.at, because="Semester")

    assert _available(world, world.second_auditor) == [task.pk]
    assert TrailEntry.objects.filter(step="hand_back", because="Semester").count() == 1


def test_only_the_owner_hands_back(world: World, task: Task) -> None:
    claim(task, by=world.auditor, at=world.at, declared=True)

    with pytest.raises(Conflict):
        queues.hand_back(task, by=world.second_auditor, at=world.at)


def test_a_task_is_assigned_only_to_who_may_take_it(world: World, task: Task) -> None:
    queues.assign(task, to=world.second_auditor, by=world.auditor, at=world.at)
    assert Task.objects.get(pk=task.pk).owner == world.second_auditor

    with pytest.raises(NotPermitted):
        queues.assign(task, to=world.officer, by=world.auditor, at=world.at)


def test_a_task_is_never_put_aside_past_its_deadline(world: World, task: Task) -> None:
    claim(task, by=world.auditor, at=world.at, declared=True)
    assert task.due is not None

    with pytest.raises(Refused):
        queues.snooze(task, until=task.due + timedelta(days=1), by=world.auditor)

    queues.snooze(task, until=task.due, by=world.auditor)
    assert not queues.taken(world.auditor, local_date(world.at)).exists()
    assert queues.snoozed(world.auditor, local_date(world.at)).count() == 1


def _given(task: Task, world: World) -> None:
    queues.assign(task, to=world.second_auditor, by=world.auditor, at=world.at)


def _bulk_assigned(task: Task, world: World) -> None:
    given = give_all([task], to=world.second_auditor, by=world.auditor, at=world.at)
    if given:  # what asks for a declaration is given by nobody: as at a node that does not
        _given(task, world)


def _handed_back(task: Task, world: World) -> None:
    queues.hand_back(task, by=world.auditor, at=world.at)


def _excluded(task: Task, world: World) -> None:
    exclude(task.process, world.auditor, reason="a tie", at=world.at)


def _idle(task: Task, world: World) -> None:
    assert sweep.return_idle_claims(world.later(days=30)) == 1


@pytest.mark.parametrize("lose", [_given, _bulk_assigned, _handed_back, _excluded, _idle])
def test_what_one_puts_aside_is_so_for_nobody_else(world: World, task: Task, lose: Any) -> None:
    claim(task, by=world.auditor, at=world.at, declared=True)
    task.refresh_from_db()
    assert task.due is not None
    queues.snooze(task, until=task.due, by=world.auditor)

    lose(task, world)

    task.refresh_from_db()
    assert task.owner != world.auditor
    assert task.snoozed_until is None


def test_an_idle_claim_goes_back_to_the_queue(world: World, task: Task) -> None:
    claim(task, by=world.auditor, at=world.at, declared=True)

    assert sweep.return_idle_claims(world.later(days=3)) == 0
    assert sweep.return_idle_claims(world.later(days=5)) == 1
    assert _available(world, world.second_auditor) == [task.pk]


def test_work_on_a_task_keeps_the_claim(world: World, task: Task) -> None:
    claim(task, by=world.auditor, at=world.at, declared=True)
    keep_lease(task, at=world.later(days=4))

    assert sweep.return_idle_claims(world.later(days=4)) == 0


def test_an_audit_has_one_finding_per_criterion(case: Case) -> None:
    assert Finding.objects.filter(audit=case.audit).count() == 6
