"""From rows to a real server's hands: nothing lost, nothing needless, nothing twice unmarked."""

import inspect
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications.delivery import send as delivery
from notifications.models import Notification
from processes.roles import Role
from tests.notifications.post import Office, html_of, more, text_of
from tests.support.world import World, person
from workflow.models import Exclusion, Task
from workflow.sql.compiled import compiled


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
    Exclusion.objects.create(
        process=row.case.main_process, person=world.administrator, reason="a tie"
    )

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
        patch.setattr(delivery, "mark", die)
        with pytest.raises(KilledError):
            delivery.deliver_due(world.at)
    delivery.deliver_due(world.later(minutes=1))
    assert len(office.got) == 1  # the lease of the dead worker still runs

    delivery.deliver_due(world.later(minutes=10))

    assert office.ids == [row.message_id] * 2
    row.refresh_from_db()
    assert row.status == "sent"


def test_a_round_that_lasts_writes_leases_from_now(
    world: World, office: Office, row: Notification, monkeypatch: pytest.MonkeyPatch
):
    passed = [0.0]
    leases: list[object] = []

    def slowly(made: object, server: object) -> None:
        leases.extend(Notification.objects.filter(status="sending").values_list("lease_until"))
        passed[0] += 600
        send(made, server)

    send = delivery.send
    other = Notification.objects.get(pk=row.pk)
    other.pk, other.recipient, other.message_id = None, world.administrator, "<other@testserver>"
    other.save()
    monkeypatch.setattr(delivery, "BATCH", 1)
    monkeypatch.setattr(delivery, "due", compiled(inspect.unwrap(delivery.due)))
    monkeypatch.setattr(delivery, "send", slowly)
    monkeypatch.setattr(delivery, "time", SimpleNamespace(monotonic=lambda: passed[0]))

    delivery.deliver_due(world.at)

    ends = [world.at + delivery.LEASE, world.at + delivery.LEASE + timedelta(minutes=10)]
    assert leases == [(end,) for end in ends]


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
    passed = [0.0]

    def slowly(made: object, server: object) -> None:
        send(made, server)
        passed[0] += delivery.FRESH_SECONDS + 1
        Task.objects.filter(pk=row.task_id).update(status="DONE")

    send = delivery.send
    more(row, 1)
    monkeypatch.setattr(delivery, "send", slowly)
    monkeypatch.setattr(delivery, "time", SimpleNamespace(monotonic=lambda: passed[0]))

    delivery.deliver_due(world.at)

    assert office.ids == [row.message_id]
    assert sorted(Notification.objects.values_list("status", "reason")) == [
        ("sent", ""),
        ("suppressed", "done"),
    ]


def test_what_another_worker_took_over_meanwhile_is_not_sent_again(
    world: World, office: Office, row: Notification, monkeypatch: pytest.MonkeyPatch
):
    passed = [0.0]

    def slowly(made: object, server: object) -> None:
        send(made, server)
        passed[0] += delivery.FRESH_SECONDS + 1
        Notification.objects.exclude(pk=row.pk).update(claim="another worker's")

    send = delivery.send
    more(row, 1)
    monkeypatch.setattr(delivery, "send", slowly)
    monkeypatch.setattr(delivery, "time", SimpleNamespace(monotonic=lambda: passed[0]))

    delivery.deliver_due(world.at)

    assert office.ids == [row.message_id]
    assert Notification.objects.exclude(pk=row.pk).get().status == "sending"


def test_a_row_that_cannot_be_made_a_mail_stops_no_other(
    world: World, office: Office, row: Notification
):
    more(row, 2)
    Notification.objects.filter(pk=row.pk).update(rule="unheard of")

    delivery.deliver_due(world.at)

    assert sorted(office.ids) == ["<0@testserver>", "<1@testserver>"]
    row.refresh_from_db()
    assert (row.status, row.attempts) == ("pending", 1)


def test_who_has_left_gets_no_mail(world: World, office: Office, row: Notification):
    world.officer.is_active = False
    world.officer.save()

    delivery.deliver_due(world.at)

    row.refresh_from_db()
    assert (row.status, row.reason) == ("suppressed", "left")


@pytest.mark.parametrize("kind", ["queued", "due_soon", "overdue", "escalated", "decided"])
@pytest.mark.parametrize("number", [1, 10])
def test_a_run_costs_four_statements_and_each_mail_one(
    world: World, office: Office, row: Notification, number: int, kind: str
):
    row.rule, row.facts = kind, {"step": "grant"}
    row.save()
    more(row, number - 1)

    with CaptureQueriesContext(connection) as asked:
        delivery.deliver_due(world.at)

    sql = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
    per_run, per_mail = sql[:4], sql[4:]
    assert [text.split()[0] for text in per_run] == ["UPDATE", "SELECT", "UPDATE", "SELECT"]
    assert [text.split()[0] for text in per_mail] == ["UPDATE"] * number
    assert len(office.got) == number
