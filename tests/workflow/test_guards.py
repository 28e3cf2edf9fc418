"""Who may not, when not yet, and what no longer counts."""

from datetime import timedelta

import pytest

from processes.application.actions import begin
from processes.case.models import Case
from tests.support import drive
from tests.support.world import World
from workflow import queues, sweep, trail
from workflow.calendar import local_date
from workflow.engine.transitions import perform
from workflow.exceptions import Conflict, NotPermitted
from workflow.models import Task, Timer


@pytest.fixture
def assessed(world: World) -> Case:
    return drive.assess(world, drive.accept(world, drive.apply(world)))


def _proposed(world: World, case: Case) -> Case:
    drive.claim(drive.open_task(case, "lead_audit"), by=world.auditor, at=world.at, declared=True)
    drive.team.propose_team(drive.fresh(case).audit, [], by=world.auditor, at=world.at)
    return drive.fresh(case)


def test_what_time_shall_bring_is_brought_by_nobody(world: World, assessed: Case) -> None:
    audit = _proposed(world, assessed).audit

    with pytest.raises(NotPermitted):
        perform(audit.stand, by=world.coordinator, at=world.at)


def test_a_task_that_asks_for_a_declaration_is_taken_before_it_is_done(
    world: World, assessed: Case
) -> None:
    with pytest.raises(NotPermitted):
        drive.team.propose_team(assessed.audit, [], by=world.auditor, at=world.at)

    assert not assessed.audit.team.exists()


def test_a_task_is_not_kept_for_somebody_whose_role_has_ended(world: World) -> None:
    case = drive.apply(world)
    world.coordinator.memberships.update(to_date=local_date(world.at) - timedelta(days=1))

    perform(case.application.send_back, by=world.officer, at=world.at, reasons="Ange enhet.")

    assert drive.open_task(case, "apply").owner is None


def test_a_reminder_never_lies_in_the_past_of_a_new_task(world: World) -> None:
    task = drive.open_task(drive.apply(world), "review_application")

    timer = Timer.objects.of(task).get(step="remind")

    assert task.due is not None
    assert (local_date(timer.due_at) - task.due).days == -1
    assert sweep.fire_due(world.at) == 0


def test_a_claim_that_was_worked_on_meanwhile_is_not_returned(world: World, assessed: Case) -> None:
    task = drive.open_task(assessed, "lead_audit")
    drive.claim(task, by=world.auditor, at=world.at, declared=True)
    late = world.at + timedelta(days=8)
    queues.extend_lease(task, until=late + timedelta(days=1))

    with pytest.raises(Conflict):
        queues.return_idle(task, at=late)

    assert Task.objects.get(pk=task.pk).owner == world.auditor


def test_the_trail_tells_to_whom_a_task_was_given(world: World) -> None:
    case = drive.apply(world)
    task = drive.open_task(case, "review_application")

    queues.assign(task, to=world.officer, by=world.officer, at=world.at)

    assert trail.history(case).get(step="assign").because == world.officer.name


def test_frozen_texts_have_their_hash_in_the_trail(world: World) -> None:
    case = drive.grant(world)

    entries = {(e.event, e.data.get("sha256")) for e in trail.history(case)}

    snapshot, report = case.self_assessment.snapshots.get(), case.audit.reports.get()
    assert ("selfassessment.submit", snapshot.sha256) in entries
    assert ("report.lock", report.sha256) in entries
    assert ("decision.grant", case.decisions.get().basis_sha256) in entries


def test_a_role_is_asked_for_on_the_day_of_the_step(world: World) -> None:
    case = begin(world.municipality, world.scheme, by=world.coordinator, at=world.at)
    world.coordinator.memberships.update(to_date=local_date(world.at))

    with pytest.raises(NotPermitted):
        perform(case.erase_draft, by=world.coordinator, at=world.later(days=1), moment=world.at)

    perform(case.erase_draft, by=world.coordinator, at=world.later(days=-1), moment=world.at)
