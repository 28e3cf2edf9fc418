"""A renewal that nobody does comes onto the officer's table, before the certificate runs out."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from notifications import deadlines as notices
from notifications.models import Notification
from processes.case.actions import claim
from processes.closing.actions import withdraw
from processes.models import Certificate, ProgrammeItem
from processes.renewal.overdue import actions as overdue
from processes.renewal.overdue.actions import Answer
from tests.support import drive
from tests.support.overdue import asked, fresh, open_row, silent, soon, until
from tests.support.world import World
from workflow import sweep
from workflow.calendar import at_eight, end_of, local_date, start_of
from workflow.exceptions import Conflict, NotPermitted
from workflow.models import Task


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> Any:
    time_machine.move_to(world.at, tick=False)
    return time_machine


@pytest.fixture
def item(world: World, clock: Any) -> ProgrammeItem:
    """The recertification of a certificate, opened on its day; its surveillances are left out."""
    drive.grant(world)
    ProgrammeItem.objects.filter(kind="surveillance").update(state="cancelled")
    renewal = ProgrammeItem.objects.get(kind="recertification")
    clock.move_to(start_of(renewal.opens_date), tick=False)
    world.at = start_of(renewal.opens_date)
    sweep.fire_due(world.at)
    return fresh(renewal)


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.obligation(66)
def test_a_silent_renewal_comes_onto_the_officers_table(world, clock, item) -> None:
    until(world, clock, end_of(item.visit_by_date) - timedelta(days=30))
    assert not item.overdues.exists()
    until(world, clock, end_of(item.visit_by_date))

    task = asked(item)
    assert (task.role, task.organisation) == ("officer", world.body)
    assert str(task.flow_task.task_title) == "Förnyelsen är försenad"
    assert fresh(item).current_state == "owed"
    assert item.programme.certificate.expiry_date > local_date(world.at)


def test_it_is_told_again_every_week_until_somebody_decides(world, clock, item) -> None:
    until(world, clock, end_of(item.visit_by_date))
    due = asked(item).due
    assert due is not None

    for days in range(1, 60):
        until(world, clock, at_eight(due + timedelta(days=days)))

    told = Notification.objects.filter(recipient=world.officer, task=asked(item), rule="overdue")
    late = sorted(int(row.occurrence.split()[1]) for row in told)
    assert late == [1, 7, 14, 21, 28, 35, 42, 49, 56]


def test_one_that_is_done_in_time_never_comes(world, clock, item) -> None:
    case = drive.plan(world, drive.lead(world, drive.assess(world, item.case)))
    drive.decide(world, drive.report(world, drive.visit(world, case)))

    until(world, clock, end_of(item.decide_by_date) + timedelta(days=30))

    assert fresh(item).current_state == "done"
    assert not item.overdues.exists()


def test_one_that_is_done_late_leaves_the_table(world, clock, item) -> None:
    task = silent(world, clock, item)
    case = drive.plan(world, drive.lead(world, drive.assess(world, item.case)))

    drive.decide(world, drive.report(world, drive.visit(world, case)))

    assert fresh(item).current_state == "done"
    assert item.overdues.get().current_state == "settled"
    assert not Task.objects.get(pk=task.pk).is_open
    assert Certificate.objects.filter(state="valid").get().revision == 2


def test_going_on_asks_again_when_the_time_given_is_over(world, clock, item) -> None:
    silent(world, clock, item)
    day = soon(world, 20)

    overdue.go_on(open_row(item), Answer("Valet.", day), by=world.officer, at=world.at)
    until(world, clock, end_of(day) - timedelta(days=1))
    assert not item.overdues.filter(state="open").exists()
    until(world, clock, end_of(day))

    assert asked(item).is_open


@pytest.mark.obligation(70)
def test_left_out_its_case_is_closed_and_the_certificate_runs_out(world, clock, item) -> None:
    silent(world, clock, item)
    certificate = item.programme.certificate

    overdue.leave_out(open_row(item), Answer("Ingen svarar."), by=world.officer, at=world.at)
    assert drive.fresh(item.case).current_state == "closed"
    assert fresh(item).current_state == "cancelled"
    until(world, clock, end_of(certificate.expiry_date))

    certificate.refresh_from_db()
    assert certificate.current_state == "expired"
    assert not item.overdues.filter(state="open").exists()


def test_past_the_expiry_it_stays_on_the_table_and_can_still_be_done(world, clock, item) -> None:
    until(world, clock, end_of(item.visit_by_date))
    expiry = item.programme.certificate.expiry_date

    until(world, clock, end_of(expiry) + timedelta(days=3))

    assert fresh(item).current_state == "owed"
    claim(asked(item), by=world.officer, at=world.at)
    day = soon(world, 30)
    overdue.go_on(open_row(item), Answer("De kommer.", day), by=world.officer, at=world.at)
    case = drive.plan(world, drive.lead(world, drive.assess(world, item.case)))
    drive.decide(world, drive.report(world, drive.visit(world, case)))
    assert Certificate.objects.filter(state="valid").get().revision == 2
    assert fresh(item).current_state == "done"


def test_when_the_time_to_restore_is_over_case_and_task_end(world, clock, item) -> None:
    until(world, clock, end_of(item.visit_by_date))
    expiry = item.programme.certificate.expiry_date
    until(world, clock, end_of(expiry))

    until(world, clock, end_of(expiry + timedelta(days=200)))

    assert drive.fresh(item.case).ground == "time_over"
    assert not item.overdues.filter(state="open").exists()
    assert not Task.objects.exclude(role="").filter(finished=None).exists()


def test_withdrawn_it_leaves_the_table(world, clock, item) -> None:
    silent(world, clock, item)

    withdraw(drive.fresh(item.case), "", by=world.signatory, at=world.at)

    assert fresh(item).current_state == "cancelled"
    assert not item.overdues.filter(state="open").exists()


@pytest.mark.parametrize("who", ["coordinator", "auditor", "decision_maker", "signatory"])
def test_only_an_officer_decides(world, clock, item, who) -> None:
    until(world, clock, end_of(item.visit_by_date))

    with pytest.raises((NotPermitted, Conflict)):
        overdue.leave_out(open_row(item), Answer("x"), by=getattr(world, who), at=world.at)


@pytest.mark.obligation(70)
def test_the_page_offers_two_ways_and_says_what_happens_to_the_certificate(
    world, clock, item
) -> None:
    task = silent(world, clock, item)
    client, address = signed_in(world.officer), reverse("task", args=[task.pk])

    page = client.get(address)
    assert [key for key, _words in page.context["form"].fields["answer"].choices] == [
        "go_on",
        "leave_out",
    ]
    assert "it expires" in page.content.decode()
    refused = client.post(address, {"answer": "move", "reasons": "x", "day": str(soon(world))})
    assert refused.context["form"].errors["answer"]
    client.post(address, {"answer": "go_on", "reasons": "Sen.", "day": str(soon(world, 20))})

    assert fresh(item).given_until == soon(world, 20)


def test_it_is_marked_on_the_pages_of_the_body(world, clock, item) -> None:
    silent(world, clock, item)
    client = signed_in(world.officer)

    for address in (reverse("cases"), reverse("case", args=[item.case.number])):
        page = client.get(address).content.decode()
        assert "Renewal overdue" in page
        assert "Surveillance overdue" not in page


@pytest.mark.obligation(66, 70)
def test_the_officers_hear_of_the_expiry_before_and_at_it(world, clock, item) -> None:
    certificate = item.programme.certificate
    for days in (-181, -180, -90, -30):
        at = at_eight(certificate.expiry_date + timedelta(days=days))
        clock.move_to(at, tick=False)
        notices.post_due(at)
    until(world, clock, end_of(certificate.expiry_date))

    def told(person: Any) -> set[str]:
        rows = Notification.objects.filter(recipient=person, rule="expiring")
        return set(rows.values_list("occurrence", flat=True))

    assert told(world.officer) == {"-90", "-30"}
    assert told(world.coordinator) == {"-180", "-90", "-30"}
    for person in (world.officer, world.coordinator, world.signatory):
        assert Notification.objects.filter(recipient=person, rule="expired").count() == 1
