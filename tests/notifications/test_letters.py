"""Letters about an account take the way of every other mail, and no table keeps their keys."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from notifications import delivery, letters
from notifications.models import Notification
from notifications.rules import LETTERS, Kind
from processes.models import Person
from processes.organisations.events import letter_due
from tests.notifications.post import Office, html_of, smtp, text_of
from tests.support.world import World

FORGOT = "/accounts/password/reset/"
NEW = "fyra gula båtar 1234"


@pytest.fixture(autouse=True)
def nobody_has_tried():
    cache.clear()


def key_in(text: str) -> str:
    return re.search(r"http://testserver(/accounts/password/reset/key/\S+)", text)[1]


def test_a_new_password_is_chosen_by_the_link_of_the_letter(world: World, office: Office, client):
    client.post(FORGOT, {"email": world.auditor.email.upper()})
    row = Notification.objects.get(rule=Kind.RESET)

    delivery.deliver_due(timezone.now())

    [mail] = office.got
    assert mail["Message-ID"] == row.message_id
    assert mail["Reply-To"] == "kontakt@demo.example"
    assert key_in(text_of(mail)) in html_of(mail)
    kept = "".join(map(str, Notification.objects.filter(pk=row.pk).values_list().first()))
    assert key_in(text_of(mail)).rstrip("/").rpartition("-")[2] not in kept
    page = client.get(key_in(text_of(mail)), follow=True)
    client.post(page.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    world.auditor.refresh_from_db()
    assert world.auditor.check_password(NEW)
    assert client.get(key_in(text_of(mail)), follow=True).context["token_fail"]


@pytest.mark.parametrize("tongue", ["sv", "en"])
def test_a_letter_speaks_the_language_of_its_reader(world: World, office: Office, client, tongue):
    Person.objects.filter(pk=world.auditor.pk).update(language=tongue)

    client.post(FORGOT, {"email": world.auditor.email})
    delivery.deliver_due(timezone.now())

    [mail] = office.got
    expected = {"sv": "Välj ett nytt lösenord", "en": "Choose a new password"}[tongue]
    assert expected in mail["Subject"]
    assert "Kvalitetslots certifiering" in text_of(mail)
    assert "/notices/" not in text_of(mail), "nobody turns letters about an account off"


def test_a_known_and_an_unknown_address_get_the_same_answer(world: World, office: Office, client):
    answers = [
        client.post(FORGOT, {"email": email}, follow=True)
        for email in (world.auditor.email, "nobody@example.org")
    ]
    delivery.deliver_due(timezone.now())

    pages = {
        re.sub(r'csrfmiddlewaretoken" value="\w+', "", one.content.decode()) for one in answers
    }
    assert len(pages) == 1
    assert len(office.got) == 1, "nobody is invited to register"


def test_a_mail_server_that_is_down_costs_no_page_and_no_letter(world: World, client):
    with smtp(9):
        answer = client.post(FORGOT, {"email": world.auditor.email})
        delivery.deliver_due(timezone.now())

    assert (answer.status_code, answer.url) == (302, reverse("account_reset_password_done"))
    assert Notification.objects.get(rule=Kind.RESET).status == Notification.Status.PENDING


def test_who_asks_again_and_again_fills_no_mailbox(world: World, client):
    answers = {client.post(FORGOT, {"email": world.auditor.email}).url for _ in range(6)}

    assert answers == {reverse("account_reset_password_done")}
    assert Notification.objects.filter(rule=Kind.RESET).count() == 3


def test_a_letter_goes_where_the_event_says(world: World, office: Office):
    facts = {"to": "old@example.org", "address": "new@example.org"}

    letter_due.send(None, kind="moved", person=world.auditor, at=timezone.now(), facts=facts)
    delivery.deliver_due(timezone.now())

    [mail] = office.got
    assert mail["To"] == "old@example.org"
    assert "new@example.org" in text_of(mail)


def test_of_what_happens_once_there_is_one_letter(world: World):
    for _time in range(2):
        letters.write(Kind.TRIES, world.auditor, timezone.now(), occurrence="2026-03-02")

    assert Notification.objects.filter(rule=Kind.TRIES).count() == 1


def test_letters_go_at_once_whatever_somebody_wishes(world: World):
    for kind in LETTERS:
        letters.write(kind, world.auditor, timezone.now())

    assert set(Notification.objects.values_list("at_once", "status")) == {(True, "pending")}
