"""The status of a certificate number as intervals: one open, each begins where the last ended."""

from datetime import UTC, date, datetime
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from processes.renewal.actions import expire
from processes.standing import actions
from processes.standing.history import history
from processes.standing.models import Certificate, StatusInterval
from processes.standing.status import Status
from tests.support import drive
from tests.support.world import World
from workflow.calendar import end_of, start_of
from workflow.trail import proof

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(world: World) -> Certificate:
    return drive.issued(drive.grant(world))


def spans(number: str) -> list[tuple[Any, ...]]:
    rows = StatusInterval.objects.filter(number=number).order_by("from_at", "pk")
    return list(rows.values_list("kind", "from_at", "to_at"))


def unproven() -> list[proof.Difference]:
    """What of the intervals the trail says otherwise."""
    return [one for one in proof.differences() if "statusinterval" in one.row]


def test_an_issued_certificate_is_valid_from_its_decision(
    world: World, certificate: Certificate
) -> None:
    only = StatusInterval.objects.get()

    assert (only.kind, only.from_at, only.to_at) == ("valid", world.at, None)
    assert only.decision == certificate.case.decisions.get()
    assert not unproven()


def test_what_expires_has_expired_when_its_last_day_ended_however_late_it_is_said(
    world: World, certificate: Certificate
) -> None:
    begun, over = world.at, end_of(certificate.expiry_date)

    expire(certificate, at=world.later(days=1200))

    assert spans(certificate.number) == [("valid", begun, over), ("expired", over, None)]
    assert not unproven()


def test_a_renewal_begins_where_the_status_before_ended(
    world: World, certificate: Certificate
) -> None:
    decision, begun = certificate.case.decisions.get(), world.at
    later = world.later(days=10)

    actions.turn(certificate, Status.VALID, at=later, decision=decision)

    assert spans(certificate.number) == [("valid", begun, later), ("valid", later, None)]


def test_a_second_open_status_cannot_be(world: World, certificate: Certificate) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        StatusInterval.objects.create(
            certification=certificate.certification,
            number=certificate.number,
            kind="expired",
            from_at=world.at,
        )


def test_past_the_last_day_it_is_shown_as_expired_swept_or_not(
    world: World, certificate: Certificate
) -> None:
    over = end_of(certificate.expiry_date)

    told = [(one.kind, one.from_at, one.to_at) for one in history(certificate, over)]

    assert told == [("expired", over, None), ("valid", world.at, over)]
    assert [one.kind for one in history(certificate, world.at)] == ["valid"]


def test_the_page_of_a_certificate_tells_them(
    world: World, certificate: Certificate, client: Client
) -> None:
    client.force_login(world.coordinator)

    shown = client.get(reverse("certificate", args=[str(certificate)])).content.decode()

    assert "Status hittills" in shown
    decision = certificate.case.decisions.get()
    assert reverse("case_decision", args=[certificate.case.number, decision.number]) in shown


def test_certificates_from_before_get_their_history(world: World, certificate: Certificate) -> None:
    StatusInterval.objects.all().delete()
    row = Certificate.objects.filter(pk=certificate.pk)
    row.update(decided_date=date(2020, 3, 2), effective_date=date(2020, 3, 2))
    row.update(anchor_date=date(2020, 3, 2), expiry_date=date(2023, 3, 2))

    import_module("processes.migrations.0023_status_intervals").fill(apps, _Editor)

    begins, over = start_of(date(2020, 3, 2)), end_of(date(2023, 3, 2))
    assert spans(certificate.number) == [("valid", begins, over), ("expired", over, None)]
    assert begins == datetime(2020, 3, 1, 23, tzinfo=UTC)


class _Editor:
    """As a migration gives it."""

    connection = connection
