"""What every contender can do: one lifecycle of five human steps, each in transactions of its own.

A lifecycle opens a case and then claims and completes assess, audit, correct, verify and decide.
"""

import resource
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

STEPS = ("assess", "audit", "correct", "verify", "decide")
FOLLOWING = dict(pairwise(STEPS))


class Cost(NamedTuple):
    """What one call cost the client."""

    seconds: float
    cpu: float
    statements: int


class Contender(ABC):
    """One way of doing the same work."""

    @abstractmethod
    def __init__(self, database: str) -> None:
        """Connect to the database at an address."""

    @abstractmethod
    def prepare(self) -> None:
        """Make the tables and the people of an empty database."""

    @abstractmethod
    def begin(self) -> None:
        """Read what a session knows beforehand: who the people are."""

    @abstractmethod
    def start(self) -> Any:
        """Open a case; its first task waits in a queue afterwards."""

    @abstractmethod
    def waiting(self, case: Any, step: str) -> Any:
        """The open task of a case, as a queue shows it. Not measured: all would ask the same."""

    @abstractmethod
    def claim(self, task: Any, step: str) -> None:
        """Take the task for the person who does the step."""

    @abstractmethod
    def complete(self, case: Any, task: Any, step: str) -> None:
        """Do the step; the next task waits afterwards."""

    @abstractmethod
    def finished(self) -> int:
        """How many cases have come to their end."""

    @abstractmethod
    def sent(self) -> int:
        """Statements so far, without BEGIN, COMMIT and savepoints."""

    def lifecycles(self, number: int) -> list[dict[str, list[float]]]:
        """What each of some lifecycles cost, in all and for each kind of call."""
        return [self._lifecycle() for _ in range(number)]

    def _lifecycle(self) -> dict[str, list[float]]:
        costs: dict[str, list[Cost]] = {"start": [], "claim": [], "complete": []}
        case = self._measured(costs["start"], self.start)
        for step in STEPS:
            task = self.waiting(case, step)
            self._measured(costs["claim"], self.claim, task, step)
            self._measured(costs["complete"], self.complete, case, task, step)
        every = [cost for kind in costs.values() for cost in kind]
        return {kind: _sum(some) for kind, some in {**costs, "all": every}.items()}

    def _measured(self, costs: list[Cost], call: Callable[..., Any], *given: Any) -> Any:
        sent, wall, cpu = self.sent(), time.perf_counter(), time.process_time()
        answer = call(*given)
        taken = time.perf_counter() - wall, time.process_time() - cpu
        costs.append(Cost(*taken, self.sent() - sent))
        return answer

    def memory(self) -> float:
        """The most memory the process has held, in MB."""
        return most_memory()


def most_memory() -> float:
    """In MB. The resource usage that Python gives counts the parent too, so ask Linux if it is."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def _sum(costs: list[Cost]) -> list[float]:
    return [float(sum(column)) for column in zip(*costs, strict=True)]
