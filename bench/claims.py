"""What every contender with queues can do: let many workers take from one queue at once."""

import time
from abc import ABC, abstractmethod
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection

Taken = list[tuple[int | None, float, bool]]
"""Which task a worker got, after how many seconds of asking, and whether before the bell.

No task: the bell rang while they were still asking.
"""


class Claims(ABC):
    """Workers, each a person with a connection of their own, who take whatever comes first."""

    def __init__(self, database: str) -> None:
        self.people: list[Any] = []

    @abstractmethod
    def prepare(self) -> None:
        """Make the tables and the people of an empty database."""

    @abstractmethod
    def workers(self, number: int) -> list[Any]:
        """People who may take from the queue, made if they are missing."""

    @abstractmethod
    def fill(self, number: int) -> None:
        """Let so many tasks wait."""

    @abstractmethod
    def take(self, person: Any) -> int | None:
        """Take the first task for a person; its number, or None if somebody else was faster."""

    def begin(self) -> None:
        """Known is nothing yet; ``hire`` says who works here."""
        connection.ensure_connection()

    def hire(self, first: int, last: int) -> None:
        """Know the people of this process."""
        self.people = self.workers(last)[first:last]

    def work(self, at: float, seconds: float) -> Taken:
        """Everybody takes and takes from a moment on, for some seconds."""
        with ThreadPoolExecutor(len(self.people)) as pool:
            several = pool.map(lambda person: self._work(person, at, at + seconds), self.people)
            return [one for taken in several for one in taken]

    def _work(self, person: Any, at: float, until: float) -> Taken:
        connection.ensure_connection()
        taken: Taken = []
        time.sleep(max(at - time.time(), 0))
        while time.time() < until:
            asked = time.perf_counter()
            while (task := self.take(person)) is None and time.time() < until:
                pass
            taken.append((task, time.perf_counter() - asked, time.time() <= until))
        connection.close()
        return taken
