"""Celery workers killed at random moments while they send."""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass

from chaos import ledger
from chaos.inside import FILL
from chaos.report import Figure, told
from chaos.scene import Scene
from chaos.services import wait

WORKERS = 4


@dataclass(frozen=True)
class Size:
    """A short run does not wait the minutes that the leases of the dead last."""

    notices: int
    kills: int
    waits_for_leases: bool


NEEDS_SERVICES = True
SIZES = {"full": Size(100_000, 20, True), "short": Size(1_500, 4, False)}


def drill(scene: Scene, size: Size) -> Iterator[Figure]:
    """Fill the outbox, let four workers send, kill them now and then."""
    with scene.site() as (site, sink):
        site.run(*FILL, str(size.notices))
        scene.say(f"{size.notices:,} notices wait")
        began = time.monotonic()
        site.start_everything(WORKERS, web=False)
        for number, moment in enumerate(_moments(size), start=1):
            wait(lambda moment=moment: sink.arrived.total() >= moment, "delivery", seconds=900)
            time.sleep(random.uniform(0, 0.1))
            victim = site.kill_some_worker()
            scene.say(f"kill {number} of {size.kills} after {moment:,} mails: {victim}")
        ledger.finish(site, waits_for_leases=size.waits_for_leases)
        seconds = time.monotonic() - began
        found = ledger.compare(site, sink)
    yield Figure(
        f"{size.notices:,} notices, {WORKERS} workers; SIGKILLs at random moments",
        str(size.kills),
        str(number),
        holds=number == size.kills,
    )
    yield from found.figures()
    yield told("repeats for each kill", f"{found.repeats / size.kills:.2f}")
    yield told("until the last mail, kills and leases included", f"{seconds:.0f} s")


def _moments(size: Size) -> list[int]:
    """After how many mails to kill: at random over most of what there is to send."""
    return sorted(random.sample(range(1, size.notices * 9 // 10), size.kills))
