"""The last evening: everybody writes, and the scheduler comes back with ten reminders for each."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from chaos import ledger
from chaos.people.callers import Caller, Clicked, call, percentile
from chaos.report import Figure, none_of, same, told, within
from chaos.scene import Scene
from chaos.services import wait
from chaos.site import Site

NEEDS_SERVICES = True
INSIDE = ("-m", "chaos.inside", "chaos.evening")
WORKERS = 4
P95_MS = 500
SENT_SECONDS = 300

DUE = """
    SELECT id FROM workflow_timer
    WHERE status = 'waiting' AND step = 'remind' AND due_at <= now()
"""
BECAME = """
    SELECT count(*) FILTER (WHERE status = 'fired'), count(*) FILTER (WHERE status = 'cancelled')
    FROM workflow_timer WHERE id = ANY(%s)
"""
TEXTS = "SELECT count(*) FROM processes_answer WHERE starts_with(motivation, 'Vi har en lots')"
DELIVERED = "SELECT count(*) FROM processes_contribution WHERE state = 'delivered'"
REMINDERS = 10
"""Due in each municipality."""


@dataclass(frozen=True)
class Size:
    """So many municipalities of five people, who click so often a second for so long."""

    places: int
    rate: float
    seconds: int
    beat: str


SIZES = {"full": Size(290, 50, 180, "config"), "short": Size(3, 5, 8, "tests.production.hasty")}


def drill(scene: Scene, size: Size) -> Iterator[Figure]:
    """Clicks as they come; after a quarter of the time the scheduler is there again."""
    with scene.site() as (site, sink):
        people = _people(scene, site, size)
        for number in range(WORKERS):
            site.start_worker(number)
        site.start_web()
        wait(site.is_ready, "the pages")
        due = [row[0] for row in site.ask(DUE)]
        warm = call(site.web_port, people, rate=size.rate / 2, seconds=size.seconds / 8)
        with ThreadPoolExecutor(1) as pool:
            evening = pool.submit(call, site.web_port, people, rate=size.rate, seconds=size.seconds)
            time.sleep(size.seconds / 4)
            sent = _come_back(site, size.beat)
            clicked = evening.result()
        wait(lambda: not ledger.unfinished(site), "the last mails", SENT_SECONDS)
        scene.say(_by_kind(clicked))
        yield told("people signed in, clicks a second", f"{len(people):,}, {size.rate:g}")
        yield from _answered(clicked)
        yield from _right(site, [*warm, *clicked])
        yield from _reminded(site, due, size.places * REMINDERS)
        yield within("until all their mails were sent", limit=SENT_SECONDS, reached=sent)
        yield from ledger.compare(site, sink).figures()


def _people(scene: Scene, site: Site, size: Size) -> list[Caller]:
    told_in = site.where / "people.json"
    for line in site.lines(*INSIDE, str(size.places), str(told_in)):
        scene.say(line.strip())
    return [Caller.told(one) for one in json.loads(told_in.read_text())]


def _come_back(site: Site, beat: str) -> float:
    """Start the beat; how many seconds until no reminder is due and no mail of theirs waits."""
    site.start_beat(beat)
    return wait(
        lambda: not site.ask(DUE) and not ledger.unfinished(site),
        "the reminders",
        SENT_SECONDS,
    )


def _answered(clicked: list[Clicked]) -> Iterator[Figure]:
    p95 = percentile(clicked, 95) * 1000
    what = f"answered, 95 of 100 of {len(clicked):,} clicks"
    yield Figure(what, f"≤ {P95_MS} ms", f"{p95:.0f} ms", p95 <= P95_MS, is_time=True)
    yield told("answered, 50 of 100", f"{percentile(clicked, 50) * 1000:.0f} ms")


def _right(site: Site, clicked: list[Clicked]) -> Iterator[Figure]:
    """Nothing may go wrong while the evening begins either."""
    yield none_of("errors of the server", sum(one.status >= 500 for one in clicked))
    yield none_of("clicks cut off", sum(not one.status for one in clicked))
    yield none_of(
        "clicks answered otherwise than they should", sum(not c.is_right for c in clicked)
    )
    kept = {one.path for one in clicked if one.kind in ("autosave", "save") and one.is_right}
    there = site.ask(TEXTS)[0][0]
    yield same("texts that were said to be kept, and are", asked=len(kept), reached=there)
    steps = sum(one.kind == "step" and one.is_right for one in clicked)
    yield same("contributions delivered", asked=steps, reached=site.ask(DELIVERED)[0][0])


def _reminded(site: Site, due: list[int], expected: int) -> Iterator[Figure]:
    [(kept, needless)] = site.ask(BECAME, due)
    yield same("reminders due before the scheduler came back", asked=expected, reached=len(due))
    yield told("of them kept, and not needed any more", f"{kept:,}, {needless:,}")
    yield none_of("of them forgotten", len(due) - kept - needless)


def _by_kind(clicked: list[Clicked]) -> str:
    lines = []
    for kind in sorted({one.kind for one in clicked}):
        some = sorted(one.seconds for one in clicked if one.kind == kind)
        middle, late = some[len(some) // 2], some[len(some) * 95 // 100]
        lines.append(f"{kind}: {len(some)}, {middle * 1000:.0f} ms, p95 {late * 1000:.0f} ms")
    return "\n".join(lines)
