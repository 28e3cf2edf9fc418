"""A surveillance that nobody does comes back until somebody decides how it goes on."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from processes.case.actions import claim
from processes.closing.actions import close
from processes.models import ProgrammeItem
from processes.renewal.overdue import actions as overdue
from processes.renewal.overdue.actions import Answer
from tests.support import drive
from tests.support.overdue import asked, fresh, open_row, silent, soon, until
from tests.support.world import START, World
from workflow import sweep
from workflow.calendar import end_of, start_of
from workflow.exceptions import Conflict, NotPermitted, Refused
from workflow.models import Task


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def item(world: World) -> ProgrammeItem:
    """The first surveillance of a certificate, opened on its day."""
    drive.grant(world)
    first = ProgrammeItem.objects.earliest("opens_date")
    sweep.fire_due(start_of(first.opens_date))
    return fresh(first)


@pytest.mark.obligation(61)
def test_a_silent_surveillance_comes_onto_the_officers_table(world, clock, item) -> None:
    until(world, clock, end_of(item.visit_by_date))

    task = asked(item)
    assert (task.role, task.organisation) == ("officer", world.body)
    assert str(task.flow_task.task_title) == "Uppföljningen är försenad"
    assert fresh(item).current_state == "owed"
    assert fresh(item).visit_by_date == item.visit_by_date
    assert fresh(item).case.is_running


def test_it_comes_while_the_visit_could_not_be_announced_in_time_any_more(
    world, clock, item
) -> None:
    until(world, clock, end_of(item.visit_by_date) - timedelta(days=30))
    assert not item.overdues.exists()

    until(world, clock, end_of(item.visit_by_date) - timedelta(days=20))

    assert item.overdues.exists()


def test_one_that_is_done_in_time_never_comes(world, clock, item) -> None:
    case = drive.assess(world, item.case)
    case = drive.plan(world, drive.lead(world, case))
    until(world, clock, end_of(item.visit_by_date) - timedelta(days=20))
    case = drive.report(world, drive.visit(world, case))
    drive.decide(world, case)

    until(world, clock, end_of(item.decide_by_date) + timedelta(days=30))

    assert fresh(item).current_state == "done"
    assert not item.overdues.exists()


def test_one_that_is_visited_and_then_lies_still_comes(world, clock, item) -> None:
    case = drive.plan(world, drive.lead(world, drive.assess(world, item.case)))
    drive.visit(world, case)

    until(world, clock, end_of(item.visit_by_date))
    assert not item.overdues.exists()
    until(world, clock, end_of(item.decide_by_date))

    assert item.overdues.exists()


def test_one_that_is_done_late_after_all_leaves_the_table(world, clock, item) -> None:
    task = silent(world, clock, item)
    case = drive.plan(world, drive.lead(world, drive.assess(world, item.case)))
    drive.decide(world, drive.report(world, drive.visit(world, case)))

    assert fresh(item).current_state == "done"
    assert item.overdues.get().current_state == "settled"
    assert not Task.objects.get(pk=task.pk).is_open


def test_going_on_asks_again_when_the_time_given_is_over(world, clock, item) -> None:
    silent(world, clock, item)
    day = soon(world)

    overdue.go_on(open_row(item), Answer("Valet.", day), by=world.officer, at=world.at)
    until(world, clock, end_of(day) - timedelta(days=1))
    assert not item.overdues.filter(state="open").exists()
    until(world, clock, end_of(day))

    assert asked(item).is_open
    assert item.overdues.count() == 2


def test_opened_anew_a_new_case_follows_the_one_that_lay_still(world, clock, item) -> None:
    silent(world, clock, item)

    overdue.open_anew(
        open_row(item), Answer("Ny start.", soon(world)), by=world.officer, at=world.at
    )

    after = fresh(item)
    assert after.current_state == "opened"
    assert after.case.is_running
    assert after.case.previous == item.case
    assert drive.fresh(item.case).current_state == "closed"
    assert (after.visit_by_date, after.decide_by_date) == (item.visit_by_date, item.decide_by_date)
    assert not item.overdues.filter(state="open").exists()
    assert world.coordinator.notifications.filter(rule="opened").count() == 2
    until(world, clock, end_of(soon(world)))
    assert item.overdues.filter(state="open").exists()


@pytest.mark.obligation(15)
def test_moved_a_new_case_opens_on_its_day(world, clock, item) -> None:
    silent(world, clock, item)
    day = soon(world)

    overdue.move(open_row(item), Answer("Sammanslagning.", day), by=world.officer, at=world.at)

    assert fresh(item).current_state == "planned"
    assert not world_case_running(item)
    until(world, clock, start_of(day))
    assert fresh(item).current_state == "opened"
    assert fresh(item).case.previous == item.case


def world_case_running(item: ProgrammeItem) -> bool:
    return bool(item.programme.certificate.certification.cases.running().exists())


def test_left_out_the_turn_is_cancelled_and_its_case_closed(world, clock, item) -> None:
    silent(world, clock, item)

    overdue.leave_out(open_row(item), Answer("Upphör snart."), by=world.officer, at=world.at)

    assert fresh(item).current_state == "cancelled"
    assert drive.fresh(item.case).current_state == "closed"
    assert not item.overdues.filter(state="open").exists()
    assert item.programme.certificate.current_state == "valid"


def test_one_that_an_officer_closed_is_owed_and_asked_about(world, item) -> None:
    close(item.case, "no_answer", "Ingen svarar.", by=world.officer, at=world.at)

    assert fresh(item).current_state == "owed"
    assert asked(item).is_open
    claim(asked(item), by=world.officer, at=world.at)
    with pytest.raises(Refused):
        overdue.go_on(open_row(item), Answer("x", soon(world)), by=world.officer, at=world.at)


def test_closed_after_more_time_was_given_it_comes_again(world, clock, item) -> None:
    silent(world, clock, item)
    overdue.go_on(open_row(item), Answer("Valet.", soon(world)), by=world.officer, at=world.at)

    close(fresh(item).case, "no_answer", "Ingen svarar.", by=world.officer, at=world.at)

    assert asked(item).is_open


@pytest.mark.parametrize("who", ["coordinator", "auditor", "decision_maker", "signatory"])
def test_only_an_officer_decides(world, clock, item, who) -> None:
    until(world, clock, end_of(item.visit_by_date))

    with pytest.raises((NotPermitted, Conflict)):
        overdue.leave_out(open_row(item), Answer("x"), by=getattr(world, who), at=world.at)

    assert fresh(item).current_state == "owed"


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    client.cookies["django_language"] = "en"
    return client


def test_the_page_asks_for_a_day_and_reasons_and_carries_out_the_answer(world, clock, item) -> None:
    task = silent(world, clock, item)
    client, address = signed_in(world.officer), reverse("task", args=[task.pk])

    assert "Surveillance overdue" in client.get(address).content.decode()
    missing = client.post(address, {"answer": "move", "reasons": "Sen."})
    assert "Choose a day." in missing.content.decode()
    far = client.post(address, {"answer": "move", "reasons": "Sen.", "day": "2031-01-01"})
    assert "Choose a day no later than" in far.content.decode()
    done = client.post(
        address, {"answer": "move", "reasons": "Sen.", "day": soon(world).isoformat()}
    )

    assert done.status_code == 302
    assert fresh(item).opens_date == soon(world)


def test_it_is_marked_on_the_pages_of_the_body(world, clock, item) -> None:
    silent(world, clock, item)
    client = signed_in(world.officer)

    for address in (
        reverse("cases"),
        reverse("case", args=[item.case.number]),
        reverse("case_programme", args=[item.case.number]),
    ):
        assert "overdue" in client.get(address).content.decode().lower()
