"""Simulated runs as processes of their own: side by side, and apart from whoever asks for them.

Each has an empty database of its own and says in lines of JSON how far it is and what it came to.
Nobody who works meanwhile is disturbed, and a run whose asker is gone ends at its next line.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from django.conf import settings

from config.simulated import outcome
from config.simulated.outcome import Result
from config.simulated.simulation import Plan
from processes.renewal.forecast import forecasts
from workflow.exceptions import Refused

COMMAND = (sys.executable, "-m", "django", "simulation_part")
SEED = 1
SILENCE_SECONDS = 900
Said = tuple[int, dict[str, Any]]


def run(
    plans: Sequence[Plan], tell: Callable[[int], object], *, database: str = ""
) -> list[Result]:
    """Let all plans happen at the same time; their results, in order.

    ``tell`` hears how many days the slowest of them has behind it. Raises Refused if a database
    cannot be used, RuntimeError if a process died.
    """
    said: SimpleQueue[Said] = SimpleQueue()
    done, results = [0] * len(plans), dict[int, Result]()
    with ExitStack() as running:
        for number, plan in enumerate(plans):
            running.enter_context(_started(number, plan, database=database, said=said))
        while len(results) < len(plans):
            number, line = _heard(said)
            if "result" in line:
                results[number] = outcome.from_json(line["result"])
            elif number not in results:
                done[number] = _days(line)
                tell(min(done))
    return [results[number] for number in range(len(plans))]


def _heard(said: "SimpleQueue[Said]") -> Said:
    try:
        return said.get(timeout=SILENCE_SECONDS)
    except Empty as nothing:
        raise RuntimeError("a process of the simulation says nothing any more") from nothing


def _days(line: dict[str, Any]) -> int:
    if "refused" in line:
        raise Refused(line["refused"], code="part_refused")
    if "done" not in line:
        raise RuntimeError("a process of the simulation died")
    return int(line["done"])


@contextmanager
def _started(
    number: int, plan: Plan, *, database: str, said: "SimpleQueue[Said]"
) -> Iterator[None]:
    """A process at work; stopped at the end, whatever it does."""
    pipe = subprocess.PIPE
    with subprocess.Popen(
        COMMAND, cwd=settings.BASE_DIR, stdin=pipe, stdout=pipe, encoding="utf-8"
    ) as process:
        listener = Thread(target=_listen, args=(process, number, said), daemon=True)
        listener.start()
        asked: Any = process.stdin
        try:
            with suppress(BrokenPipeError), asked:  # who is gone already is heard of by its end
                json.dump({"plan": plan.as_json(), "database": database}, asked)
            yield
        finally:
            process.kill()
            listener.join()


def _listen(process: "subprocess.Popen[str]", number: int, said: "SimpleQueue[Said]") -> None:
    told: Any = process.stdout
    try:
        for line in told:
            said.put((number, json.loads(line)))
    finally:
        said.put((number, {}))


def foresee(
    cycles: Sequence[dict[str, Any]], size: forecasts.Size, tell: Callable[[int], object]
) -> list[list[forecasts.Month]]:
    """Auditor days per month under each of the cycles: the same people with the same luck."""
    plan = Plan(size.municipalities, size.years, size.first, SEED)
    results = run([replace(plan, cycle=cycle) for cycle in cycles], tell)
    for one in results:
        if one.faults:
            raise RuntimeError(one.faults[0])
    return [one.days for one in results]
