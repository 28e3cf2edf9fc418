"""The file of a certificate that another certification body is to take over."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.support import drive
from tests.support.sanctioning import newest
from tests.support.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.obligation(77)
def test_it_says_what_another_body_needs(world: World, client: Client) -> None:
    case = drive.grant(world, {"LED-03": "minor"})
    certificate = newest(case)
    client.force_login(world.signatory)
    page = reverse("transfer_file", args=[certificate])
    status = client.get(reverse("certificate_status", args=[certificate])).content.decode()
    assert page in status

    said = client.get(page).content.decode()

    report = case.audit.reports.get(state="locked")
    assert reverse("report", args=[case.number, report.number]) in said
    assert report.sha256 in said
    assert "LED-03" in said  # its plan is accepted, its effect not verified
    assert certificate.scope in said


def test_nobody_else_reads_it(world: World, client: Client) -> None:
    certificate = newest(drive.grant(world))
    client.force_login(world.neighbour_coordinator)

    assert client.get(reverse("transfer_file", args=[certificate])).status_code == 404
