"""Nobody gets in where they do not belong: every address × method × role × relation."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from processes.case.exclusions import exclude
from tests.security.matrix import MATRIX, Place, Row
from tests.security.people import EVERYBODY, people
from tests.support.world import World

LIBRARY = ("account_", "mfa_")


def _patterns(resolver: Any = None) -> Iterator[URLPattern]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry)
        else:
            yield entry


def test_every_address_has_a_row() -> None:
    names = {str(pattern.name) for pattern in _patterns()}
    ours = {name for name in names if not name.startswith(LIBRARY)}

    assert ours == set(MATRIX)


def _answer(response: Any) -> str:
    """What an answer means: let on, refused in words, or nothing to be seen here."""
    if response.status_code in (403, 409):
        return "words"
    to_sign_in = "/accounts/login/" in response.get("Location", "")
    return "nothing" if response.status_code in (404, 405) or to_sign_in else "on"


def _wrong(name: str, row: Row, place: Place, everybody: dict[str, Any]) -> Iterator[str]:
    address = reverse(name, kwargs=row.arguments(place))
    for who, client in everybody.items():
        for method, allowed in (("get", row.get), ("post", row.post)):
            with transaction.atomic():
                response = getattr(client, method)(address)
                transaction.set_rollback(True)
            if response.streaming:
                list(response)  # a file that nobody reads stays open
            answer = _answer(response)
            expected = {"on", "words"} if who in allowed else {"nothing"}
            if who not in allowed and who in row.words:
                expected |= {"words"}
            if answer not in expected:
                yield f"{name} {method} {who}: {response.status_code}"


def _clients(everybody: dict[str, Any]) -> dict[str, Client]:
    clients = {who: Client() for who in everybody}
    for who, somebody in everybody.items():
        if somebody is not None:
            clients[who].force_login(somebody)
    return clients


@pytest.mark.obligation(87)
@pytest.mark.timeout(300)
def test_everybody_gets_what_the_matrix_says(world: World, places: dict[str, Place]) -> None:
    wrong: list[str] = []
    everybody = people(world, next(iter(places.values())).case)
    for place in list(places.values())[1:]:
        for name in ("excluded_auditor", "excluded_officer"):
            exclude(place.case.main_process, everybody[name], reason="a tie", at=world.at)
    clients = _clients(everybody)
    for name, row in MATRIX.items():
        wrong += _wrong(name, row, places[row.state], clients)

    assert not wrong, "\n".join(wrong)


def test_the_matrix_names_only_people_of_the_matrix(world: World) -> None:
    named = {who for row in MATRIX.values() for who in row.get | row.post}

    assert named <= EVERYBODY


def test_an_address_without_its_token_changes_nothing(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.administrator)

    assert client.post(reverse("new_scheme"), {"code": "bygglov"}).status_code == 403
