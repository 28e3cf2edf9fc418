"""Many people at their browsers, who come when they come: the site does not set their pace.

Clicks arrive at random moments at a mean rate, whether earlier ones are answered or not; how long
one takes is counted from the moment at which the person clicked.
"""

import json
import random
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPException
from itertools import cycle
from statistics import quantiles
from threading import Lock
from typing import Any

from tests.chaos.clicks import Answer, Click

AT_ONCE = 400
"""So many clicks can wait for their answers."""


@dataclass
class Person:
    """Who is signed in, what she still does, and the version of each text that she has seen."""

    session: str
    clicks: Iterator[tuple[str, str, str | None]]
    seen: dict[str, int] = field(default_factory=dict)
    hand: Lock = field(default_factory=Lock)
    """She clicks again when her page has come."""

    @classmethod
    def told(cls, about: dict[str, Any]) -> "Person":
        """Somebody in the middle of what she came for; afterwards she only looks around."""
        evening, looks = about["evening"], about["looks"]
        began = random.randrange(len(evening))
        return cls(about["session"], _then(evening[began:], cycle(looks)))

    def learn(self, kind: str, path: str, answer: Answer) -> None:
        """The version that a text has got."""
        if kind == "autosave" and answer.status == 200:
            self.seen[path] = json.loads(answer.page)["version"]
        if kind == "save" and answer.is_accepted:
            self.seen[path] = self.seen.get(path, 0) + 1


def _then(first: Iterable[Any], rest: Iterable[Any]) -> Iterator[Any]:
    yield from first
    yield from rest


@dataclass(frozen=True)
class Visit:
    """One click, what came of it (0: nothing), and after how long, in seconds."""

    kind: str
    status: int
    seconds: float


def visit(port: int, people: list[Person], *, rate: float, seconds: float) -> list[Visit]:
    """So many clicks a second, of one after the other of the people in a random order."""
    random.shuffle(people)
    began, after = time.monotonic(), 0.0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        waiting = []
        for person in cycle(people):
            after += random.expovariate(rate)
            if after > seconds:
                break
            time.sleep(max(began + after - time.monotonic(), 0))
            waiting.append(pool.submit(_click, port, person, began + after))
        return [one.result() for one in waiting]


def _click(port: int, person: Person, at: float) -> Visit:
    with person.hand:
        kind, path, words = next(person.clicks)
        headers = {"X-Autosave": "1"} if kind == "autosave" else {}
        if words is not None:
            words = words.replace("VERSION", str(person.seen.get(path, 0)))
        try:
            answer = Click(port, person.session).send(path, words, **headers)
        except (OSError, HTTPException):
            return Visit(kind, 0, time.monotonic() - at)
        taken = time.monotonic() - at
        person.learn(kind, path, answer)
        return Visit(kind, answer.status, taken)


def percentile(visits: list[Visit], of_hundred: int) -> float:
    """In how many seconds so many of a hundred were answered."""
    return quantiles([one.seconds for one in visits], n=100)[of_hundred - 1]
