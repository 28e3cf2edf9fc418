"""A scheme that an administrator made on the pages runs from application to certificate."""

from typing import Any

import time_machine
from django.test import Client

from processes.models import Certificate, Scheme
from tests.journeys.journey import Journey
from tests.processes.scheme.test_second_scheme import make_scheme
from tests.support.world import START, World


def test_bygglov_is_made_on_the_pages_and_certified_without_code(
    world: World, client: Client
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        client.force_login(world.administrator)
        scheme = make_scheme(client)
        Scheme.objects.exclude(pk=scheme.pk).update(is_open=False)
        journey = Journey(world, world.municipality, clock)

        journey.apply("Bygglov för företag")
        journey.accept()
        journey.assess()
        journey.audit()
        journey.decide("grant")

    certificate = _only(Certificate.objects.all())
    assert certificate.certification.scheme == scheme
    assert certificate.expiry_date.year == START.year + 2
    assert certificate.number.startswith("BLC-")


def _only(rows: Any) -> Any:
    assert rows.count() == 1
    return rows.get()
