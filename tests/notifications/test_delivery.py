"""From rows to a real server's hands: nothing lost, nothing needless, nothing twice unmarked."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications import delivery
from notifications.models import Notification
from processes.roles import Role
from tests import drive
from tests.notifications.post import Office, free_port, html_of, smtp, text_of
from tests.world import World, person
from workflow.models import Bar, Task


@pytest.fixture
def row(world: World) -> Notification:
    """One mail that waits: a new task for the officer."""
    drive.apply(world)
    return Notification.objects.get(recipient=world.officer)


def test_a_mail_has_two_parts_and_the_headers_machines_need(
    world: World, office: Office, row: Notification
):
    delivery.deliver_due(world.at)

    (mail,) = office.got
    assert mail["To"] == world.officer.email
    assert mail["Message-ID"] == row.message_id
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Reply-To"] == world.administrator.email
    assert mail["References"] == f"<case.{row.reference}@testserver>"
    assert mail["Content-Language"] == "sv"
    assert mail["X-Kvalitetslots-Key"] in row.message_id
    assert '<html lang="sv">' in html_of(mail)
    for part in (text_of(mail), html_of(mail)):
        assert f"http://testserver/task/{row.task_id}/" in part
        assert row.reference in part
    row.refresh_from_db()
    assert (row.status, row.sent_at) == ("sent", world.at)


def test_nobody_is_asked_about_a_case_that_a_bar_keeps_from_her(
    world: World, office: Office, row: Notification
):
    other = person("Åsa Administratör", world.body, Role.ADMINISTRATOR)
    assert row.case is not None
    Bar.objects.create(process=row.case.main_process, person=world.administrator, reason="jäv")

    delivery.deliver_due(world.at)

    assert office.got[0]["Reply-To"] == other.email


def test_a_sent_mail_is_not_sent_again(world: World, office: Office, row: Notification):
    delivery.deliver_due(world.at)
    delivery.deliver_due(world.later(days=1))

    assert len(office.got) == 1


def test_a_worker_killed_between_send_and_mark_repeats_the_same_message_id(
    world: World, office: Office, row: Notification, monkeypatch: pytest.MonkeyPatch
):
    class KilledError(BaseException):
        """As SIGKILL: no code of ours runs after it."""

    def die(*_: object, **__: object) -> None:
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(delivery, "_mark", die)
        with pytest.raises(KilledError):
            delivery.deliver_due(world.at)
    delivery.deliver_due(world.later(minutes=1))
    assert len(office.got) == 1  # the lease of the dead worker still runs

    delivery.deliver_due(world.later(minutes=10))

    assert office.ids == [row.message_id] * 2
    row.refresh_from_db()
    assert row.status == "sent"


def test_two_workers_never_hold_the_same_mail(world: World, row: Notification):
    first = delivery.claim(world.at)
    second = delivery.claim(world.at)

    assert [one.pk for one in first] == [row.pk]
    assert second == []


def test_a_task_done_between_queue_and_send_is_not_told(
    world: World, office: Office, row: Notification
):
    Task.objects.filter(pk=row.task_id).update(status="DONE")

    delivery.deliver_due(world.at)

    row.refresh_from_db()
    assert office.got == []
    assert (row.status, row.reason) == ("suppressed", "done")


def test_a_task_that_somebody_else_took_is_not_told(
    world: World, office: Office, row: Notification
):
    Task.objects.filter(pk=row.task_id).update(owner=world.administrator)

    delivery.deliver_due(world.at)

    row.refresh_from_db()
    assert (row.status, row.reason) == ("suppressed", "taken")


def test_a_task_done_while_other_mails_go_slowly_is_not_told(
    world: World, office: Office, row: Notification, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(delivery, "FRESH_SECONDS", -1)
    claimed = delivery.claim(world.at)
    Task.objects.filter(pk=row.task_id).update(status="DONE")

    (fresh,) = delivery._in_time(claimed)

    assert fresh.task is not None
    assert not fresh.task.is_open


def test_who_has_left_gets_no_mail(world: World, office: Office, row: Notification):
    world.officer.is_active = False
    world.officer.save()

    delivery.deliver_due(world.at)

    row.refresh_from_db()
    assert (row.status, row.reason) == ("suppressed", "left")


def test_a_server_that_is_down_costs_only_time(world: World, row: Notification):
    with smtp(free_port()):
        delivery.deliver_due(world.at)

    row.refresh_from_db()
    assert (row.status, row.attempts, row.claim) == ("pending", 0, "")
    assert row.next_try_at == world.at + timedelta(minutes=1)
    assert "ConnectionRefusedError" in row.error


def test_what_waited_for_a_server_goes_when_it_is_back(
    world: World, row: Notification, request: pytest.FixtureRequest
):
    with smtp(free_port()):
        for _ in range(30):
            delivery.deliver_due(world.later(minutes=2))

    office: Office = request.getfixturevalue("office")
    delivery.deliver_due(world.later(minutes=2))

    assert office.ids == [row.message_id]


def test_a_refused_mail_is_tried_again_later(world: World, office: Office, row: Notification):
    office.refuse = "451 try later"
    delivery.deliver_due(world.at)
    row.refresh_from_db()
    assert (row.status, row.attempts) == ("pending", 1)

    office.refuse = ""
    delivery.deliver_due(world.later(minutes=1))

    assert office.ids == [row.message_id]


def test_a_mail_refused_again_and_again_becomes_a_dead_letter(
    world: World, office: Office, row: Notification
):
    office.refuse = "550 no such mailbox"
    for _ in range(delivery.TRIES):
        row.refresh_from_db()
        assert row.status == "pending"
        world.at = row.next_try_at
        delivery.deliver_due(world.at)

    row.refresh_from_db()
    assert row.status == "dead"
    assert "no such mailbox" in row.error


def test_one_refused_mail_stops_no_other(world: World, office: Office, row: Notification):
    office.refuse, office.refuses_only = "550 no such mailbox", row.recipient.email
    other = Notification.objects.get(pk=row.pk)
    other.pk, other.recipient, other.message_id = None, world.administrator, "<other@testserver>"
    other.save()

    delivery.deliver_due(world.at)

    assert office.ids == ["<other@testserver>"]


def test_one_mail_costs_four_statements(world: World, office: Office, row: Notification):
    with CaptureQueriesContext(connection) as asked:
        delivery.deliver_due(world.at)

    sql = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
    assert [text.split()[0] for text in sql] == ["UPDATE", "SELECT", "SELECT", "UPDATE"]
