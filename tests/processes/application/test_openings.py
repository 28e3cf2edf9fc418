"""A new application is offered only where it can begin; what stands in the way is said."""

import pytest
import time_machine
from django.urls import reverse

from processes.organisations.models import Membership
from processes.roles import Role
from tests.support import drive
from tests.support.world import LONG_AGO, START


@pytest.fixture(autouse=True)
def at_start():
    with time_machine.travel(START, tick=False):
        yield


def signed_in(client, somebody):
    client.force_login(somebody)
    client.cookies["django_language"] = "en"


def test_what_stands_in_the_way_is_said_before_the_button_with_a_link(client, world):
    case = drive.apply(world)
    signed_in(client, world.coordinator)

    page = client.get(reverse("application_new")).content.decode()

    assert f'<a href="{reverse("case", args=[case.number])}">{case.number}</a>' in page
    assert "Begin the application" not in page


def test_who_is_certified_finds_the_certificate_instead_of_a_button(client, world):
    certificate = drive.issued(drive.grant(world))
    signed_in(client, world.coordinator)

    page = client.get(reverse("application_new")).content.decode()

    assert f'<a href="{reverse("certificate", args=[str(certificate)])}">{certificate}</a>' in page
    assert "Begin the application" not in page


def test_only_what_can_be_applied_for_is_offered(client, world):
    drive.apply(world)
    Membership.objects.create(
        person=world.coordinator,
        organisation=world.neighbour,
        role=Role.COORDINATOR,
        from_date=LONG_AGO,
    )
    signed_in(client, world.coordinator)

    answer = client.get(reverse("application_new"))
    places = list(answer.context["form"].fields["municipality"].queryset)
    data = {"scheme": world.scheme.pk, "municipality": world.neighbour.pk}
    begun = client.post(reverse("application_new"), data)

    assert places == [world.neighbour]
    assert [one.place for one in answer.context["obstacles"]] == [world.municipality.name]
    assert begun.status_code == 302
    assert client.get(reverse("application_new")).context["can_begin"] is False
