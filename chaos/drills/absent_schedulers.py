"""Schedulers off for thirty days, a quarter's end and a change of clocks among them."""

import json
from collections.abc import Iterator

from chaos.report import Figure, none_of, told, within
from chaos.scene import Scene

NEEDS_SERVICES = True
SIZES = {"full": 290 * 3, "short": 24}
INSIDE = ("-m", "chaos.inside", "chaos.children.absent_schedulers")
CAUGHT_UP_SECONDS = 60
TOLD = ("certificates ended", "surveillances opened", "certificates told of")


def drill(scene: Scene, certificates: int) -> Iterator[Figure]:
    """Meanwhile a third of the certificates ends, a third is surveilled, a third is told of."""
    with scene.site(broker=False) as (site, sink):
        for line in site.lines(*INSIDE, str(certificates)):
            scene.say(line.strip())
        end = json.loads(line)
        repeats, arrived = sink.repeats, len(sink.arrived)
    third = f"{certificates // 3:,}"
    yield within(
        f"{certificates:,} certificates and 30 days caught up, by one worker",
        limit=CAUGHT_UP_SECONDS,
        reached=end["seconds"],
    )
    for what in TOLD:
        yield Figure(what, third, f"{end[what]:,}", end[what] == certificates // 3)
    yield none_of("told anybody but the newest rung", end["more than the newest rung"])
    yield none_of("promises still due, or mails still unsent", end["due"] + end["unsent"])
    yield none_of("kept promises of which the lateness is not recorded", end["without lateness"])
    yield none_of("promises kept or notices written again by a second sweep", end["again"])
    yield none_of("mails that came twice", repeats)
    yield told("mails sent, and the latest promise was late by", f"{arrived:,}, {end['latest']}")
