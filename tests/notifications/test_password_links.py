"""The link of an invitation lives longer than one for a new password, and all say how long."""

import re
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from notifications import delivery, letters, links
from notifications.models import Notification
from notifications.rules import Kind
from processes.models import Person
from processes.organisations.actions import load_organisations
from tests.notifications.post import Office, text_of
from tests.support.world import World

pytestmark = pytest.mark.django_db
PASSWORD = "fyra gula båtar 1234"
DAYS = {Kind.WELCOME: 14, Kind.RESET: 3}


@pytest.fixture(autouse=True)
def nobody_has_tried():
    cache.clear()


def opens(address: str) -> bool:
    """The link leads to a page on which a password can be chosen."""
    page = Client().get(address.removeprefix(settings.SITE_URL), follow=True)
    return not page.context.get("token_fail", False)


def link(person: Person, kind: Kind) -> str:
    letters.write(kind, person, at=timezone.now())
    return links.of(Notification.objects.filter(rule=kind).latest("pk"))


@pytest.mark.parametrize("kind", DAYS)
def test_each_link_works_as_long_as_it_should(world: World, time_machine, kind):
    began = timezone.now().replace(microsecond=0)
    time_machine.move_to(began, tick=False)
    address = link(world.auditor, kind)

    time_machine.move_to(began + timedelta(days=DAYS[kind]), tick=False)
    assert opens(address)
    time_machine.move_to(began + timedelta(days=DAYS[kind], seconds=1), tick=False)
    assert not opens(address)


@pytest.mark.parametrize("kind", DAYS)
def test_a_link_works_once_and_for_one_person(world: World, kind):
    address = link(world.auditor, kind)
    page = Client()
    form = page.get(address.removeprefix(settings.SITE_URL), follow=True)
    stolen = re.sub(r"key/[0-9a-z]+-", f"key/{world.officer.pk}-", address)

    assert not opens(stolen)
    assert not opens(address[:-2] + "/")
    page.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    world.auditor.refresh_from_db()
    assert world.auditor.check_password(PASSWORD)
    assert not opens(address)


def test_a_link_for_a_new_password_is_no_invitation(world: World, settings: Any):
    address = link(world.auditor, Kind.RESET)
    settings.PASSWORD_RESET_TIMEOUT = -1

    assert not opens(address)
    assert opens(link(world.auditor, Kind.WELCOME))


@pytest.mark.parametrize(("tongue", "word"), [("sv", "dagar"), ("en", "days")])
@pytest.mark.parametrize(("first", "new"), [(14, 3), (21, 2)])
def test_what_is_said_is_what_is_set(
    world: World, office: Office, settings: Any, tongue: str, word: str, first: int, new: int
):
    settings.FIRST_PASSWORD_DAYS, settings.NEW_PASSWORD_DAYS = first, new
    Person.objects.filter(pk__in=[world.auditor.pk, world.administrator.pk]).update(language=tongue)
    world.auditor.refresh_from_db()

    for kind, days in ((Kind.WELCOME, first), (Kind.RESET, new)):
        letters.write(kind, world.auditor, at=timezone.now())
        delivery.deliver_due(timezone.now())
        assert f"{days} {word}" in " ".join(text_of(office.got[-1]).split())
    client = Client()
    client.force_login(world.administrator)
    assert f"{first} {word}" in client.get(reverse("new_person")).content.decode()


def test_the_command_says_it_too(settings: Any):
    load_organisations()
    settings.FIRST_PASSWORD_DAYS = 21
    out = StringIO()

    call_command("make_administrator", "Ada Ek", "ada.ek@example.org", stdout=out)

    assert "within 21 days" in out.getvalue()
