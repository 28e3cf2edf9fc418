"""A worker that dies exactly before or after claim, render, connect, send, acknowledge, mark."""

from collections import Counter
from collections.abc import Iterator

from chaos import ledger
from chaos.report import Figure
from chaos.scene import Scene
from chaos.sink import Sink

POINTS = ("claim", "render", "connect", "send", "acknowledge", "mark")
NOTICES = 15
"""For each death: more than one so that it is in the middle of its work."""

NEEDS_SERVICES = True
SIZES = {"full": 50, "short": 2}
INSIDE = ("-m", "chaos.inside", "chaos.children.fault_points")


def number_of(death: int, one: int) -> int:
    """The number of a notice: which death it belongs to can be read from it."""
    return death * NOTICES + one


def drill(scene: Scene, times: int) -> Iterator[Figure]:
    """Let as many workers die at each point; another goes on after the lease."""
    killed: list[tuple[str, int]] = []
    with scene.site(broker=False) as (site, sink):
        for line in site.lines(*INSIDE, str(times)):
            step, when, number = line.split()
            scene.say(f"{when} {step}: {number} deaths")
            killed.append((f"{when} {step}", int(number)))
        found = ledger.compare(site, sink)
        said = _by_point(sink, times)
    for number, (point, deaths) in enumerate(killed):
        lost = times * NOTICES - said[number][0]
        reached = f"{deaths} deaths, {lost} lost, {said[number][1]} repeats"
        holds = deaths == times and not lost and said[number][1] <= times
        yield Figure(
            f"killed {point}", f"{times} deaths, 0 lost, ≤ {times} repeats", reached, holds
        )
    yield from found.figures()


def _by_point(sink: Sink, times: int) -> list[tuple[int, int]]:
    """For each point, how many of its notices arrived, and how many of them again."""
    arrived: Counter[int] = Counter()
    repeated: Counter[int] = Counter()
    for key, word in sink.kept.items():
        point = int(word[1:]) // NOTICES // times
        arrived[point] += 1
        repeated[point] += sink.arrived[key] - 1
    return [(arrived[one], repeated[one]) for one in range(2 * len(POINTS))]
