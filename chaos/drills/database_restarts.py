"""PostgreSQL stopped without a goodbye and started again, while four workers send."""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass

from chaos import ledger
from chaos.inside import FILL
from chaos.report import Figure, none_of, told, within
from chaos.scene import Scene
from chaos.services import wait
from chaos.sink import Sink

WORKERS = 4
BACK_SECONDS = 10
REQUESTS = 40
"""More than the connections that the web processes had open when they broke."""


@dataclass(frozen=True)
class Size:
    """A short run does not wait for leases that end in minutes."""

    notices: int
    restarts: int
    waits_for_leases: bool


NEEDS_SERVICES = True
SIZES = {"full": Size(100_000, 10, True), "short": Size(12_000, 2, False)}


def drill(scene: Scene, size: Size) -> Iterator[Figure]:
    """Restart at random moments; every worker and the pages must be back by themselves."""
    workers, pages, refused = [], [], 0
    with scene.site() as (site, sink):
        site.run(*FILL, str(size.notices))
        site.start_everything(WORKERS)
        for number, moment in enumerate(_moments(size), start=1):
            wait(lambda moment=moment: sink.arrived.total() >= moment, "delivery", seconds=900)
            time.sleep(random.uniform(0, 0.5))
            known = sink.senders()
            scene.postgres.restart()
            pages.append(wait(site.is_ready, "the pages"))
            workers.append(pages[-1] + _seconds_until_all_send(sink, known))
            refused += sum(not site.is_ready() for _ in range(REQUESTS))
            scene.say(
                f"restart {number} of {size.restarts} after {moment:,} mails: "
                f"pages back in {pages[-1]:.1f} s, {WORKERS} workers in {workers[-1]:.1f} s"
            )
        ledger.finish(site, waits_for_leases=size.waits_for_leases)
        found = ledger.compare(site, sink)
    what = f"{size.notices:,} notices, {WORKERS} workers; restarts with -m immediate"
    yield Figure(what, str(size.restarts), str(number), holds=number == size.restarts)
    yield from found.figures()
    yield within(
        "every worker sends again, the slowest time", limit=BACK_SECONDS, reached=max(workers)
    )
    yield within("the pages answer again, the slowest time", limit=BACK_SECONDS, reached=max(pages))
    yield none_of("requests refused after the first that was answered", refused)
    yield told(
        "every worker sends again, the median time", f"{sorted(workers)[len(workers) // 2]:.1f} s"
    )


def _moments(size: Size) -> list[int]:
    """After how many mails to restart: spread, so that everybody is back before the next one."""
    part = size.notices * 8 // 10 // size.restarts
    return [part * number + random.randrange(part // 2) for number in range(size.restarts)]


def _seconds_until_all_send(sink: Sink, known: set[int]) -> float:
    """Each worker has one connection, and opens a new one after a fault."""
    return wait(lambda: len(sink.senders() - known) >= WORKERS, "the workers", seconds=120)
