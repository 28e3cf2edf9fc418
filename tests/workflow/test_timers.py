"""Promises are kept once, late if need be, and one bad one delays no other."""

from datetime import timedelta

import pytest

from processes.case.models import Case
from processes.models import Certificate, ProgrammeItem
from tests.support import drive
from tests.support.world import World
from workflow import events, sweep, timers
from workflow.calendar import end_of, local_date
from workflow.exceptions import Conflict
from workflow.models import Task, Timer
from workflow.timers import incidents


@pytest.fixture
def proposed(world: World) -> Case:
    case = drive.assess(world, drive.accept(world, drive.apply(world)))
    drive.claim(drive.open_task(case, "lead_audit"), by=world.auditor, at=world.at, declared=True)
    drive.team.propose_team(drive.fresh(case).audit, [], by=world.auditor, at=world.at)
    return drive.fresh(case)


def _timer(subject: object, step: str) -> Timer:
    return Timer.objects.of(subject).get(step=step)


def test_silence_becomes_consent_when_the_time_to_object_is_over(
    world: World, proposed: Case
) -> None:
    timer = _timer(proposed.audit, "stand")
    sweep.fire_due(timer.due_at - timedelta(seconds=1))
    assert drive.fresh(proposed).audit.current_state == "proposed"

    sweep.fire_due(timer.due_at)

    assert drive.fresh(proposed).audit.current_state == "preparing"
    assert drive.nodes(proposed) == ["review_documents"]


def test_a_timer_fires_once_however_often_the_sweep_runs(world: World, proposed: Case) -> None:
    due_at = _timer(proposed.audit, "stand").due_at

    fired = [sweep.fire_due(due_at) for _ in range(3)]

    assert fired[1:] == [0, 0]
    assert Task.objects.filter(process=proposed.main_process, role="auditor").count() == 2


def test_lateness_after_thirty_days_of_downtime_is_recorded(world: World, proposed: Case) -> None:
    timer = _timer(proposed.audit, "stand")

    sweep.fire_due(timer.due_at + timedelta(days=30))

    assert _timer(proposed.audit, "stand").lateness == timedelta(days=30)


def test_leaving_a_state_stops_what_it_promised(world: World, proposed: Case) -> None:
    drive.perform(proposed.audit.accept_team, by=world.coordinator, at=world.at)

    assert _timer(proposed.audit, "stand").status == "cancelled"


def test_every_timer_explains_its_date(world: World, proposed: Case) -> None:
    timer = _timer(proposed.audit, "stand")

    assert timer.explanation["amount"] == 10
    assert timer.due_at == end_of(local_date(timer.due_at - timedelta(1)))


def test_a_timer_that_fails_delays_no_other_and_becomes_an_incident(
    world: World, proposed: Case
) -> None:
    broken = timers.start(world.scheme, "no_such_step", due_at=world.at)
    raised: list[Timer] = []

    def note(timer: Timer, **kwargs: object) -> None:
        raised.append(timer)

    events.incident_raised.connect(note)
    moment = _timer(proposed.audit, "stand").due_at
    for _attempt in range(incidents.ATTEMPTS):
        sweep.fire_due(moment)
        moment += timedelta(hours=1)
    events.incident_raised.disconnect(note)

    broken = Timer.objects.get(pk=broken.pk)
    assert (broken.status, len(raised)) == ("incident", 1)
    assert "no_such_step" in broken.error
    assert drive.fresh(proposed).audit.current_state == "preparing"


def test_an_incident_can_be_retried(world: World) -> None:
    timer = timers.start(world.scheme, "no_such_step", due_at=world.at)
    Timer.objects.filter(pk=timer.pk).update(status="incident")

    incidents.retry(timer, at=world.at)

    assert Timer.objects.get(pk=timer.pk).status == "waiting"
    with pytest.raises(Conflict):
        incidents.retry(timer, at=world.at)


def test_only_the_newest_rung_is_announced_after_downtime(world: World) -> None:
    case = drive.apply(world)
    task = drive.open_task(case, "review_application")
    rungs: list[int] = []

    def note(reminded: list[tuple[Task, int]], **kwargs: object) -> None:
        rungs.extend(rung for _task, rung in reminded)

    events.tasks_reminded.connect(note)
    sweep.fire_due(world.at + timedelta(days=30))
    events.tasks_reminded.disconnect(note)

    assert rungs == [21]
    assert Timer.objects.of(task).filter(status="waiting").count() == 1


def test_a_whole_cycle_opens_its_cases_by_itself(world: World) -> None:
    certificate = Certificate.objects.get(case=drive.grant(world))
    kinds = [item.kind for item in ProgrammeItem.objects.order_by("opens_date")]
    assert kinds == ["surveillance", "surveillance", "recertification"]

    first = ProgrammeItem.objects.order_by("opens_date")[0]
    sweep.fire_due(end_of(first.opens_date))

    first.refresh_from_db()
    assert first.current_state == "opened"
    assert first.case.kind == "surveillance"
    assert first.case.edition == certificate.case.edition
    assert drive.nodes(first.case) == ["assess"]


def test_a_certificate_not_renewed_in_time_expires(world: World) -> None:
    certificate = Certificate.objects.get(case=drive.grant(world))

    sweep.fire_due(end_of(certificate.expiry_date) + timedelta(minutes=1))

    assert Certificate.objects.get(pk=certificate.pk).current_state == "expired"
