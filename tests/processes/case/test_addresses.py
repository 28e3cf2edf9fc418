"""A new address is proven first; the old one is told, can stop it, and is dead afterwards."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from notifications import delivery
from processes.models import AddressChange, Person
from processes.roles import Role
from tests.notifications.post import open_office, text_of
from tests.support.world import person
from workflow import trail

NEW = "ny@example.org"
SECRET = "fyra gula båtar 1234"


@pytest.fixture
def office():
    with open_office() as opened:
        yield opened


@pytest.fixture
def karin(world):
    """Somebody with a password, signed in."""
    somebody = world.coordinator
    somebody.set_password(SECRET)
    somebody.save()
    return somebody


def signed_in(somebody):
    client = Client()
    client.force_login(somebody)
    return client


def asked(world, somebody, **more):
    """The administrator writes a new address."""
    sent = {"name": somebody.name, "email": NEW, "language": "sv", **more}
    return signed_in(world.administrator).post(reverse("person", args=[somebody.pk]), sent)


def links(office):
    """The link in the last mail to each address."""
    delivery.deliver_due(timezone.now())
    found = {}
    for mail in office.got:
        if link := re.search(r"http://testserver(/account/address/\S+)", text_of(mail)):
            found[mail["To"]] = link[1]
    return found


def signs_in(address):
    client = Client()
    client.post(reverse("account_login"), {"login": address, "password": SECRET})
    return "_auth_user_id" in client.session


def address_of(somebody):
    return Person.objects.values_list("email", flat=True).get(pk=somebody.pk)


def test_the_old_address_signs_in_until_the_new_one_is_confirmed(world, karin, office):
    old, session = karin.email, signed_in(karin)
    assert asked(world, karin).status_code == 302
    assert signs_in(old)
    assert not signs_in(NEW)

    link = links(office)[NEW]
    assert Client().get(link).status_code == 200
    assert address_of(karin) == old, "a machine that follows links confirms nothing"
    Client().post(link)

    assert address_of(karin) == NEW
    assert signs_in(NEW)
    assert not signs_in(old)
    assert session.get(reverse("inbox")).status_code == 302, "the sessions have ended"
    steps = [entry.step for entry in trail.history(karin)]
    assert steps[-3:] == ["ask_address", "confirm_address", "change_address"]


def test_nobody_asks_for_a_password_by_the_old_address(world, karin, office):
    old = karin.email
    asked(world, karin)
    Client().post(links(office)[NEW])
    before = len(office.got)

    Client().post(reverse("account_reset_password"), {"email": old})
    delivery.deliver_due(timezone.now())

    assert [m["To"] for m in office.got[before:] if m["To"] in (old, NEW)] == [old]
    assert "/password/reset/key/" not in text_of(office.got[-1])


@pytest.mark.parametrize("when", ["before", "after"])
def test_the_old_address_stops_it(world, karin, office, when):
    old = karin.email
    asked(world, karin)
    found = links(office)
    if when == "after":
        Client().post(found[NEW])
        found = {**found, old: links(office)[old]}

    Client().post(found[old])

    assert address_of(karin) == old
    assert AddressChange.objects.get().outcome == "stopped"
    assert Client().post(found[NEW]).status_code == 410
    assert Person.objects.get(pk=karin.pk).has_usable_password() is (when == "before")


def test_a_link_lives_for_14_days(world, karin, office):
    asked(world, karin)
    link = links(office)[NEW]

    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert Client().post(link).status_code == 410

    assert address_of(karin) != NEW


@pytest.mark.parametrize("wrong", ["WzEsImNvbmZpcm0iXQ:1abc:xyz", "nonsense"])
def test_a_link_that_nobody_wrote_does_nothing(client, db, wrong):
    assert client.get(reverse("address_link", args=[wrong])).status_code == 410


def test_what_a_link_may_do_is_kept_in_no_table(world, karin, office):
    asked(world, karin)
    signed = links(office)[NEW].rstrip("/").rpartition("/")[2]

    rows = AddressChange.objects.values_list().get()

    assert signed not in "".join(map(str, rows))


def test_when_nobody_reads_the_old_address_a_second_administrator_agrees(world, karin, office):
    second = person("Alva", world.body, Role.ADMINISTRATOR)
    asked(world, karin, old_is_dead="on")
    found = links(office)
    assert set(found) == {NEW}, "a dead address is told nothing"
    agree = reverse("agree_address", args=[karin.pk])

    Client().post(found[NEW])
    signed_in(world.administrator).post(agree)
    assert address_of(karin) != NEW, "whoever asked cannot agree"
    assert "Godkänn" in signed_in(second).get(reverse("person", args=[karin.pk])).content.decode()
    signed_in(second).post(agree)

    assert address_of(karin) == NEW


def test_nobody_agrees_to_what_the_old_address_can_be_told(world, karin):
    asked(world, karin)
    second = person("Alva", world.body, Role.ADMINISTRATOR)

    signed_in(second).post(reverse("agree_address", args=[karin.pk]))

    assert AddressChange.objects.get().agreed_by is None


def test_an_administrator_gives_the_change_up(world, karin, office):
    asked(world, karin)
    link = links(office)[NEW]

    signed_in(world.administrator).post(reverse("cancel_address", args=[karin.pk]))

    assert Client().post(link).status_code == 410


def test_the_last_address_asked_for_counts(world, karin, office):
    asked(world, karin)
    first = links(office)[NEW]
    asked(world, karin, email="nyare@example.org")

    assert Client().post(first).status_code == 410
    Client().post(links(office)["nyare@example.org"])

    assert address_of(karin) == "nyare@example.org"


def test_an_address_that_somebody_got_meanwhile_is_refused_in_words(world, karin, office):
    asked(world, karin)
    Person.objects.filter(pk=world.auditor.pk).update(email=NEW)

    answer = Client().post(links(office)[NEW])

    assert answer.status_code == 400
    assert "En annan person" in answer.content.decode()


def test_a_name_is_changed_without_asking_anybody(world, karin, office):
    asked(world, karin, name="Karin Ny", email=karin.email.upper())

    assert Person.objects.get(pk=karin.pk).name == "Karin Ny"
    assert not AddressChange.objects.exists()
