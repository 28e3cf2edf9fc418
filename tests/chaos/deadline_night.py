"""The last evening: everybody writes, and the scheduler comes back with ten reminders for each."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tests.chaos import ledger
from tests.chaos.report import Figure, none_of, told, within
from tests.chaos.scene import Scene
from tests.chaos.services import wait
from tests.chaos.site import Site
from tests.chaos.visits import Person, Visit, percentile, visit

NEEDS_SERVICES = True
CHILD = "tests.chaos.deadline_night_child"
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
        warm = visit(site.web_port, people, rate=size.rate / 2, seconds=size.seconds / 8)
        due = [row[0] for row in site.ask(DUE)]
        with ThreadPoolExecutor(1) as pool:
            evening = pool.submit(
                visit, site.web_port, people, rate=size.rate, seconds=size.seconds
            )
            time.sleep(size.seconds / 4)
            sent = _come_back(site, size.beat)
            visits = evening.result()
        wait(lambda: not ledger.unfinished(site), "the last mails", SENT_SECONDS)
        found, [(kept, needless)] = ledger.compare(site, sink), site.ask(BECAME, due)
    scene.say(_by_kind(visits))
    yield told("people signed in, clicks a second", f"{len(people):,}, {size.rate:g}")
    yield from _figures(visits, warm)
    yield told("reminders due before the scheduler came back", f"{len(due):,}")
    yield told("of them kept, and not needed any more", f"{kept:,}, {needless:,}")
    yield none_of("of them forgotten", len(due) - kept - needless)
    yield within("until all their mails were sent", limit=SENT_SECONDS, reached=sent)
    yield from found.figures()


def _people(scene: Scene, site: Site, size: Size) -> list[Person]:
    told_in = site.where / "people.json"
    for line in site.lines("-m", CHILD, str(size.places), str(told_in)):
        scene.say(line.strip())
    return [Person.told(one) for one in json.loads(told_in.read_text())]


def _come_back(site: Site, beat: str) -> float:
    """Start the beat; how many seconds until no reminder is due and no mail of theirs waits."""
    site.start_beat(beat)
    return wait(
        lambda: not site.ask(DUE) and not ledger.unfinished(site),
        "the reminders",
        SENT_SECONDS,
    )


def _figures(visits: list[Visit], warm: list[Visit]) -> Iterator[Figure]:
    """Times are those of the evening; nothing may go wrong while it begins either."""
    p95 = percentile(visits, 95) * 1000
    what = f"answered, 95 of 100 of {len(visits):,} clicks"
    yield Figure(what, f"≤ {P95_MS} ms", f"{p95:.0f} ms", p95 <= P95_MS, is_time=True)
    yield told("answered, 50 of 100", f"{percentile(visits, 50) * 1000:.0f} ms")
    both = [*warm, *visits]
    yield none_of("errors of the server", sum(one.status >= 500 for one in both))
    yield none_of("clicks cut off", sum(not one.status for one in both))
    yield none_of("clicks refused", sum(400 <= one.status < 500 for one in both))


def _by_kind(visits: list[Visit]) -> str:
    lines = []
    for kind in sorted({one.kind for one in visits}):
        some = sorted(one.seconds for one in visits if one.kind == kind)
        middle, late = some[len(some) // 2], some[len(some) * 95 // 100]
        lines.append(f"{kind}: {len(some)}, {middle * 1000:.0f} ms, p95 {late * 1000:.0f} ms")
    return "\n".join(lines)
