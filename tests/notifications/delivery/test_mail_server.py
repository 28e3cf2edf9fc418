"""A mail server that is down, refuses, hangs up or cuts the line: nothing lost, nobody delayed."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from notifications import delivery
from notifications.delivery import delivery_status
from notifications.models import Notification
from tests.notifications.post import Office, free_port, more, open_office, smtp
from tests.support.world import World


@pytest.fixture(params=[True, False], ids=["told all at once", "told in turn"])
def office(request: pytest.FixtureRequest) -> Iterator[Office]:
    """Mail servers that take several commands in one go, and those that do not."""
    with open_office(pipelining=request.param) as opened:
        yield opened


def test_a_server_that_is_down_costs_only_time(world: World, row: Notification):
    with smtp(free_port()):
        delivery.deliver_due(world.at)

    row.refresh_from_db()
    assert (row.status, row.attempts, row.claim) == ("pending", 0, "")
    assert row.next_try_at == world.at + timedelta(minutes=1)
    assert "ConnectionRefusedError" in row.error


def test_what_waited_for_a_server_goes_when_it_is_back(world: World, row: Notification):
    with smtp(free_port()):
        for _ in range(30):
            delivery.deliver_due(world.later(minutes=2))

    with open_office() as office:
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
    for _ in range(delivery_status.TRIES):
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


def test_a_recipient_refused_at_once_gets_nothing_and_stops_no_other(
    world: World, office: Office, row: Notification
):
    office.unknown = {row.recipient.email}
    other = Notification.objects.get(pk=row.pk)
    other.pk, other.recipient, other.message_id = None, world.administrator, "<other@testserver>"
    other.save()

    delivery.deliver_due(world.at)

    row.refresh_from_db()
    assert (row.status, row.attempts) == ("pending", 1)
    assert "no such mailbox" in row.error
    assert office.ids == ["<other@testserver>"]
    assert office.asked_in_vain == ([b""] if office.pipelining else [])


def test_a_server_that_refuses_a_recipient_and_hangs_up_stops_no_other(
    world: World, office: Office, row: Notification
):
    office.unknown, office.turns_away = {row.recipient.email}, True
    other = Notification.objects.get(pk=row.pk)
    other.pk, other.recipient, other.message_id = None, world.administrator, "<other@testserver>"
    other.save()

    delivery.deliver_due(world.at)

    row.refresh_from_db()
    assert (row.status, row.attempts) == ("pending", 1)
    assert "no such mailbox" in row.error
    assert office.ids == ["<other@testserver>"]


def test_many_mails_go_through_one_connection(world: World, office: Office, row: Notification):
    more(row, 9)

    delivery.deliver_due(world.at)

    assert (len(office.got), office.calls) == (10, 1)


def test_a_server_that_hangs_up_after_each_mail_is_called_again(
    world: World, office: Office, row: Notification
):
    more(row, 4)
    office.hangs_up = True

    delivery.deliver_due(world.at)

    assert len(office.ids) == len(set(office.ids)) == 5
    assert set(Notification.objects.values_list("status", flat=True)) == {"sent"}


def test_a_mail_on_which_the_line_goes_dead_stops_no_other(
    world: World, office: Office, row: Notification
):
    more(row, 2)
    office.cuts_off = {row.message_id}

    delivery.deliver_due(world.at)

    assert sorted(office.ids) == sorted([row.message_id, "<0@testserver>", "<1@testserver>"])
    row.refresh_from_db()
    assert (row.status, row.attempts) == ("pending", 1)
    assert row.next_try_at == world.at + timedelta(minutes=1)


@pytest.mark.parametrize("fault", ["451 greylisted", "the line goes dead"])
def test_what_may_pass_is_tried_for_three_days_and_never_later_than_each_hour(
    world: World, office: Office, row: Notification, fault: str
):
    began = world.at
    if fault.startswith("451"):
        office.refuse = fault
    else:
        office.cuts_off = {row.message_id}
    while world.at < began + timedelta(hours=72):
        delivery.deliver_due(world.at)
        row.refresh_from_db()
        assert row.status == "pending"
        assert timedelta() < row.next_try_at - world.at <= timedelta(hours=1)
        world.at = row.next_try_at

    office.refuse, office.cuts_off = "", set()
    delivery.deliver_due(world.at)

    row.refresh_from_db()
    assert row.status == "sent"
