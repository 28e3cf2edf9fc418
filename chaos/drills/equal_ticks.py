"""Five schedulers that tick at the same moments: everything once, and no error."""

import json
from collections.abc import Iterator

from chaos.report import Figure, none_of, told
from chaos.scene import Scene

NEEDS_SERVICES = True
SIZES = {"full": 1000, "short": 20}
INSIDE = ("-m", "chaos.inside", "chaos.children.equal_ticks")
SCHEDULERS = 5
TOLD = {
    "certificates ended": 1,
    "steps in the trail": 1,
    "notices of an end, to a coordinator and an officer": 2,
    "notices before an end, to a coordinator and an officer": 2,
}
"""How many rows there must be for each tick."""


def drill(scene: Scene, ticks: int) -> Iterator[Figure]:
    """In each tick one certificate ends; in the first of the morning all are told about."""
    with scene.site(broker=False) as (site, sink):
        for line in site.lines(*INSIDE, str(ticks)):
            scene.say(line.strip())
        end = json.loads(line)
        repeats, arrived = sink.repeats, len(sink.arrived)
    yield told("schedulers × ticks of the same moment", f"{SCHEDULERS} × {ticks:,}")
    for what, times in TOLD.items():
        number = end[what]
        yield Figure(what, f"{times * ticks:,}", f"{number:,}", number == times * ticks)
    yield none_of("keys of which there are two rows", end["twins"])
    yield none_of("errors in the logs of the five", len(end["errors"]))
    yield none_of(f"mails that came twice, of {arrived:,}", repeats)
