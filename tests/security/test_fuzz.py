"""Whatever is sent to whichever address by whomever: never an answer of 500.

A seeded sample here; all of it by ``make fuzz``.
"""

import os
import random
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.security import odd
from tests.security.matrix import MATRIX, Place
from tests.security.people import people
from tests.support.world import World

SIZE = os.environ.get("KVALITETSLOTS_FUZZ", "")
SAMPLE = 400
SEED = 20261129
TOLD = ("health", 503)
"""Somebody asks whether the system is well, and in the suite no worker is."""


def _chosen(everybody: list[str]) -> list[odd.Request]:
    every = list(odd.requests(everybody))
    return every if SIZE == "full" else random.Random(SEED).sample(every, SAMPLE)


def _clients(everybody: dict[str, Any]) -> dict[str, Client]:
    clients = {who: Client(raise_request_exception=False) for who in everybody}
    for who, somebody in everybody.items():
        if somebody is not None:
            clients[who].force_login(somebody)
    return clients


class Pages:
    """The fields of each page's forms, as somebody who may read it sees them."""

    def __init__(self, clients: dict[str, Client]) -> None:
        self.clients = clients
        self.known: dict[str, set[str]] = {}

    def fields(self, name: str, path: str) -> set[str]:
        if name not in self.known:
            readers = sorted(MATRIX[name].get & self.clients.keys())
            answers = [odd.read(self.clients[who].get(path)) for who in readers[:1]]
            shown = [one for one in answers if one.status_code == 200 and not one.streaming]
            self.known[name] = {field for one in shown for field in odd.fields_of(one.content)}
        return self.known[name]


@pytest.mark.timeout(3600)
def test_no_request_is_answered_with_500(world: World, places: dict[str, Place]) -> None:
    everybody = people(world, next(iter(places.values())).case)
    clients = _clients(everybody)
    pages, wrong, sent = Pages(clients), [], 0

    for request in _chosen(sorted(everybody)):
        place = places[MATRIX[request.name].state]
        right, *odd_paths = odd.paths(request, place)
        for path in (right, *odd_paths):
            with transaction.atomic():
                fields = pages.fields(request.name, right)
                status = odd.send(clients[request.who], request, path, fields)
                transaction.set_rollback(True)
            sent += 1
            if status >= 500 and (request.name, status) != TOLD:
                wrong.append(f"{status} {request} {path[:120]}")

    assert not wrong, f"{len(wrong)} of {sent}:\n" + "\n".join(wrong)
