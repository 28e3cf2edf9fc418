"""1,000 tamperings with the trail, by somebody who may do anything: all are found, and no fork."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from chaos.report import Figure, none_of, same, told
from chaos.scene import Scene

WRITERS = 50


@dataclass(frozen=True)
class Size:
    """So many tamperings with the chains of so many cases; so many turns of each writer."""

    tamperings: int
    cases: int
    turns: int


NEEDS_SERVICES = True
SIZES = {"full": Size(1_000, 28, 20), "short": Size(43, 4, 1)}
INSIDE = ("-m", "chaos.inside")
TAMPERING, WRITING = "chaos.tampering", "chaos.trail_writers"

FORKS = (
    "SELECT count(*) FROM (SELECT FROM workflow_trailentry"
    " GROUP BY chain_id, previous_hash HAVING count(*) > 1) AS fork"
)
GAPS = (
    "SELECT count(*) FROM (SELECT FROM workflow_trailentry"
    " GROUP BY chain_id HAVING max(sequence) <> count(*)) AS broken"
)


def drill(scene: Scene, size: Size) -> Iterator[Figure]:
    """Each is undone after ``verify_trail`` has looked; then many write at the same time."""
    with scene.site(broker=False) as (site, _sink):
        anchor = str(site.where / "anchor.json")
        for line in site.lines(*INSIDE, TAMPERING, str(size.tamperings), str(size.cases), anchor):
            scene.say(line.strip())
        yield from _found(json.loads(line), size.tamperings)
    with scene.site(broker=False) as (site, _sink):
        end = json.loads(site.run(*INSIDE, WRITING, str(WRITERS), str(size.turns)))
        forks = sum(int(site.ask(question)[0][0]) for question in (FORKS, GAPS))
        verdict = site.run("manage.py", "verify_trail", "--verbosity", "0").strip()
    asked = WRITERS * size.turns
    what = f"notes by {WRITERS} writers at once, {size.turns} each, and a step before each"
    yield same(what, asked=asked, reached=end["notes"])
    what = "their steps in the trail, as many as in the tables; another was first in the others"
    yield Figure(what, f"{end['moves']:,}", f"{end['steps']:,}", 0 < end["moves"] == end["steps"])
    yield none_of("forks: a predecessor of two entries, or a chain with a gap", forks)
    yield Figure("the trail, verified", "it holds", verdict, verdict.startswith("The trail holds"))
    yield none_of("errors of the writers", len(end["errors"]))


def _found(end: dict[str, Any], asked: int) -> Iterator[Figure]:
    """For each class of tamperings, how many were found, and of how many only an anchor tells."""
    entries, chains = end["size"]
    yield told("entries and chains that were tampered with", f"{entries:,}, {chains:,}")
    for what, tried in end["tried"].items():
        found, alone = end["found"].get(what, 0), end["alone"].get(what, 0)
        reached = f"{found:,} found, {alone:,} of them by the anchor alone"
        yield Figure(what, f"{tried:,} found", reached, found == tried)
    missed = sum(end["tried"].values()) - sum(end["found"].values())
    tried = sum(end["tried"].values())
    yield same("tamperings in all", asked=asked, reached=tried)
    yield none_of("ways to tamper that had no turn", max(end["ways"] - asked, 0))
    yield none_of("tamperings not found", missed)
    yield none_of("false alarms, before and after, and while the trail grew", len(end["alarms"]))
