"""What every contender with pages can do: fill its queues, and show one to a person."""

import time
from abc import ABC, abstractmethod
from http import HTTPStatus
from typing import Any

from django.test import Client

from bench.counted import Counter

READERS = {
    "common": "common role",
    "rare": "rare role",
    "empty": "empty role",
    "several": "several roles",
}


class Pages(ABC):
    """Queues as HTML, through the whole of Django: session, rights, view and templates."""

    address = ""

    def __init__(self, database: str) -> None:
        self.counter = Counter()
        self.browsers: dict[str, Client] = {}

    @abstractmethod
    def prepare(self) -> None:
        """Make the tables and the people of an empty database."""

    @abstractmethod
    def fill(self, number: int) -> dict[str, Any]:
        """Make so many tasks in an empty database, and the readers they are for."""

    def begin(self) -> None:
        """Count from now on."""
        self.counter.begin()

    def open(self, number: int) -> None:
        """Make the tasks, and sign everybody in."""
        for name, reader in self.fill(number).items():
            self.browsers[name] = Client()
            self.browsers[name].force_login(reader)

    def look(self, reader: str) -> list[float]:
        """The queue of a reader: seconds, CPU seconds, statements, bytes."""
        sent, wall, cpu = self.counter.sent, time.perf_counter(), time.process_time()
        answer = self.browsers[reader].get(self.address)
        taken = time.perf_counter() - wall, time.process_time() - cpu
        if answer.status_code != HTTPStatus.OK:
            raise RuntimeError(f"{self.address} answers {answer.status_code}")
        return [*taken, self.counter.sent - sent, len(answer.content)]
