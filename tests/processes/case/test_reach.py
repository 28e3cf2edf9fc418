"""Administrators reach the people of their own body, and nobody who belongs elsewhere too."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from processes.models import Interest, Membership, Organisation, Person, Scheme
from processes.organisations import reach
from processes.roles import Role
from tests.support import drive
from tests.support.world import LONG_AGO, person
from workflow.calendar import DAY, local_date


@pytest.fixture
def other(world):
    """Another body with its administrator, whose client it is."""
    body = Organisation.objects.create(kind="body", code="ANN", name="Annat", full_name="Annat")
    alva = person("Alva Annan", body, Role.ADMINISTRATOR)
    client = Client()
    client.force_login(alva)
    client.body, client.administrator = body, alva
    return client


def also(somebody, organisation, role, **days):
    days = {"from_date": LONG_AGO, **days}
    return Membership.objects.create(person=somebody, organisation=organisation, role=role, **days)


def reached(body):
    return set(reach.people([body.pk], local_date(timezone.now())))


def pages(somebody):
    """Every page about a person, with what a form of it would send."""
    role = somebody.memberships.first() or also(somebody, Organisation.objects.first(), "officer")
    tie = Interest.objects.create(
        person=somebody, organisation=Organisation.objects.municipalities()[0], ground="other"
    )
    new_role = {"organisation": role.organisation_id, "role": "observer", "from_date": "2026-01-01"}
    moved = {"name": "Ny", "email": "ny@example.org", "language": "sv"}
    new_tie = {"organisation": tie.organisation_id, "ground": "kinship"}
    return [
        ("person", somebody.pk, moved),
        ("new_membership", somebody.pk, new_role),
        ("new_interest", somebody.pk, new_tie),
        ("change_access", somebody.pk, {}),
        ("end_membership", role.pk, {"day": "2026-01-31"}),
        ("end_interest", tie.pk, {"day": "2026-01-31"}),
    ]


@pytest.mark.parametrize("who", ["decision_maker", "administrator", "observer", "coordinator"])
def test_nobody_elsewhere_is_read_or_changed(world, other, who):
    somebody = getattr(world, who)
    before = Person.objects.values().get(pk=somebody.pk)

    for page, pk, sent in pages(somebody):
        assert other.post(reverse(page, args=[pk]), sent).status_code == 404, page
        assert other.get(reverse(page, args=[pk])).status_code in (404, 405), page

    assert Person.objects.values().get(pk=somebody.pk) == before
    assert somebody.email not in other.get(reverse("people")).content.decode()


def test_the_own_administrator_reaches_everybody_of_the_world(world):
    assert reached(world.body) == set(Person.objects.all())


def test_who_has_a_role_elsewhere_too_is_reached_by_neither(world, other):
    also(world.auditor, other.body, Role.AUDITOR)

    assert world.auditor not in reached(world.body) | reached(other.body)


def test_a_role_that_has_ended_holds_nobody_elsewhere(world, other):
    yesterday = local_date(timezone.now()) - DAY
    also(world.auditor, other.body, Role.AUDITOR, to_date=yesterday)

    assert world.auditor in reached(world.body)
    assert world.auditor not in reached(other.body)


def test_a_role_that_is_yet_to_begin_counts(world, other):
    also(world.auditor, other.body, Role.AUDITOR, from_date="2099-01-01")

    assert world.auditor not in reached(world.body)


def test_people_of_a_municipality_belong_to_the_bodies_that_certify_it(world, other):
    drive.apply(world)  # Hultsfred becomes one of the first body's
    Person.objects.filter(pk=world.coordinator.pk).update(added_by=other.body)

    assert world.coordinator in reached(world.body)
    assert world.coordinator not in reached(other.body)


def test_where_two_bodies_certify_both_reach_the_people(world, other):
    drive.apply(world)
    scheme = Scheme.objects.create(
        body=other.body, code="annan", prefix="AN", title_sv="Annan", title_en="Other"
    )
    world.municipality.certifications.create(scheme=scheme, created_at=world.at)

    assert world.coordinator in reached(world.body) & reached(other.body)


def test_who_has_no_role_belongs_to_the_body_that_added_them(world, other):
    other.post(reverse("new_person"), {"name": "Ny", "email": "ny@example.org", "language": "sv"})
    somebody = Person.objects.get(email="ny@example.org")

    assert somebody.added_by == other.body
    assert somebody in reached(other.body)
    assert somebody not in reached(world.body)


def test_no_role_is_given_where_only_another_body_certifies(world, other):
    drive.apply(world)
    mine = person("Nya", other.body, None)
    Person.objects.filter(pk=mine.pk).update(added_by=other.body)

    answers = [
        other.post(
            reverse("new_membership", args=[mine.pk]),
            {"organisation": place.pk, "role": role, "from_date": "2026-01-01"},
        ).status_code
        for place, role in [
            (world.municipality, "coordinator"),
            (world.body, "officer"),
            (world.neighbour, "coordinator"),
        ]
    ]

    assert answers == [422, 422, 302]
