"""A case that has outlived its certificate is in nobody's way; what waits for another is told."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from processes.application.actions import begin
from processes.case.actions import claim
from processes.models import Case, ProgrammeItem
from processes.renewal.overdue import actions as overdue
from processes.renewal.overdue.actions import Answer
from processes.standing.models import Certificate
from tests.support import drive
from tests.support.overdue import asked, fresh, open_row, until
from tests.support.world import START, World
from workflow import sweep
from workflow.calendar import end_of, start_of
from workflow.exceptions import Refused
from workflow.models import Process, Timer


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


def test_after_the_expiry_a_new_application_is_possible_at_once(world, clock, item) -> None:
    certificate = item.programme.certificate

    until(world, clock, end_of(certificate.expiry_date) + timedelta(minutes=1))

    closed = drive.fresh(item.case)
    assert (closed.current_state, closed.ground) == ("closed", "certificate_ended")
    assert not item.overdues.filter(state="open").exists()
    assert not Process.objects.filter(chain=closed.main_process.chain, finished=None).exists()
    assert begin(world.municipality, world.scheme, by=world.coordinator, at=world.at).is_running


def _renewal(world, clock) -> tuple[Certificate, Case]:
    """A certificate that has expired while its renewal lies still."""
    case = drive.grant(world)
    items = ProgrammeItem.objects.filter(programme__certificate__case=case)
    for one in items.filter(kind="surveillance"):
        until(world, clock, end_of(one.visit_by_date))
        claim(asked(one), by=world.officer, at=world.at)
        overdue.leave_out(open_row(one), Answer("Görs inte."), by=world.officer, at=world.at)
    certificate = Certificate.objects.get(case=case)
    until(world, clock, end_of(certificate.expiry_date) + timedelta(minutes=1))
    certificate.refresh_from_db()
    return certificate, Case.objects.get(kind="recertification")


@pytest.mark.obligation(71)
def test_a_renewal_closes_itself_when_the_time_to_restore_is_over(world, clock) -> None:
    certificate, renewal = _renewal(world, clock)
    assert certificate.current_state == "expired"
    assert renewal.is_running
    with pytest.raises(Refused, match=renewal.number):
        begin(world.municipality, world.scheme, by=world.coordinator, at=world.at)

    until(world, clock, world.at + timedelta(days=190))

    closed = drive.fresh(renewal)
    assert (closed.current_state, closed.ground) == ("closed", "time_over")
    assert begin(world.municipality, world.scheme, by=world.coordinator, at=world.at).is_running


def test_a_case_that_outlived_its_certificate_is_in_nobodys_way(world, clock) -> None:
    _certificate, renewal = _renewal(world, clock)
    Timer.objects.filter(step="lose").delete()  # as in a database from before it was promised
    clock.move_to(world.later(days=190))

    assert begin(world.municipality, world.scheme, by=world.coordinator, at=world.at).is_running
    assert drive.fresh(renewal).current_state == "closed"


def test_what_waits_for_its_turn_is_told_at_once_and_late_since_its_day(world, clock, item) -> None:
    renewal = ProgrammeItem.objects.get(kind="recertification")

    until(world, clock, start_of(renewal.opens_date))
    name = f"processes.programmeitem:{renewal.pk}"
    officers = world.officer.notifications.filter(rule="at_risk", subject=name)
    assert officers.count() == 1
    until(world, clock, start_of(renewal.opens_date) + timedelta(days=1))
    until(world, clock, start_of(renewal.opens_date) + timedelta(days=2))

    late = Timer.objects.of(renewal).filter(step="open", status="fired").order_by("pk")
    assert [timer.lateness.days for timer in late] == [0, 1, 2]
    assert officers.count() == 1
    assert fresh(renewal).waits_since == renewal.opens_date
