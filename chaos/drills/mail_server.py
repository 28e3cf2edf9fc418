"""A mail server that is down for three days, slow, refuses, or hangs up before it answers.

Days pass in simulated moments. Then the same with real workers, in real time.
"""

import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from chaos import ledger
from chaos.inside import FILL
from chaos.report import Figure, none_of, told, within
from chaos.scene import Scene
from chaos.services import wait
from chaos.sink import DROP_AFTER, DROP_BEFORE, KEEP, Sink

INSIDE = ("-m", "chaos.inside", "chaos.children.mail_server")
WORKERS = 4
GREYLISTED, UNKNOWN, KEPT_UNHEARD, CUT_OFF, SLOW = range(5)
TIMES = {GREYLISTED: 5, KEPT_UNHEARD: 2, CUT_OFF: 2}
CUT_SHARE = 0.01
DRAINED_SECONDS = 150
"""A minute until a mail is tried again, a minute until the next beat, and the sending."""
LAST_SECONDS = DRAINED_SECONDS + 2 * 60 + 5 * 60
"""Cut off again: a minute and a beat more; and once more: four minutes and a beat."""


@dataclass(frozen=True)
class Size:
    """Notices for the days that are simulated, and for the real workers.

    A short run does not wait for the minute of the next try.
    """

    notices: int
    real_notices: int
    slow_seconds: float
    down_seconds: float
    waits: bool


NEEDS_SERVICES = True
SIZES = {
    "full": Size(3_000, 20_000, 25, 30, waits=True),
    "short": Size(60, 600, 0.5, 3, waits=False),
}


def drill(scene: Scene, size: Size) -> Iterator[Figure]:
    """First days of a server that misbehaves, then a minute of one that is not there."""
    yield from _days(scene, size)
    yield from _minutes(scene, size)


def _days(scene: Scene, size: Size) -> Iterator[Figure]:
    with scene.site(broker=False) as (site, sink):
        misbehave(sink, size.slow_seconds)
        for line in site.lines(*INSIDE, str(size.notices)):
            scene.say(line.strip())
        end = json.loads(line)
        found = ledger.compare(site, sink)
        dead = {word for (word,) in site.ask(ledger.DEAD)}
    permanent = {f"N{one:07}" for one in range(2 * size.notices) if kind_of(one) == UNKNOWN}
    yield told("mail server down for 72 hours, then: sent per minute", f"{end['per_minute']:,.0f}")
    yield none_of("given up while it was down", end["dead_while_down"])
    what = "dead letters: all that was refused for ever (5xx), and nothing else"
    yield Figure(what, f"{len(permanent):,}", f"{len(dead & permanent):,}", dead == permanent)
    yield none_of("sent before its time", end["early"])
    yield from found.figures()


def misbehave(sink: Sink, slow_seconds: float) -> None:
    """Each kind of mail meets a fault of its own, the same each time it is run."""
    tries: Counter[str] = Counter()

    def mood(_number: int, word: str) -> str:
        kind = kind_of(int(word[1:]))
        tries[word] += 1
        if kind == UNKNOWN:
            return "550 no such mailbox"
        if kind not in TIMES or tries[word] > TIMES[kind]:
            return KEEP
        return {GREYLISTED: "451 later", KEPT_UNHEARD: DROP_AFTER, CUT_OFF: DROP_BEFORE}[kind]

    slow = {f"N{SLOW:07}": slow_seconds}
    sink.mood, sink.seconds_for = mood, lambda word: slow.get(word, 0)


def kind_of(number: int) -> int:
    """Which fault a notice meets: one of twenty meets each."""
    return number % 20


def _minutes(scene: Scene, size: Size) -> Iterator[Figure]:
    with scene.site() as (site, sink):
        site.start_everything(WORKERS, web=False)
        cuts = cut_now_and_then(sink, random.Random(size.real_notices))
        site.run(*FILL, str(size.real_notices))
        wait(lambda: sink.arrived.total() > size.real_notices // 10, "delivery", seconds=300)
        sink.shut()
        scene.say(f"the mail server is gone for {size.down_seconds:g} s")
        time.sleep(size.down_seconds)
        cuts.clear()
        sink.open()
        began = time.monotonic()
        while not size.waits and ledger.unfinished(site):
            ledger.hurry(site)
        wait(lambda: ledger.unfinished(site) <= len(cuts), "the rest", seconds=900)
        seconds = time.monotonic() - began
        wait(lambda: not ledger.unfinished(site), "what was cut off again", seconds=900)
        last_seconds = time.monotonic() - began
        found = ledger.compare(site, sink)
    what = f"{size.real_notices:,} notices, {WORKERS} workers; down, and cut off after 1 % of mails"
    yield told(what, f"down for {size.down_seconds:g} s")
    yield from found.figures()
    what = "the rest sent after it was back, but for those then cut off"
    yield within(what, limit=DRAINED_SECONDS, reached=seconds)
    what = f"the {len(cuts):,} then cut off as well"
    yield within(what, limit=LAST_SECONDS, reached=last_seconds)


def cut_now_and_then(sink: Sink, chance: random.Random) -> Counter[str]:
    """Let the line be cut after some mails that are kept; how often it was after each."""
    cuts: Counter[str] = Counter()

    def mood(_number: int, word: str) -> str:
        if chance.random() >= CUT_SHARE:
            return KEEP
        cuts[word] += 1
        return DROP_AFTER

    sink.mood = mood
    return cuts
