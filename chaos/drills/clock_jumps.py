"""Clocks that are wrong: on the machines of the workers, and in the database itself."""

import json
from collections.abc import Iterator
from datetime import timedelta

from chaos.report import Figure, none_of, told
from chaos.scene import Scene

NEEDS_SERVICES = True
SIZES = {"full": 50, "short": 2}
INSIDE = ("-m", "chaos.inside", "chaos.children.clock_jumps")

JUMPS = {
    "+3 h": timedelta(hours=3),
    "−3 h": timedelta(hours=-3),
    "+2 d": timedelta(days=2),
    "−1 d": timedelta(days=-1),
    "frozen": None,
}


def drill(scene: Scene, rounds: int) -> Iterator[Figure]:
    """Five workers, each with another wrong clock, run the tasks of a tick again and again."""
    with scene.site(broker=False) as (site, sink):
        end = json.loads(site.run(*INSIDE, str(rounds)))
        repeats, arrived = sink.repeats, len(sink.arrived)
    yield told("clocks of five workers, all at once", ", ".join(JUMPS))
    yield told("rounds of each, and promises and notices due", f"{rounds}, {end['asked']}")
    for who in ("workers", "database"):
        yield none_of(f"{who}: not kept though due", end[f"{who} missed"])
        yield none_of(f"{who}: kept twice", end[f"{who} twice"])
    yield none_of("workers: kept early", end["workers early"])
    yield none_of("errors", len(end["errors"]))
    yield none_of(f"mails that came twice, of {arrived:,}", repeats)
