"""What every contender with timers can do: let many fall due, and fire them as its users would."""

import time
from abc import ABC, abstractmethod
from datetime import datetime
from typing import Any

from django.db import connection

from bench.contender import most_memory
from bench.counted import Counter

REMINDERS, STEPS, WAITS = "reminders", "steps", "waits"
"""Marks that change no state; states that time changes; flows that go on when time has passed."""


class Timers(ABC):
    """One dispatcher: what a scheduler would call each minute."""

    def __init__(self, database: str) -> None:
        self.counter = Counter()

    @abstractmethod
    def prepare(self) -> None:
        """Make the tables and the people of an empty database."""

    @abstractmethod
    def fill(self, kind: str, number: int) -> str:
        """Let so many of a kind be due; the moment at which they are, for ``fire``."""

    @abstractmethod
    def run(self, at: datetime) -> int:
        """Fire all that is due; how many fired."""

    @abstractmethod
    def doubles(self) -> int:
        """How often something was done again that was done already."""

    def begin(self) -> None:
        """Connect."""
        connection.ensure_connection()
        self.counter.begin()

    def fire(self, at: str, start: float = 0) -> dict[str, Any]:
        """How many fired, and what that cost. ``start``: when, for several at once."""
        time.sleep(max(start - time.time(), 0))
        sent, wall, cpu = self.counter.sent, time.perf_counter(), time.process_time()
        fired = self.run(datetime.fromisoformat(at))
        return {
            "fired": fired,
            "seconds": time.perf_counter() - wall,
            "cpu": time.process_time() - cpu,
            "sent": self.counter.sent - sent,
            "memory": most_memory(),
        }
