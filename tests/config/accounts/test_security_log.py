"""What happens to accounts is noted, shown to administrators, kept for a time, and forgotten."""

import csv
import io
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from config import disposal
from notifications.models import Notification
from processes.models import Organisation, SecurityEvent
from processes.organisations import people
from processes.organisations.accounts.security import note
from processes.roles import Role
from tests.support.world import LONG_AGO, World, person

SIGN_IN = "/accounts/login/"
RIGHT, WRONG = "fyra gula båtar 1234", "fem röda båtar 1234"
FROM = "203.0.113.7"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_tried():
    cache.clear()


@pytest.fixture
def anna(world: World):
    world.auditor.set_password(RIGHT)
    world.auditor.save()
    return world.auditor


def sign_in(client, person, password):
    return client.post(SIGN_IN, {"login": person.email, "password": password}, REMOTE_ADDR=FROM)


def lines() -> list[tuple]:
    values = SecurityEvent.objects.order_by("pk").values_list("kind", "person__name", "address")
    return list(values)


def test_signing_in_and_out_and_failing_to_are_noted_with_from_where(client, anna):
    sign_in(client, anna, WRONG)
    sign_in(client, anna, RIGHT)
    client.post(reverse("account_logout"), REMOTE_ADDR=FROM)
    client.post(SIGN_IN, {"login": "nobody@example.org", "password": "x"}, REMOTE_ADDR=FROM)

    assert lines() == [
        ("wrong_password", anna.name, FROM),
        ("signed_in", anna.name, FROM),
        ("signed_out", anna.name, FROM),
        ("wrong_password", None, FROM),
    ]


def test_links_and_new_passwords_are_noted(client, anna):
    client.post(reverse("account_reset_password"), {"email": anna.email})
    client.force_login(anna)
    form = {"oldpassword": RIGHT, "password1": WRONG, "password2": WRONG}
    client.post(reverse("account_change_password"), form)

    assert [kind for kind, _who, _from in lines()] == ["link_asked", "password"]


def test_no_secret_stands_in_the_log(client, anna):
    sign_in(client, anna, WRONG)
    client.post(SIGN_IN, {"login": f"{WRONG}@example.org", "password": "x"})

    kept = str(list(SecurityEvent.objects.values()))
    assert WRONG not in kept
    assert anna.email not in kept


def test_who_is_stopped_is_noted_once(client, anna):
    for _attempt in range(9):
        sign_in(client, anna, WRONG)

    assert [kind for kind, _who, _from in lines()].count("stopped") == 1


def test_the_person_is_told_of_many_wrong_passwords_once_a_day(client, anna):
    for _attempt in range(5):
        sign_in(client, anna, WRONG)
    cache.clear()
    for _attempt in range(5):
        sign_in(client, anna, WRONG)

    assert Notification.objects.get(rule="tries").recipient == anna


def test_a_few_wrong_passwords_worry_nobody(client, anna):
    for _round in range(3):
        sign_in(client, anna, WRONG)
        sign_in(client, anna, WRONG)
        sign_in(client, anna, RIGHT)
        client.logout()
        cache.clear()

    assert not Notification.objects.filter(rule="tries").exists()


def test_every_change_of_somebodys_access_is_noted(world: World):
    by, at = world.administrator, world.at
    to = people.Appointment(world.body, Role.OFFICER, from_date=LONG_AGO)

    held = people.appoint(world.auditor, to, by=by, at=at)
    people.end(held, at.date(), by=by, at=at)
    people.deactivate(world.auditor, by=by, at=at)
    people.reactivate(world.auditor, by=by, at=at)

    noted = SecurityEvent.objects.filter(by=by, person=world.auditor).order_by("pk")
    assert list(noted.values_list("kind", flat=True)) == [
        *("appoint", "end_membership", "deactivate", "reactivate"),
    ]
    told = {"role": "officer", "organisation": world.body.code, "kept_from": []}
    assert noted[0].data == told


def test_an_administrator_reads_the_log_of_her_own_people_alone(world: World, client):
    other = Organisation.objects.create(
        kind=Organisation.Kind.BODY, code="ANN", name="Annat", full_name="Annat organ"
    )
    note("signed_in", person("Stig Främling", other, Role.OFFICER))
    note("signed_in", world.auditor)
    client.force_login(world.administrator)

    pages = [
        client.get(reverse("security_log")).content.decode(),
        b"".join(client.get(reverse("security_log_export")).streaming_content).decode(),
    ]

    assert world.auditor.name in pages[0]
    assert not [page for page in pages if "Stig Främling" in page]
    assert str(world.auditor.pk) in [row["person"] for row in csv.DictReader(io.StringIO(pages[1]))]


def test_the_log_is_filtered_and_paged(world: World, client):
    for _one in range(101):
        note("signed_in", world.auditor)
    note("wrong_password", world.auditor)
    client.force_login(world.administrator)

    some = client.get(reverse("security_log"), {"kind": "wrong_password"}).content.decode()
    first = client.get(reverse("security_log"), {"kind": "signed_in"})
    second = client.get(first.context["next"])

    assert some.count("<time") == 1
    assert len(first.context["rows"]) == 100
    assert len(second.context["rows"]) == 1


@pytest.mark.parametrize("words", ["kind=nothing", "after=x", "after=999999999999999999999"])
def test_an_address_that_nobody_wrote_shows_the_log(world: World, client, words):
    client.force_login(world.administrator)

    assert client.get(f"{reverse('security_log')}?{words}").status_code == 200


def test_to_take_the_log_along_is_a_line_too(world: World, client):
    client.force_login(world.administrator)
    client.get(reverse("security_log_export"))

    assert lines()[-1][:2] == ("exported", world.administrator.name)


def test_what_has_expired_is_thrown_away_and_nothing_else(world: World):
    at = timezone.now()
    note("signed_in", world.auditor, at=at - timedelta(days=settings.SECURITY_LOG_DAYS + 1))
    note("signed_in", world.auditor, at=at - timedelta(days=settings.SECURITY_LOG_DAYS - 1))
    for days in (-1, 1):
        session = SessionStore()
        session.set_expiry(at + timedelta(days=days))
        session.create()

    disposal.dispose(at)

    assert SecurityEvent.objects.count() == 1
    assert Session.objects.count() == 1


@pytest.mark.parametrize(("hour", "expected"), [("01:00", False), ("02:00", True), ("14:00", True)])
def test_disposal_is_due_once_each_day_from_the_night_on(hour, expected):
    at = timezone.make_aware(timezone.datetime.fromisoformat(f"2026-03-02 {hour}"))

    assert disposal.is_due(at) is expected
    disposal.dispose(at)
    assert not disposal.is_due(at)
    assert disposal.is_due(at + timedelta(days=1, hours=2))
