"""A session goes on while it is used, ends when it is not, and says so before."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

pytestmark = pytest.mark.django_db
IDLE = timedelta(seconds=settings.SESSION_COOKIE_AGE)


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


@pytest.fixture
def browser(world, clock, client):
    client.force_login(world.coordinator)
    return client


def is_in(browser) -> bool:
    return browser.get(reverse("cases")).status_code == 200


def left(browser) -> int:
    return browser.get(reverse("session")).json()["seconds"]


def test_a_session_goes_on_all_day_while_it_is_used(browser, clock):
    for _time in range(12):
        clock.shift(IDLE * 0.9)
        assert is_in(browser)


def test_a_session_that_nobody_uses_ends(browser, clock):
    clock.shift(IDLE + timedelta(seconds=1))

    assert not is_in(browser)
    assert left(browser) == 0


def test_to_ask_how_long_is_left_is_no_use(browser, clock):
    is_in(browser)
    for _time in range(3):
        clock.shift(IDLE * 0.3)
        asked = left(browser)

    assert asked == pytest.approx(settings.SESSION_COOKIE_AGE * 0.1, abs=2)


def test_one_press_begins_anew(browser, clock):
    clock.shift(IDLE * 0.9)

    assert browser.post(reverse("session")).json() == {"seconds": settings.SESSION_COOKIE_AGE}
    clock.shift(IDLE * 0.9)
    assert is_in(browser)


def test_work_within_some_minutes_writes_no_session(browser, clock):
    clock.shift(timedelta(minutes=4))
    before = browser.session["used"]
    is_in(browser)
    assert browser.session["used"] == before

    clock.shift(timedelta(minutes=2))
    is_in(browser)
    assert browser.session["used"] > before


def test_a_public_page_knows_of_no_session(client):
    answer = client.get(reverse("register"))

    assert not answer.cookies


def test_every_page_of_work_carries_the_warning(browser):
    page = browser.get(reverse("inbox")).content.decode()

    assert f'data-seconds="{settings.SESSION_COOKIE_AGE}"' in page
    assert "Stanna kvar" in page
