"""What every contender with an outbox can do: let a worker send what is due."""

import time
from abc import ABC, abstractmethod

from django.conf import settings
from django.db import connection

from bench.contender import most_memory

Share = tuple[float, float]
"""When a worker found nothing more to send, and the seconds of CPU it took."""


class Notices(ABC):
    """One worker of several that send from one outbox to one mail server."""

    def __init__(self, database: str) -> None:
        self.place, self.workers = 0, 1

    @abstractmethod
    def prepare(self) -> None:
        """Make the tables, the cases and the people of an empty database."""

    @abstractmethod
    def fill(self, number: int) -> None:
        """Let so many mails be due."""

    @abstractmethod
    def deliver(self) -> None:
        """Send until nothing is due."""

    def begin(self) -> None:
        """Known is nothing yet; ``hire`` says where the mails go."""
        connection.ensure_connection()

    def hire(self, port: int, place: int, workers: int) -> None:
        """Know the mail server, and which of the workers this is."""
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        self.place, self.workers = place, workers

    def work(self, at: float) -> Share:
        """Deliver from a moment on."""
        time.sleep(max(at - time.time(), 0))
        cpu = time.process_time()
        self.deliver()
        return time.time(), time.process_time() - cpu

    def memory(self) -> float:
        """The most memory the process has held, in MB."""
        return most_memory()
