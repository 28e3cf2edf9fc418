"""Portion after portion of random walks.

Each portion has a seed of its own: with it, the same walks are gone again.
"""

import json
import logging
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from processes.models import Certificate
from tests.journeys.walk import Walk

WALKS = 25
"""At most so many in a portion: Hypothesis makes most of the later ones out of its first."""
LENGTH = 50
"""The most steps of a walk."""
ERRORS = 20
"""After so many, what is to be walked on is no walk any more."""


def _counting(seen: Counter[str], broken: Counter[str]) -> Any:
    """A walk that counts its steps, and what does not hold instead of failing."""

    class Counting(Walk):
        def __init__(self) -> None:
            super().__init__()
            self.broken: set[str] = set()
            self.steps = -2  # what holds is asked before the first step, and after its beginning

        def check_invariants(self, *_: Any) -> None:
            self.steps += 1
            for promise in self.invariants:
                self._keep(promise.function.__name__, partial(promise.function, self))

        def the_chain_holds(self) -> None:
            self._keep("the_chain_holds", super().the_chain_holds)

        def _keep(self, name: str, promise: Callable[[], None]) -> None:
            try:
                promise()
            except AssertionError as error:
                if name not in self.broken:
                    _say({"broken": name, "after": self.steps, "why": str(error)})
                    broken[name] += 1
                self.broken.add(name)

        def teardown(self) -> None:
            seen["steps"] += max(self.steps, 0)
            seen["walks"] += 1
            try:
                seen["certificates"] += Certificate.objects.filter(case=self.case).count()
            finally:
                super().teardown()

    return Counting


def _portion(walk: Any, walks: int, number: int) -> None:
    """So many walks of a seed, each once: what fails is counted, not looked into."""
    run_state_machine_as_test(
        seed(number)(walk),
        settings=settings(
            max_examples=walks,
            stateful_step_count=LENGTH,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


def main(at_least: str, first: str) -> None:
    """So many steps, from a seed on; the last line says what was seen, as JSON."""
    steps, number = int(at_least), int(first)
    seen: Counter[str] = Counter()
    broken: Counter[str] = Counter()
    Walk.prepare()
    while seen["steps"] < steps and broken["errors"] < ERRORS:
        walks = min(WALKS, (steps - seen["steps"]) // LENGTH + 1)
        try:
            _portion(_counting(seen, broken), walks, number)
        except Exception as error:
            logging.exception("the portion of seed %s", number)
            broken["errors"] += 1
            _say({"broken": "errors", "why": f"{type(error).__name__}: {error}"})
        _say({"seed": number, **seen})
        number += 1
    _say({"seen": seen, "broken": broken, "tried": Walk.tried, "ends": Walk.ends})


def _say(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()
