"""perform is the only door to a new state."""

import pytest

from processes.application import policies
from processes.case.models import Case
from processes.models import Membership
from tests.support import drive
from tests.support.world import World
from workflow import events
from workflow.engine.transitions import open_steps, perform
from workflow.exceptions import ConditionFailed, Conflict, NotPermitted, heard
from workflow.models import Task, Timer, TrailEntry


@pytest.fixture
def submitted(world: World) -> Case:
    return drive.apply(world)


def test_a_step_changes_records_and_opens_the_next_task_at_once(
    world: World, submitted: Case
) -> None:
    application = submitted.application

    entry = perform(application.send_back, by=world.officer, at=world.at, reasons="Ange enhet.")

    assert (entry.source, entry.target, entry.actor) == ("submitted", "returned", world.officer)
    assert drive.nodes(submitted) == ["apply"]


def test_the_second_of_two_simultaneous_decisions_loses(world: World, submitted: Case) -> None:
    first, second = drive.fresh(submitted).application, drive.fresh(submitted).application
    perform(first.send_back, by=world.officer, at=world.at, reasons="Ange enhet.")

    with pytest.raises(Conflict):
        perform(second.decline, by=world.officer, at=world.at, reasons="Nej.")

    assert drive.fresh(submitted).application.current_state == "returned"


def test_a_stale_row_never_overwrites_a_newer_one(world: World, submitted: Case) -> None:
    stale = drive.fresh(submitted).certification.cases.get()
    perform(drive.fresh(submitted).withdraw, by=None, at=world.at, moment=world.at, reasons="")

    with pytest.raises(Conflict):
        perform(stale.refuse, by=None, at=world.at, moment=world.at)


def test_who_does_not_hold_the_role_is_refused(world: World, submitted: Case) -> None:
    with pytest.raises(NotPermitted):
        perform(submitted.application.accept, by=world.auditor, at=world.at)


def test_a_membership_that_ended_no_longer_counts(world: World, submitted: Case) -> None:
    Membership.objects.filter(person=world.officer).update(to_date="2026-01-31")

    with pytest.raises(NotPermitted):
        perform(submitted.application.accept, by=world.officer, at=world.at)


def test_a_refusal_says_in_words_which_condition_failed(world: World, submitted: Case) -> None:
    with pytest.raises(ConditionFailed) as refused:
        perform(submitted.application.accept, by=world.officer, at=world.at)

    assert len(refused.value.refusals) == 1
    assert refused.value.refusals[0].endswith(".")
    assert refused.value.code.startswith("condition.")
    assert hasattr(policies, refused.value.code.removeprefix("condition."))


def test_a_step_out_of_order_is_refused_and_changes_nothing(world: World, submitted: Case) -> None:
    before = TrailEntry.objects.count()

    with pytest.raises(Conflict):
        perform(submitted.application.submit, by=world.coordinator, at=world.at, moment=world.at)

    assert TrailEntry.objects.count() == before


def test_a_failing_listener_undoes_everything(world: World, submitted: Case) -> None:
    def fail(**kwargs: object) -> None:
        raise RuntimeError("outbox unreachable")

    events.performed.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            perform(submitted.application.send_back, by=world.officer, at=world.at, reasons="Ange.")
    finally:
        events.performed.disconnect(fail)

    assert drive.fresh(submitted).application.current_state == "submitted"
    assert drive.nodes(submitted) == ["review_application"]


def test_open_steps_say_why_a_step_is_closed_to_a_person(world: World, submitted: Case) -> None:
    steps = {step.name: step for step in open_steps(submitted.application, world.coordinator)}

    assert set(steps) == {"accept", "decline", "send_back"}
    assert not steps["decline"].allowed
    assert steps["decline"].refusals


def test_what_is_refused_is_heard_and_what_is_only_asked_is_not(
    world: World, submitted: Case
) -> None:
    application = submitted.application

    with heard() as codes:
        open_steps(application, world.coordinator)
        asked = list(codes)
        with pytest.raises(NotPermitted) as refused:
            perform(application.decline, by=world.coordinator, at=world.at, reasons="Nej.")

    assert asked == []
    assert codes == [refused.value.code] == ["not_permitted.other_role"]
    with heard() as later:
        pass
    assert later == []


def test_a_task_taken_by_a_colleague_is_not_completed_by_another(world: World) -> None:
    case = drive.assess(world, drive.accept(world, drive.apply(world)))
    drive.claim(drive.open_task(case, "lead_audit"), by=world.auditor, at=world.at, declared=True)

    with pytest.raises(Conflict):
        perform(
            drive.fresh(case).audit.propose_team,
            by=world.second_auditor,
            at=world.at,
            moment=world.at,
        )


def test_finishing_a_task_ends_its_reminders(world: World, submitted: Case) -> None:
    task = drive.open_task(submitted, "review_application")
    assert Timer.objects.of(task).filter(status="waiting").count() == 1

    perform(submitted.application.decline, by=world.officer, at=world.at, reasons="Ofullständig.")

    assert not Timer.objects.of(task).filter(status="waiting").exists()
    assert Task.objects.get(pk=task.pk).owner == world.officer
