"""Many people at their browsers, who come when they come: the site does not set their pace.

Clicks arrive at random moments at a mean rate, whether those of others are answered or not; how
long one takes is counted from the moment at which the person wanted to click.
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

from chaos.people.clicks import Click, Reply

AT_ONCE = 400
"""So many clicks can wait for their answers."""
ONWARDS = ("save", "step")
"""Clicks after which the browser is sent to another page."""


@dataclass
class Caller:
    """Who is signed in, what they still do, and the version of each text that they have seen."""

    session: str
    clicks: Iterator[tuple[str, str, str | None]]
    seen: dict[str, int] = field(default_factory=dict)
    hand: Lock = field(default_factory=Lock)
    """They click again when their page has come."""

    @classmethod
    def told(cls, about: dict[str, Any]) -> "Caller":
        """Somebody in the middle of what they came for; afterwards they only look around."""
        evening, looks = about["evening"], about["looks"]
        began = random.randrange(len(evening))
        return cls(about["session"], _then(evening[began:], cycle(looks)))


def _then(first: Iterable[Any], rest: Iterable[Any]) -> Iterator[Any]:
    yield from first
    yield from rest


@dataclass(frozen=True)
class Clicked:
    """One click, what came of it (status 0: nothing), and after how many seconds.

    ``is_right``: it was answered as it should be, by a page, a word that the text is kept, or the
    way onwards.
    """

    kind: str
    path: str
    status: int
    is_right: bool
    seconds: float


def call(port: int, people: list[Caller], *, rate: float, seconds: float) -> list[Clicked]:
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


def _click(port: int, person: Caller, at: float) -> Clicked:
    with person.hand:
        kind, path, words = next(person.clicks)
        headers = {"X-Autosave": "1"} if kind == "autosave" else {}
        if words is not None:
            words = words.replace("VERSION", str(person.seen.get(path, 0)))
        try:
            reply = Click(port, person.session).send(path, words, **headers)
        except (OSError, HTTPException):
            reply = Reply(0, "")
        taken = time.monotonic() - at
        if kind == "autosave" and reply.status == 200:
            person.seen[path] = json.loads(reply.page)["version"]
        is_right = reply.is_accepted if kind in ONWARDS else reply.status == 200
        return Clicked(kind, path, reply.status, is_right, taken)


def percentile(clicked: list[Clicked], of_hundred: int) -> float:
    """In how many seconds so many of a hundred were answered."""
    return quantiles([one.seconds for one in clicked], n=100)[of_hundred - 1]
