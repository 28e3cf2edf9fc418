"""One size, in a process and a database of its own; asked from outside, question by question."""

import time
from typing import Any

from django.core.management import call_command
from django.db import connection

from bench.growth import care, cases, looks, partitions, weights


class Run:
    """Answers with figures that can be written as JSON."""

    def __init__(self, database: str) -> None:
        self.database = database

    def fill(self, tasks: int) -> dict[str, float]:
        """Ten years of cases; how many, and in how many seconds they were made."""
        call_command("migrate", verbosity=0)
        began = time.perf_counter()
        made = cases.fill(tasks)
        return {**made, "seconds": time.perf_counter() - began}

    def weigh(self) -> dict[str, Any]:
        """Tables, indexes and the whole."""
        return {
            "tables": weights.tables(),
            "indexes": weights.indexes(),
            "whole": weights.whole(),
        }

    def pages(self) -> dict[str, list[float]]:
        return looks.pages()

    def sweeps(self) -> dict[str, float]:
        return looks.sweeps()

    def work(self) -> dict[str, list[float]]:
        return looks.work()

    def vacuum(self) -> float:
        return care.vacuum()

    def verify(self) -> list[float]:
        return care.verify()

    def backup(self) -> dict[str, float]:
        connection.close()
        return care.backup(self.database)

    def trials(self) -> dict[str, Any]:
        return partitions.all_trials()
