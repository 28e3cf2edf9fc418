"""No address answers with a blank page of the browser, and a press lost on the way is told of."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.http import QueryDict
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from tests.support import drive
from tests.support.world import World

PASSWORD = "fyra gula båtar 1234"
FILLED = {"IntConverter": 1, "SlugConverter": "x", "StringConverter": "x"}
HEADINGS = {"sv": "Inget har utförts", "en": "Nothing was carried out"}


@pytest.fixture(autouse=True)
def nobody_has_tried() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def _addresses(resolver: Any = None) -> Iterator[str]:
    """Every address by a route, filled with anything: the method is asked about first."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from _addresses(entry)
        elif hasattr(entry.pattern, "_route"):
            converters = entry.pattern.converters.items()
            filled = {name: FILLED.get(type(one).__name__, "x") for name, one in converters}
            yield reverse(entry.name, kwargs=filled)


def _in(who: Any, language: str = "sv") -> Client:
    client = Client()
    client.force_login(who)
    client.cookies["django_language"] = language
    return client


def _with_password(who: Any) -> str:
    """The address that a person signs in with from now on."""
    who.email = "hanna@example.org"
    who.set_password(PASSWORD)
    who.save()
    return str(who.email)


def _only_pressed(who: Any) -> list[str]:
    return [address for address in _addresses() if _in(who).get(address).status_code == 405]


@pytest.mark.parametrize("language", HEADINGS)
def test_every_address_of_a_button_has_words_and_a_way_back(world: World, language: str) -> None:
    addresses = _only_pressed(world.administrator)
    assert {reverse("tasks_next"), reverse("set_theme")} < {*addresses}
    assert len(addresses) > 15
    client = _in(world.administrator, language)

    for address in addresses:
        answer = client.get(address)
        page = answer.content.decode()
        assert HEADINGS[language] in page, address
        assert f'href="{reverse("inbox")}"' in page, address
        assert "POST" in answer["Allow"], address


def test_a_sign_in_leads_past_the_address_of_a_button_to_the_inbox(world: World) -> None:
    addresses = _only_pressed(world.administrator)
    email = _with_password(world.officer)

    for address in addresses:
        cache.clear()
        sent = {"login": email, "password": PASSWORD, "next": address}
        client = Client()
        answer = client.post(reverse("account_login"), sent, follow=True)
        assert answer.status_code == 200, address
        assert answer.request["PATH_INFO"] == reverse("inbox"), address
        assert "Din knapptryckning utfördes inte" in answer.content.decode(), address
        assert client.get(address).status_code == 405  # said once


def test_a_press_after_the_session_ended_comes_to_the_inbox(world: World) -> None:
    email = _with_password(world.officer)
    client = Client()

    to = client.post(reverse("tasks_next"), {"seen": "2026-03-02"}).url
    sent = {"login": email, "password": PASSWORD, "next": to.partition("next=")[2]}
    answer = client.post(to, sent, follow=True)

    assert "Din knapptryckning utfördes inte" in answer.content.decode()


def _press(client: Client, address: str, page: str) -> Any:
    """Press a button of a page: where the browser is led."""
    came_from = f"http://testserver{page}"
    return client.post(address, {"seen": "2026-03-02"}, headers={"referer": came_from}).url


def _sign_in(client: Client, email: str, to: str) -> Any:
    page = QueryDict(urlsplit(to).query)["next"]
    sent = {"login": email, "password": PASSWORD, "next": page}
    return client.post(reverse("account_login"), sent, follow=True)


@pytest.mark.parametrize("query", ["", "?page=2&who=mine"])
def test_a_press_after_the_session_ended_comes_back_to_its_page(world: World, query: str) -> None:
    email, client = _with_password(world.officer), Client()
    case = drive.apply(world)
    task = drive.open_task(case, "review_application")
    page = reverse("task", args=[task.pk]) + query

    to = _press(client, reverse("task_claim", args=[task.pk]), page)
    answer = _sign_in(client, email, to)

    path, _mark, asked = page.partition("?")
    assert (answer.request["PATH_INFO"], answer.request["QUERY_STRING"]) == (path, asked)
    text = answer.content.decode()
    assert text.count("Din knapptryckning utfördes inte") == 1
    assert reverse("task_claim", args=[task.pk]) in text
    assert drive.open_task(case, "review_application").owner is None
    # It is said once, also to who signs in anew to the same page.
    assert "knapptryckning" not in client.get(page).content.decode()
    client.logout()
    assert "knapptryckning" not in _sign_in(client, email, f"/x?next={path}").content.decode()


def test_a_press_on_a_page_that_nobody_can_open_comes_to_the_inbox(world: World) -> None:
    email, client = _with_password(world.officer), Client()

    to = _press(client, reverse("tasks_next"), reverse("tasks_next"))
    answer = _sign_in(client, email, to)

    assert answer.request["PATH_INFO"] == reverse("inbox")
    assert answer.content.decode().count("Din knapptryckning utfördes inte") == 1


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "http://testserver//elsewhere"])
def test_a_page_of_another_site_is_not_led_to(world: World, origin: str) -> None:
    client = Client()

    to = client.post(reverse("tasks_next"), headers={"referer": f"{origin}/x/"}).url

    assert QueryDict(urlsplit(to).query)["next"] == reverse("tasks_next")
    assert "pressed" not in client.cookies


def test_what_a_script_sends_by_itself_is_no_press(world: World) -> None:
    client = Client()

    client.post(reverse("tasks_next"), headers={"referer": "http://testserver/", "x-autosave": "1"})

    assert "pressed" not in client.cookies


def test_a_sign_in_leads_to_a_page_as_before(world: World) -> None:
    email = _with_password(world.officer)

    sent = {"login": email, "password": PASSWORD, "next": reverse("cases")}
    answer = Client().post(reverse("account_login"), sent)

    assert answer.url == reverse("cases")


def test_a_page_that_only_shows_something_says_so_too(world: World) -> None:
    answer = _in(world.officer).post(reverse("cases"))

    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert HEADINGS["sv"] in answer.content.decode()
