"""The dates and numbers of certificates."""

import os
import threading
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from processes.case.actions import next_number
from processes.case.models import Case, NumberSeries
from processes.certificate.actions import issue
from processes.standing.models import Certificate
from tests.support import drive
from tests.support.world import World
from workflow.calendar import local_date
from workflow.exceptions import Refused
from workflow.sweep import fire_due


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def renewed(world: World, day: date) -> Certificate:
    """The certificate of a recertification decided on ``day``."""
    certificate = Certificate.objects.latest("pk")
    item = certificate.programme.items.get(kind="recertification")
    fire_due(at(item.opens_date))
    world.at = at(item.opens_date)
    case = item.programme.certificate.certification.cases.running().get()
    case = drive.plan(world, drive.lead(world, drive.assess(world, case)))
    case = drive.report(world, drive.visit(world, case))
    fire_due(at(day))
    world.at = at(day)
    return drive.issued(drive.decide(world, case))


@pytest.fixture
def certified(world: World) -> Certificate:
    """A first certificate, decided on 2 March 2026."""
    # The programme's surveillances stand in the way of nothing here.
    world.cycle.windows.all().delete()
    return drive.issued(drive.grant(world))


@pytest.mark.obligation(54)
def test_a_certificate_is_valid_for_exactly_the_months_of_its_cycle(
    certified: Certificate,
) -> None:
    assert certified.effective_date == certified.decided_date == date(2026, 3, 2)
    assert certified.expiry_date == date(2029, 3, 2)


def test_an_expiry_stays_on_a_day_off(world: World) -> None:
    world.at = at(date(2026, 6, 6))  # National Day; so is 6 June 2029

    certificate = drive.issued(drive.grant(world))

    assert certificate.expiry_date == date(2029, 6, 6)


@pytest.mark.obligation(56)
def test_nothing_is_issued_without_a_decision_that_grants(world: World) -> None:
    case = drive.report(world, drive.visit(world, drive.audited(world)))

    with pytest.raises(Refused), transaction.atomic():
        issue(case.decisions.latest("number"), at=world.at)

    assert not Certificate.objects.exists()


@pytest.mark.obligation(69)
def test_a_renewal_in_time_keeps_the_number_and_follows_the_old_expiry(
    world: World, certified: Certificate
) -> None:
    new = renewed(world, date(2029, 1, 15))

    certified.refresh_from_db()
    assert certified.current_state == "replaced"
    assert (new.number, new.revision) == (certified.number, 2)
    assert new.effective_date == date(2029, 1, 15)
    assert new.expiry_date == date(2032, 3, 2)


def test_a_renewal_on_the_last_day_is_in_time(world: World, certified: Certificate) -> None:
    new = renewed(world, date(2029, 3, 2))

    assert (new.revision, new.expiry_date) == (2, date(2032, 3, 2))


@pytest.mark.obligation(71)
def test_an_expired_certificate_is_restored_within_six_months_on_the_prior_cycle(
    world: World, certified: Certificate
) -> None:
    new = renewed(world, date(2029, 8, 31))

    certified.refresh_from_db()
    assert certified.current_state == "expired"
    assert (new.number, new.revision) == (certified.number, 2)
    assert new.effective_date == date(2029, 8, 31)
    assert new.expiry_date == date(2032, 3, 2)


def test_the_last_day_to_restore_is_six_months_after_the_expiry(
    world: World, certified: Certificate
) -> None:
    new = renewed(world, date(2029, 9, 2))

    assert new.expiry_date == date(2032, 3, 2)


@pytest.mark.obligation(71)
def test_later_than_six_months_a_new_certificate_begins(
    world: World, certified: Certificate
) -> None:
    case = running(world, certified)
    fire_due(at(date(2029, 9, 3)))
    world.at = at(date(2029, 9, 3))
    assert drive.fresh(case).is_running  # it only waits to be decided
    new = drive.issued(drive.grant(world))

    assert drive.fresh(case).ground == "time_over"
    assert new.number != certified.number
    assert (new.revision, new.expiry_date) == (1, date(2032, 9, 3))


def test_a_renewal_decided_before_the_sweep_saw_the_expiry_is_a_restoration(
    world: World, certified: Certificate
) -> None:
    case = running(world, certified)
    world.at = at(date(2029, 3, 3))

    new = drive.issued(drive.decide(world, case))

    certified.refresh_from_db()
    assert certified.current_state == "expired"
    assert (new.revision, new.effective_date) == (2, date(2029, 3, 3))


def running(world: World, certificate: Certificate) -> Case:
    item = certificate.programme.items.get(kind="recertification")
    fire_due(at(item.opens_date))
    world.at = at(item.opens_date)
    case = certificate.certification.cases.running().get()
    case = drive.plan(world, drive.lead(world, drive.assess(world, case)))
    return drive.report(world, drive.visit(world, case))


def test_the_29th_of_february_comes_back_after_every_renewal(world: World) -> None:
    world.cycle.windows.all().delete()
    world.at = at(date(2024, 2, 29))
    drive.grant(world)

    expiries = [renewed(world, date(2026 + 3 * turn, 12, 1)).expiry_date for turn in range(4)]

    assert expiries == [
        date(2030, 2, 28),
        date(2033, 2, 28),
        date(2036, 2, 29),
        date(2039, 2, 28),
    ]


def test_the_certificate_of_a_day_long_past_is_found(world: World, certified: Certificate) -> None:
    renewed(world, date(2029, 8, 31))
    certification = certified.certification

    dated = certification.certificates.dated
    assert dated(date(2028, 1, 1)).first() == certified
    assert dated(date(2029, 5, 1)).first() is None
    assert dated(date(2029, 9, 1)).first() == Certificate.objects.latest("pk")


def test_a_certificate_expires_when_its_last_day_has_ended(
    world: World, certified: Certificate
) -> None:
    last = datetime(2029, 3, 2, 22, 59, tzinfo=UTC)
    fire_due(last)
    certified.refresh_from_db()
    assert certified.current_state == "valid"

    fire_due(last + timedelta(minutes=1))

    certified.refresh_from_db()
    assert certified.current_state == "expired"


def test_numbers_follow_each_other_without_gaps(db: None) -> None:
    assert [next_number("KLC", 2026) for _ in range(3)] == [
        "KLC-2026-0001",
        "KLC-2026-0002",
        "KLC-2026-0003",
    ]


def test_a_number_whose_work_failed_is_given_out_again(db: None) -> None:
    def fail() -> None:
        with transaction.atomic():
            next_number("KLC", 2026)
            raise RuntimeError

    next_number("KLC", 2026)
    with pytest.raises(RuntimeError):
        fail()

    assert next_number("KLC", 2026) == "KLC-2026-0002"


@pytest.mark.skipif(
    not os.environ.get("KVALITETSLOTS_TEST_DATABASE"), reason="needs PostgreSQL, and threads"
)
@pytest.mark.django_db(transaction=True)
def test_ten_at_once_get_ten_numbers_without_gaps() -> None:
    numbers: list[str] = []

    def take() -> None:
        try:
            with transaction.atomic():
                numbers.append(next_number("KLC", 2026))
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert settings.TEST_DATABASE
    assert sorted(numbers) == [f"KLC-2026-{n:04d}" for n in range(1, 11)]
    assert NumberSeries.objects.get().last == 10


# The page


@pytest.mark.obligation(53)
def test_the_municipality_reads_and_prints_its_certificate(
    client: Client, world: World, certified: Certificate
) -> None:
    client.force_login(world.coordinator)

    answer = client.get(reverse("certificate", args=[str(certified)]))

    text = answer.content.decode()
    for shown in (str(certified), "Hultsfreds kommun", "Utgåva 1", "Service till företag"):
        assert shown in text


@pytest.mark.obligation(55)
def test_an_older_revision_says_which_one_replaced_it(
    client: Client, world: World, certified: Certificate
) -> None:
    new = renewed(world, date(2029, 1, 15))
    client.force_login(world.coordinator)

    answer = client.get(reverse("certificate", args=[str(certified)]))

    assert answer.context["newer"] == new


@pytest.mark.parametrize("who", ["neighbour_coordinator", "observer", "second_auditor"])
def test_the_certificate_page_of_others_does_not_exist(
    client: Client, world: World, certified: Certificate, who: str
) -> None:
    client.force_login(getattr(world, who))

    assert client.get(reverse("certificate", args=[str(certified)])).status_code == 404


@pytest.mark.parametrize("number", ["KLC-1999-0001-1", "nonsense", "KLC-2026-0001-x"])
def test_an_unknown_number_is_not_found(client: Client, world: World, number: str) -> None:
    client.force_login(world.coordinator)

    assert client.get(reverse("certificate", args=[number])).status_code == 404


@pytest.mark.obligation(54)
def test_the_decision_day_is_the_local_day(world: World) -> None:
    world.at = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)

    certificate = drive.issued(drive.grant(world))

    assert certificate.decided_date == local_date(world.at) == date(2026, 3, 3)


def test_a_certificate_past_its_last_day_says_so_before_the_sweep(
    client: Client, world: World, certified: Certificate
) -> None:
    with time_machine.travel(datetime(2029, 3, 3, 8, tzinfo=UTC), tick=False):
        client.force_login(world.coordinator)
        answer = client.get(reverse("certificate", args=[str(certified)]))

    assert answer.context["is_over"]
    assert certified.current_state == "valid"
