"""Whoever is stuck finds somebody to ask, on every page that needs no account and every error."""

import re

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

PAGES = (
    *("account_login", "account_reset_password", "account_reset_password_done"),
    *("account_inactive", "register", "about", "accessibility", "register_check"),
)
ERRORS = ("400.html", "403.html", "404.html", "409.html", "429.html", "500.html")


def names_somebody(page: str) -> bool:
    return all(value in page for value in settings.CONTACT.values())


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_anybody_may_read_names_a_contact(client, name):
    assert names_somebody(client.get(reverse(name)).content.decode())


@pytest.mark.parametrize("template", ERRORS)
def test_an_error_page_names_a_contact_even_without_any_context(template):
    page = render_to_string(template)

    assert names_somebody(page)
    assert re.search(r'href="tel:\d+"', page)
    assert f'href="mailto:{settings.CONTACT["email"]}"' in page


@pytest.mark.django_db
def test_a_page_of_work_names_a_contact(client, world):
    client.force_login(world.coordinator)

    assert names_somebody(client.get(reverse("inbox")).content.decode())


def test_the_sign_in_page_promises_only_what_there_is(client, db):
    page = client.get(reverse("account_login")).content.decode()

    assert "koordinator" not in page


LAW = {
    "contact": "08-465 004 00",
    "status": "följer delvis lagen",
    "review": "29 november 2026",
    "a fault of the product": "svåra att läsa med hjälpmedel",
    "a fault of the body": "Filmen saknar text.",
    "supervision": "https://www.digg.se/tdosanmalan",
}


@pytest.mark.parametrize("named", LAW)
@pytest.mark.django_db
def test_the_statement_on_accessibility_has_what_the_law_asks_for(client, settings, named):
    settings.ACCESSIBILITY_FAULTS = [("Filmen saknar text.", "The film has no captions.")]

    assert LAW[named] in client.get(reverse("accessibility")).content.decode()


@pytest.mark.django_db
def test_the_statement_speaks_english_too(client, settings):
    settings.ACCESSIBILITY_FAULTS = [("Filmen saknar text.", "The film has no captions.")]
    page = client.get(reverse("accessibility"), {"language": "en"}).content.decode()

    assert "The film has no captions." in page
    assert "Filmen" not in page


@pytest.mark.django_db
def test_who_holds_no_role_is_told_so_and_whom_to_ask(client, world, django_user_model):
    client.force_login(django_user_model.objects.create_user("ny@example.org", name="Ny"))
    page = client.get(reverse("inbox")).content.decode()
    client.force_login(world.coordinator)

    assert "Du har ingen roll i dag" in page
    assert "Du har ingen roll" not in client.get(reverse("inbox")).content.decode()
