"""Timers that are due: how fast they fire, how several dispatchers share them, what they weigh."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from bench.page import Part, Verdict, number
from bench.runs import Entry, Field, Lane
from bench.sizes import Size
from bench.timers import REMINDERS, STEPS, WAITS

OURS = Entry("ours", "**ours**", "bench.ours.timers:OurTimers")
STOCK = Entry("stock", "stock viewflow", "bench.stock.timers:StockTimers")
MANY = 5
KINDS = {
    REMINDERS: "**ours**: reminders, each with a message and the next reminder",
    STEPS: "**ours**: steps that time takes, each with its entry in the trail",
    WAITS: "**ours**: waits that end, each opens a task with a message and a reminder",
}
WORDS = f"""\
Timers wait by the thousand, each of a case of its own, and are fired as a scheduler would: ours by
the sweep of a minute, stock's by the dispatcher behind `manage.py workflow_timers`, with its
select-for-update lock. It knows one kind: a wait that ends and opens a task, without message,
reminder or trail. They take turns, {{turns}} times; × stock is the median of the ratios within each
turn. Then two dispatchers share what one did alone, {MANY} meet over the same timers, and a fresh
process fires many at once: memory is the most it held."""
HEAD = ("due timers", "due", "a second", "× stock", "× one", "CPU ms each", "statements", "MB")
TIMES = {REMINDERS: 30, STEPS: 3, WAITS: 3}
SHARED, GROWTH = 1.5, 1.1
WEIGHED = (10_000, 100_000)
"""The timers due at once that the budget of memory is about."""
START_SECONDS = 0.3


@dataclass
class Turn:
    """What firing all that was due cost one dispatcher, or several together."""

    due: int
    fired: int
    seconds: float
    cpu: float
    sent: int
    memory: float

    @property
    def rate(self) -> float:
        """Timers a second."""
        return self.fired / self.seconds


Turns = dict[tuple[str, int], list[Turn]]
"""By kind and number of dispatchers."""


@dataclass
class Tally:
    """All that was measured."""

    turns: Turns = field(default_factory=dict)
    weights: list[Turn] = field(default_factory=list)
    doubles: int = 0

    def middle(self, key: tuple[str, int], name: str) -> float:
        """The median of one figure."""
        return median(getattr(turn, name) for turn in self.turns[key])

    def times(self, key: tuple[str, int], other: tuple[str, int]) -> float:
        """How many times the rate of another, by the median within the turns."""
        pairs = zip(self.turns[key], self.turns[other], strict=True)
        return median(mine.rate / theirs.rate for mine, theirs in pairs)


def part(field: Field, size: Size) -> Part:
    """Everybody in turn, then ours together, then ours with many."""
    tally = Tally()
    with field.lanes(*[OURS] * MANY, STOCK) as lanes:
        for turn in range(size.due_turns + 1):
            for key, one in _round(lanes[:MANY], lanes[MANY], size):
                if turn:  # the first only warms up
                    tally.turns.setdefault(key, []).append(one)
                tally.doubles += max(one.fired - one.due, 0)
        tally.doubles += lanes[0].seat.ask("doubles")
    tally.weights = [_weigh(field, due) for due in size.due_at_once]
    words = WORDS.format(turns=size.due_turns)
    return Part("Timers that are due", words, HEAD, list(_rows(tally)), list(_verdicts(tally)))


def _round(team: list[Lane], stock: Lane, size: Size) -> Iterator[tuple[tuple[str, int], Turn]]:
    yield ("stock", 1), _fire([stock], WAITS, size.due_stock)
    for kind in KINDS:
        due = size.due_reminders if kind == REMINDERS else size.due
        for several in (1, 2, MANY) if kind in TIMES else (1,):
            yield (kind, several), _fire(team[:several], kind, due)


def _fire(team: list[Lane], kind: str, due: int) -> Turn:
    """Let so many be due, and a team fire them: until its last one has found no more."""
    at = team[0].seat.ask("fill", kind=kind, number=due)
    start = time.time() + START_SECONDS
    for lane in team:
        lane.seat.put("fire", at=at, start=start)
    answers: list[dict[str, Any]] = [lane.seat.answer() for lane in team]
    return Turn(
        due,
        seconds=max(one["seconds"] for one in answers),
        memory=max(one["memory"] for one in answers),
        **{name: sum(one[name] for one in answers) for name in ("fired", "cpu", "sent")},
    )


def _weigh(field: Field, due: int) -> Turn:
    """A process of its own fires so many reminders."""
    with field.lanes(OURS) as lanes:
        return _fire(lanes, REMINDERS, due)


def _rows(tally: Tally) -> Iterator[tuple[str, ...]]:
    yield _row(STOCK.title, tally, ("stock", 1))
    for kind, title in KINDS.items():
        yield _row(title, tally, (kind, 1))
    for kind, number_of in [key for key in tally.turns if key[1] > 1]:
        yield _row(f"**ours**: {kind}, {number_of} dispatchers", tally, (kind, number_of))
    for one in tally.weights:
        figures = [one.rate, "", "", one.cpu / one.fired * 1000, one.sent / one.fired, one.memory]
        yield _cells("**ours**: reminders, all at once", one.due, figures)


def _row(title: str, tally: Tally, key: tuple[str, int]) -> tuple[str, ...]:
    fired = tally.middle(key, "fired")
    alone = (key[0], 1)
    figures = [
        tally.middle(key, "rate"),
        tally.times(key, ("stock", 1)),
        tally.times(key, alone) if key != alone else "",
        tally.middle(key, "cpu") / fired * 1000,
        tally.middle(key, "sent") / fired,
        tally.middle(key, "memory"),
    ]
    return _cells(title, tally.turns[key][0].due, figures)


def _cells(title: str, due: int, figures: list[Any]) -> tuple[str, ...]:
    return (title, f"{due:,}", *(number(one) if one != "" else "" for one in figures))


def _verdicts(tally: Tally) -> Iterator[Verdict]:
    for kind, goal in TIMES.items():
        times = tally.times((kind, 1), ("stock", 1))
        yield Verdict(f"{kind} a second", f"≥ {goal} × stock", f"{number(times)} ×", times >= goal)
    for kind in TIMES:
        times = tally.times((kind, 2), (kind, 1))
        yield Verdict(
            f"{kind} a second, two dispatchers",
            f"≥ {SHARED} × one",
            f"{number(times)} ×",
            times >= SHARED,
        )
    yield Verdict(
        f"timers fired twice by {MANY} dispatchers", "0", str(tally.doubles), not tally.doubles
    )
    few, many = tally.weights[0], tally.weights[-1]
    growth = many.memory / few.memory
    is_asked = (few.due, many.due) == WEIGHED
    yield Verdict(
        f"memory with {WEIGHED[1]:,} due against {WEIGHED[0]:,}",
        f"≤ {GROWTH} ×",
        f"{number(growth)} ×" if is_asked else "",
        growth <= GROWTH if is_asked else None,
    )
