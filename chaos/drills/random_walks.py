"""Anybody tries anything, 100,000 times: no illegal move, and the trail retells every state."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from chaos.report import Figure, none_of, told
from chaos.scene import Scene
from chaos.site import Site


@dataclass(frozen=True)
class Size:
    """So many steps at least; and so many certificates, for who never comes so far proves little.

    A step is a rule that was run: what must hold is asked after each.
    """

    steps: int
    certificates: int


NEEDS_SERVICES = True
SIZES = {"full": Size(100_000, 100), "short": Size(200, 0)}
INSIDE = ("-m", "chaos.inside", "chaos.people.walking")
PROCESSES = 2
APART = 1_000_000
"""No two portions of any process share a seed."""
PROMISES = {
    "every_move_is_one_of_the_machine": "walks with a move that no machine allows",
    "the_trail_retells_every_state": "walks with a state other than rebuilt from the trail",
    "the_chain_holds": "walks after which the trail does not verify",
    "an_auditor_never_decides": "walks in which an auditor decided",
    "no_certificate_without_decision_or_with_an_open_major": (
        "walks with a certificate without a decision, or with an open major nonconformity"
    ),
    "a_running_case_always_has_a_task_and_a_closed_one_none": (
        "walks in which a running case had not one task, or a closed one had any"
    ),
}


def drill(scene: Scene, size: Size) -> Iterator[Figure]:
    """Ten people try steps of every machine of a case, in processes side by side."""
    first = random.randrange(APART)
    seeds = [first + APART * number for number in range(PROCESSES)]
    with ExitStack() as stack, ThreadPoolExecutor(PROCESSES) as pool:
        sites = [stack.enter_context(scene.site(broker=False))[0] for _ in seeds]
        walked = [
            pool.submit(_walk, scene, site, -(-size.steps // PROCESSES), seed)
            for site, seed in zip(sites, seeds, strict=True)
        ]
        ends = [one.result() for one in walked]
    total = {what: sum((Counter(end[what]) for end in ends), Counter()) for what in ends[0]}
    yield from _reached(size, total["seen"])
    yield told("seeds of the portions, counted up from", ", ".join(f"{one:,}" for one in seeds))
    yield told("actions tried, and what came of them", _list(total["tried"]))
    yield told("the cases in the end", _list(total["ends"]))
    for name, words in PROMISES.items():
        yield none_of(words, total["broken"].pop(name, 0))
    yield none_of("errors", total["broken"].total())


def _walk(scene: Scene, site: Site, steps: int, seed: int) -> Any:
    """What a process counted in the end; on its way it tells of each portion."""
    for line in site.lines(*INSIDE, str(steps), str(seed)):
        scene.say(line.strip())
    return json.loads(line)


def _reached(size: Size, seen: Counter[str]) -> Iterator[Figure]:
    for what, asked in (("steps", size.steps), ("certificates", size.certificates)):
        number = seen[what]
        words = f"{what} of {seen['walks']:,} random walks"
        yield Figure(words, f"≥ {asked:,}", f"{number:,}", number >= asked)


def _list(counted: Counter[str]) -> str:
    return ", ".join(f"{name} {number:,}" for name, number in counted.most_common())
