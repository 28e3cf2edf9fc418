"""RabbitMQ killed, stopped and frozen while workers send and somebody works on the pages."""

import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from chaos import ledger
from chaos.inside import FILL
from chaos.people.desk import somebody_works
from chaos.report import Figure, none_of, told, within
from chaos.scene import Scene
from chaos.services import Rabbit, wait
from chaos.site import Site

WORKERS = 4
ANSWER_SECONDS = 6
BACK_SECONDS = 90
"""A beat of a minute, and what it takes to reach the broker again."""


@dataclass(frozen=True)
class Size:
    """So many notices before each fault and during it."""

    notices: int
    seconds: int
    ways: tuple[str, ...]


NEEDS_SERVICES = True
SIZES = {
    "full": Size(5_000, 30, ("killed", "stopped", "frozen")),
    "short": Size(300, 8, ("killed",)),
}


def drill(scene: Scene, size: Size) -> Iterator[Figure]:
    """Take the broker away in each way; what was posted meanwhile must go when it is back."""
    backs: list[float] = []
    with scene.site() as (site, sink):
        site.start_everything(WORKERS)
        with somebody_works(site) as desk:
            for number, way in enumerate(size.ways):
                _fill(site, size, 2 * number)
                wait(sink.arrived.total, "the first mail")
                come_back = _take_away(scene.rabbit, way)
                _fill(site, size, 2 * number + 1)
                time.sleep(size.seconds)
                come_back()
                backs.append(wait(lambda: not ledger.unfinished(site), "the rest", seconds=300))
                scene.say(f"{way} for more than {size.seconds} s; all sent after {backs[-1]:.1f} s")
        wait(lambda: not ledger.unfinished(site), "what the last steps told", seconds=300)
        found = ledger.compare(site, sink)
    ways = ", ".join(size.ways)
    yield told(f"the broker is away ({ways}), each time for", f"≥ {size.seconds} s")
    yield from found.figures()
    yield none_of(f"steps on the pages refused, of {len(desk.seconds):,}", len(desk.refused))
    yield within("the slowest step on the pages", limit=ANSWER_SECONDS, reached=max(desk.seconds))
    yield within("all is sent after the broker is back", limit=BACK_SECONDS, reached=max(backs))


def _fill(site: Site, size: Size, part: int) -> None:
    """More notices; without a broker nobody can be woken, and that must harm nothing."""
    site.run(*FILL, str(size.notices), str(part * size.notices))


def _take_away(node: Rabbit, way: str) -> Callable[[], None]:
    """What brings it back."""
    if way == "frozen":
        node.signal(signal.SIGSTOP)
        return lambda: node.signal(signal.SIGCONT)
    node.stop(signal.SIGKILL if way == "killed" else signal.SIGTERM)
    return node.start
