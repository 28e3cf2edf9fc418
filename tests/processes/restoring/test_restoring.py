"""An expired certificate is restored by a case of its own, or a new one is applied for."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from notifications.models import Notification
from processes.application.actions import begin
from processes.closing.actions import close, withdraw
from processes.models import Case, Certificate, ProgrammeItem, Restoration
from processes.restoring import actions
from processes.standing.deadlines import decidable, restorable_until
from tests.support import drive
from tests.support.sanctioning import newest, statuses
from tests.support.world import START, World
from workflow import sweep
from workflow.calendar import DAY, STOCKHOLM, end_of
from workflow.engine.transitions import perform
from workflow.exceptions import Refused
from workflow.trail import proof

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def until(world: World, clock: Any, moment: datetime) -> None:
    """Time passes."""
    clock.move_to(moment)
    world.at = moment
    sweep.fire_due(moment)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=STOCKHOLM)


@pytest.fixture
def expired(world: World, clock: Any) -> Certificate:
    """A certificate that nobody renewed, the day after it expired."""
    case = drive.grant(world)
    for item in ProgrammeItem.objects.filter(programme__certificate__case=case):
        perform(item.cancel, by=None, at=world.at)
    certificate = newest(case)
    until(world, clock, noon(certificate.expiry_date + DAY))
    certificate.refresh_from_db()
    assert certificate.current_state == "expired"
    return certificate


def begun(world: World, certificate: Certificate, *, by_body: bool = False) -> Case:
    by = world.officer if by_body else world.coordinator
    about = certificate.certification
    case = actions.restore_expired(about, "Rutinerna.", by=by, by_body=by_body, at=world.at)
    return drive.fresh(case)


def reported(world: World, case: Case) -> Case:
    """From its opening to the decision room."""
    case = drive.visit(world, drive.plan(world, drive.lead(world, case)))
    return drive.report(world, case)


@pytest.mark.obligation(71)
def test_expired_and_restored_in_month_five(world: World, clock: Any, expired: Certificate) -> None:
    until(world, clock, noon(expired.expiry_date + 130 * DAY))
    case = begun(world, expired)
    assert drive.nodes(case) == ["lead_audit"]
    told = Notification.objects.filter(rule="opened", case=case)
    assert told.filter(recipient=world.signatory).exists()

    case = drive.decide(world, reported(world, case))

    new = newest(case)
    assert case.current_state == "granted"
    assert (new.number, new.revision) == (expired.number, expired.revision + 1)
    assert new.anchor_date == expired.expiry_date
    assert new.expiry_date.year == expired.expiry_date.year + 3
    assert statuses(case) == ["valid", "expired", "valid"]
    assert new.programme.items.filter(state="planned").count() == 3
    assert not [one for one in proof.differences() if "restoration" in one.row]


@pytest.mark.obligation(71)
def test_expired_for_good_and_a_new_application_at_once(
    world: World, clock: Any, expired: Certificate
) -> None:
    case = begun(world, expired, by_body=True)
    anew = begin(world.municipality, world.scheme, by=world.coordinator, at=world.at)
    assert anew.is_running

    until(world, clock, noon(restorable_until(expired) + DAY))
    told = Notification.objects.filter(rule="expired", facts__step="lose")
    assert {world.coordinator.pk, world.officer.pk} <= {one.recipient_id for one in told}

    closed = drive.fresh(case)
    assert (closed.current_state, closed.ground) == ("closed", "time_over")
    told = Notification.objects.filter(rule="ended", case=case)
    assert told.filter(recipient=world.coordinator).exists()
    with pytest.raises(Refused) as refused:
        begun(world, expired)
    assert refused.value.code == "refused.not_restorable"


@pytest.mark.obligation(71)
def test_what_waits_on_the_last_day_may_be_decided_some_weeks_later(
    world: World, clock: Any, expired: Certificate
) -> None:
    case = reported(world, begun(world, expired))
    until(world, clock, noon(restorable_until(expired) + DAY))
    assert drive.fresh(case).is_running

    until(world, clock, noon(decidable(expired).date))
    case = drive.decide(world, case)

    assert (newest(case).number, newest(case).revision) == (expired.number, 2)


@pytest.mark.obligation(71)
def test_later_than_that_nothing_is_restored(
    world: World, clock: Any, expired: Certificate
) -> None:
    case = reported(world, begun(world, expired))
    until(world, clock, noon(restorable_until(expired) + DAY))

    until(world, clock, end_of(decidable(expired).date) + (DAY / 24))

    closed = drive.fresh(case)
    assert (closed.current_state, closed.ground) == ("closed", "time_over")
    assert str(newest(case).current_state) == "expired"


def test_a_refused_restoration_can_be_begun_again_in_time(
    world: World, expired: Certificate
) -> None:
    case = drive.decide(world, reported(world, begun(world, expired)), "refuse")
    assert case.decisions.get().kind == "refuse"

    assert begun(world, expired).is_running


def test_one_at_a_time_and_it_says_what_is_shown(world: World, expired: Certificate) -> None:
    case = begun(world, expired)
    with pytest.raises(Refused) as refused:
        begun(world, expired, by_body=True)
    assert refused.value.code == "refused.restoring_already"
    assert case.number in refused.value.message

    withdraw(case, "Vi ansöker på nytt.", by=world.signatory, at=world.at)
    with pytest.raises(Refused) as refused:
        actions.restore_expired(
            expired.certification, " ", by=world.officer, by_body=True, at=world.at
        )
    assert refused.value.code == "refused.no_conditions"


def test_where_another_case_led_to_a_certificate_nothing_is_left_to_restore(
    world: World, expired: Certificate
) -> None:
    case = begun(world, expired)

    granted = drive.grant(world)

    assert granted.current_state == "granted"
    assert drive.fresh(case).current_state == "closed"


def test_what_is_valid_is_not_restored(world: World, client: Client) -> None:
    certificate = newest(drive.grant(world))
    client.force_login(world.coordinator)

    assert client.get(reverse("restore_expired", args=[certificate])).status_code == 409


def test_through_the_pages(world: World, client: Client, expired: Certificate) -> None:
    page = reverse("restore_expired", args=[expired])
    client.force_login(world.coordinator)
    assert page in client.get(reverse("case", args=[expired.case.number])).content.decode()
    assert client.post(page, {"conditions": ""}).status_code == 200
    client.post(page, {"conditions": "Vi mäter svarstider nu."})

    made = Restoration.objects.get()
    assert (made.started_by, made.by_body) == (world.coordinator, False)
    overview = client.get(reverse("case", args=[made.case.number])).content.decode()
    assert "Vi mäter svarstider nu." in overview
    assert page not in client.get(reverse("case", args=[expired.case.number])).content.decode()
    close(made.case, "other", "Fel.", by=world.officer, at=world.at)
    client.force_login(world.auditor)
    assert client.get(page).status_code == 403
