"""Many workers who take from one queue at once."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from bench.page import Part, Verdict, number
from bench.runs import Entry, Field, Lane
from bench.sizes import Size

OURS = Entry("ours", "**ours**", "bench.ours.claims:OurClaims")
STOCK = Entry("stock", "stock viewflow, select-for-update lock", "bench.stock.claims:StockClaims")
PROCESSES, THREADS = 4, 8
WORKERS = PROCESSES * THREADS
WORDS = f"""\
{WORKERS} people take tasks from one queue as fast as they can, {PROCESSES} processes of {THREADS}
threads, each with a connection of her own. Everybody takes what comes first and tries again when
somebody else was faster: the time is that from asking to having a task, or to the bell. The
contenders take turns of {{seconds}} s, {{turns}} times, with at least {{waiting}} tasks waiting. A
double is a task that two people were given."""
HEAD = (
    f"{WORKERS} workers, one queue",
    "claims a second",
    "× stock",
    "median ms",
    "p99 ms",
    "max ms",
    "doubles",
)
TIMES, P99 = 10, 100
START_SECONDS = 0.5


@dataclass
class Tally:
    """What the workers of one contender got."""

    seconds: float = 0
    in_time: int = 0
    tasks: list[int] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Claims a second."""
        return self.in_time / self.seconds

    @property
    def doubles(self) -> int:
        """Tasks given out again."""
        return len(self.tasks) - len(set(self.tasks))

    def times(self, other: "Tally") -> float:
        """How many times the other's rate."""
        return self.rate / other.rate if other.rate else float("inf")

    def wait(self, share: float) -> float:
        """How many ms so many of them waited at most."""
        ordered = sorted(self.waits) or [0.0]
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000


def part(field: Field, size: Size) -> Part:
    """Both in turn."""
    tallies = {entry.name: Tally() for entry in (OURS, STOCK)}
    with field.lanes(*[OURS] * PROCESSES, *[STOCK] * PROCESSES) as lanes:
        teams = [[lane for lane in lanes if lane.name == name] for name in tallies]
        for team in teams:
            _hire(team)
        for _ in range(size.claim_turns):
            for team in teams:
                _turn(team, size, tallies[team[0].name])
    rows = [_row(entry, tallies) for entry in (OURS, STOCK)]
    words = WORDS.format(
        seconds=size.claim_seconds, turns=size.claim_turns, waiting=f"{size.claimable:,}"
    )
    return Part("Claims from one queue", words, HEAD, rows, list(_verdicts(tallies)))


def _hire(team: list[Lane]) -> None:
    for place, lane in enumerate(team):
        lane.seat.ask("hire", first=place * THREADS, last=(place + 1) * THREADS)


def _turn(team: list[Lane], size: Size, tally: Tally) -> None:
    team[0].seat.ask("fill", number=size.claimable)
    at = time.time() + START_SECONDS
    for lane in team:
        lane.seat.put("work", at=at, seconds=size.claim_seconds)
    for lane in team:
        for task, wait, in_time in lane.seat.answer():
            tally.waits.append(wait)
            if task is not None:
                tally.tasks.append(task)
                tally.in_time += in_time
    tally.seconds += size.claim_seconds


def _row(entry: Entry, tallies: dict[str, Tally]) -> tuple[str, ...]:
    tally = tallies[entry.name]
    figures = (
        tally.rate,
        tally.times(tallies["stock"]),
        *(tally.wait(share) for share in (0.5, 0.99, 1)),
    )
    return (entry.title, *map(number, figures), str(tally.doubles))


def _verdicts(tallies: dict[str, Tally]) -> Iterator[Verdict]:
    ours, stock = tallies["ours"], tallies["stock"]
    times, p99 = ours.times(stock), ours.wait(0.99)
    yield Verdict(
        f"claims a second, {WORKERS} workers",
        f"≥ {TIMES} × stock",
        f"{number(times)} ×",
        times >= TIMES,
    )
    yield Verdict("tasks claimed twice", "0", str(ours.doubles), ours.doubles == 0)
    yield Verdict("a claim, 99 of 100", f"≤ {P99} ms", f"{number(p99)} ms", p99 <= P99)
