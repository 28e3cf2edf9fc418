"""Mails go in rounds and through a queue of their own: what else is due never waits behind them."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings

from config.celery import app
from notifications import tasks
from notifications.delivery import send as delivery
from notifications.models import Notification
from tests.notifications.post import Office, more
from tests.support.world import World
from workflow import clock


@pytest.fixture
def slow(world: World, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Each mail takes two seconds; the workers that are woken are counted, not started."""
    passed = [0.0]
    send = delivery.send

    def slowly(made: object, server: object) -> None:
        passed[0] += 2
        send(made, server)

    monkeypatch.setattr(delivery, "send", slowly)
    monkeypatch.setattr(delivery, "time", SimpleNamespace(monotonic=lambda: passed[0]))
    monkeypatch.setattr(clock, "now", lambda: world.at)
    return passed


@pytest.mark.parametrize("task", [tasks.deliver, tasks.sweep], ids=lambda task: task.__name__)
def test_a_round_ends_and_the_next_is_asked_for(
    world: World,
    office: Office,
    row: Notification,
    slow: list[float],
    task,
    django_capture_on_commit_callbacks,
) -> None:
    more(row, 9)
    woken: list[int] = []

    with tasks.woken_by(lambda: woken.append(1)), django_capture_on_commit_callbacks(execute=True):
        task()

    assert slow[0] <= tasks.ROUND_SECONDS + 4  # a mail more, and one that was on its way
    assert 0 < len(office.got) < 10
    assert woken == [1]


def test_rounds_come_to_an_end_and_send_each_mail_once(
    world: World,
    office: Office,
    row: Notification,
    slow: list[float],
    django_capture_on_commit_callbacks,
) -> None:
    more(row, 9)
    woken = [1]

    with tasks.woken_by(lambda: woken.append(1)):
        while woken:
            woken.pop()
            with django_capture_on_commit_callbacks(execute=True):
                tasks.deliver()
            slow[0] += 60

    assert len(office.ids) == len(set(office.ids)) == 10


def test_a_direct_call_sends_all(world: World, office: Office, row: Notification, slow) -> None:
    more(row, 9)

    assert delivery.deliver_due(world.at) == 10


def test_nobody_is_woken_for_what_is_not_due_yet(
    world: World, office: Office, row: Notification, slow, django_capture_on_commit_callbacks
) -> None:
    more(row, 1)
    Notification.objects.exclude(pk=row.pk).update(next_try_at=world.at + timedelta(minutes=1))
    woken: list[int] = []

    with tasks.woken_by(lambda: woken.append(1)), django_capture_on_commit_callbacks(execute=True):
        tasks.deliver()

    assert woken == []


@pytest.mark.parametrize("entry", app.conf.beat_schedule.values(), ids=lambda one: one["task"])
def test_only_mails_stand_behind_mails(entry) -> None:
    main = settings.CELERY_TASK_DEFAULT_QUEUE
    route = app.amqp.router.route({}, entry["task"])

    assert route["queue"].name == (f"{main}-mail" if "notifications" in entry["task"] else main)


def test_a_worker_that_is_told_of_no_queue_takes_from_both() -> None:
    main = settings.CELERY_TASK_DEFAULT_QUEUE

    queues = app.amqp.queues.consume_from

    assert {*queues} == {main, f"{main}-mail"}
    assert {queue.routing_key for queue in queues.values()} == {*queues}
