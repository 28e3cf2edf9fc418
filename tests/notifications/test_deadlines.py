"""What falls due by the calendar, whatever ticks were missed."""

from datetime import date, timedelta

import pytest

from notifications import deadlines, delivery, tasks
from notifications.models import Notification
from processes.models import Certificate
from tests.notifications.post import Office
from tests.support import drive
from tests.support.world import World
from workflow import sweep
from workflow.calendar import at_eight
from workflow.models import Task, Timer


@pytest.fixture
def certificate(world: World) -> Certificate:
    certificate = drive.issued(drive.grant(world))
    Notification.objects.all().delete()
    return certificate


def days_before(certificate: Certificate, days: int) -> date:
    return certificate.expiry_date - timedelta(days=days)


def rungs() -> list[str]:
    rows = Notification.objects.filter(rule="expiring").order_by("occurrence")
    return sorted(set(rows.values_list("occurrence", flat=True)))


def test_a_certificate_that_will_end_is_told_at_eight(certificate: Certificate):
    eight = at_eight(days_before(certificate, 180))

    deadlines.post_due(eight - timedelta(minutes=1))
    assert rungs() == []
    deadlines.post_due(eight)

    assert rungs() == ["-180"]
    assert Notification.objects.count() == 2


def test_fifty_equal_ticks_tell_once(certificate: Certificate):
    eight = at_eight(days_before(certificate, 90))

    for minute in range(0, 1000, 20):
        deadlines.post_due(eight + timedelta(minutes=minute))

    assert Notification.objects.count() == 3


def test_after_downtime_only_the_newest_rung_goes(certificate: Certificate):
    deadlines.post_due(at_eight(days_before(certificate, 20)))

    assert rungs() == ["-30"]


def test_a_certificate_that_ended_is_not_about_to_end(certificate: Certificate):
    deadlines.post_due(at_eight(days_before(certificate, -1)))

    assert rungs() == []


@pytest.mark.usefixtures("swedish")
def test_after_downtime_a_task_is_told_with_the_true_number_of_days(world: World, office: Office):
    task = drive.open_task(drive.accept(world, drive.apply(world)), "assess")
    Notification.objects.all().delete()
    assert task.due is not None

    late = at_eight(task.due + timedelta(days=9))
    Timer.objects.exclude(step="remind").delete()
    sweep.fire_due(late)
    delivery.deliver_due(late)

    told = [mail["Subject"].strip() for mail in office.got if mail["To"] == world.coordinator.email]
    assert len(told) == 1
    assert told[0].startswith("[Försenad 9 dagar] ")


def test_the_sweep_sends_what_a_lost_wake_up_left(world: World, office: Office):
    drive.apply(world)
    Notification.objects.update(at_once=True)

    tasks.sweep()

    assert len(office.got) == 1


def test_a_silent_broker_stops_no_one(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: object,
    caplog: pytest.LogCaptureFixture,
):
    def refuse(**_: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(tasks.deliver, "apply_async", refuse)

    with django_capture_on_commit_callbacks(execute=True):
        drive.apply(world)

    assert Task.objects.filter(role="officer").exists()
    assert Notification.objects.filter(status="pending").exists()
