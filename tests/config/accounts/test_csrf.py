"""A form from a tab that is older than the sign-in is not lost."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

pytestmark = pytest.mark.django_db
HERE = {"Origin": "http://testserver"}
TEXT = "Vi svarar inom två dagar.\nAlltid."


@pytest.fixture
def browser(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.administrator)
    return client


def send(browser, address="/administration/people/new/", headers=HERE, **form):
    return browser.post(address, {"csrfmiddlewaretoken": "old", **form}, headers=headers)


def test_the_page_is_ours_in_the_readers_language_and_shows_what_was_written(browser):
    answer = send(browser, name=TEXT)

    page = answer.content.decode()
    assert answer.status_code == 403
    assert '<html lang="sv"' in page
    assert "Sidan var äldre än din inloggning" in page
    assert "Vi svarar inom två dagar." in page
    assert "Ada Administratör" in page


def test_what_was_written_is_sent_again_by_one_press(browser):
    page = send(browser, name="Nya", email="nya@example.org", language="sv").content.decode()
    form = re.search(r'<form class="form" method="post" action="([^"]+)">(.*?)</form>', page, re.S)
    fields = re.findall(r'name="(\w+)"\s+value="([^"]*)"', form[2])

    answer = browser.post(form[1], {name: unescape(value) for name, value in fields}, headers=HERE)

    assert answer.status_code == 302
    assert re.fullmatch(r"/administration/people/\d+/", answer.url)


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Referer": "https://evil.example/"}, {}]
)
def test_what_another_site_has_prepared_cannot_be_sent_by_a_press(browser, headers):
    page = send(browser, headers=headers, name="Nya", email="x@example.org").content.decode()

    assert "Skicka igen" not in page
    assert "Nya" in page


def test_nothing_of_an_account_page_is_shown(browser):
    answer = send(browser, "/accounts/login/", login="a@example.org", password="hemligt ord 99")

    page = answer.content.decode()
    assert answer.status_code == 403
    assert "hemligt ord 99" not in page
    assert 'href="/accounts/login/"' in page


def test_a_lost_file_is_named(browser):
    page = send(browser, title="Rutin", file=SimpleUploadedFile("rutin.pdf", b"x")).content.decode()

    assert "rutin.pdf" in page
