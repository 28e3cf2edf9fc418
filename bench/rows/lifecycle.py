"""One lifecycle: start and five human steps, all contenders in turn."""

from collections.abc import Iterator
from statistics import median
from typing import Any

from bench.page import Part, Verdict, number
from bench.runs import Entry, Field, Lane
from bench.sizes import Size

ON_POSTGRESQL = """\
A lifecycle opens a case and then claims and completes five tasks: assess, audit, correct, verify,
decide. Each claim and each completion is a transaction of its own over one kept connection, as two
clicks would be. Every contender sits in its own process with its own database; they take turns of
{cases} lifecycles, {rounds} times, and the medians over all lifecycles are shown. × stock is the
median of the ratios within each round, so a busy moment of the machine weighs on both. Statements
are those the client sends, without BEGIN, COMMIT and savepoints.

Ours keeps a state, a hash chain of what happened, a deadline with reminders, a promise that stops
when it is not needed, and a message row for each person in the next queue. The others do none of
this. Stock is spared what its pages ask before: the rights of its people are read once."""
ON_SQLITE = """\
The same lifecycles on SQLite in WAL mode: what the embedded default does, without a server."""
OURS = Entry("ours", "**ours**, with trail, timers and messages", "bench.ours.steps:Ours")
STOCK = Entry("stock", "stock viewflow, select-for-update lock", "bench.stock.steps:Stock")
RAW = Entry("raw", "raw SQL, one prepared statement a step (the limit)", "bench.raw:Raw")
RAW_SQLITE = Entry("raw", "raw SQL (the limit)", "bench.raw_sqlite:RawSqlite")
SPIFF = Entry(
    "spiff",
    "SpiffWorkflow, JSON saved each step, inbox table",
    "bench.spiff:Spiff",
    needs="spiffworkflow",
)
HEAD = (
    "one lifecycle",
    "per second",
    "× stock",
    "client CPU ms",
    "statements",
    "claim: statements",
    "ms",
    "complete: statements",
    "ms",
    "memory MB",
)
STEPS = 5
CLAIM, COMPLETE = 2, 8
GOAL, STRETCH = 3, 5

Rounds = list[dict[str, list[Any]]]


def on_postgresql(field: Field, size: Size) -> Part:
    """What the budgets are about."""
    with field.lanes(RAW, OURS, SPIFF, STOCK) as lanes:
        rounds = _rounds(lanes, size)
        rows = [_row(lane, rounds) for lane in lanes]
    words = ON_POSTGRESQL.format(cases=size.cases, rounds=size.rounds)
    if not SPIFF.can_come:
        words += f"\n\nNot installed here, so left out: {SPIFF.title}."
    return Part("One lifecycle on PostgreSQL", words, HEAD, rows, list(_verdicts(rounds)))


def on_sqlite(field: Field, size: Size) -> Part:
    """The same without a server."""
    with field.lanes(RAW_SQLITE, OURS, STOCK) as lanes:
        rounds = _rounds(lanes, size)
        rows = [_row(lane, rounds) for lane in lanes]
    return Part("One lifecycle on SQLite", ON_SQLITE, HEAD, rows)


def _rounds(lanes: list[Lane], size: Size) -> Rounds:
    """The lanes in turn, a few lifecycles at a time; the first turn is not counted."""
    _turn(lanes, size)
    rounds = [_turn(lanes, size) for _ in range(size.rounds)]
    for lane in lanes:
        _check(lane, size.cases * (size.rounds + 1))
    return rounds


def _turn(lanes: list[Lane], size: Size) -> dict[str, list[Any]]:
    return {lane.name: lane.seat.ask("lifecycles", number=size.cases) for lane in lanes}


def _check(lane: Lane, expected: int) -> None:
    """Who did not do the work is not measured."""
    done = lane.seat.ask("finished")
    if done != expected:
        raise RuntimeError(f"{lane.name} finished {done} of {expected} cases.")


def _row(lane: Lane, rounds: Rounds) -> tuple[str, ...]:
    every = [one for turn in rounds for one in turn[lane.name]]
    seconds, cpu, sent = (median(one["all"][n] for one in every) for n in range(3))
    figures = [1 / seconds, _ratio(rounds, lane.name), cpu * 1000, sent]
    for kind in ("claim", "complete"):
        figures.append(median(one[kind][2] for one in every) / STEPS)
        figures.append(median(one[kind][0] for one in every) / STEPS * 1000)
    figures.append(lane.seat.ask("memory"))
    return (lane.title, *map(number, figures))


def _ratio(rounds: Rounds, name: str) -> float:
    """How many times faster than stock, by the median of the rounds."""
    return median(_seconds(turn["stock"]) / _seconds(turn[name]) for turn in rounds)


def _seconds(lifecycles: list[Any]) -> float:
    return median(one["all"][0] for one in lifecycles)


def _verdicts(rounds: Rounds) -> Iterator[Verdict]:
    for kind, limit in (("claim", CLAIM), ("complete", COMPLETE)):
        sent = max(one[kind][2] / STEPS for turn in rounds for one in turn["ours"])
        yield Verdict(f"statements to {kind} a task", f"≤ {limit}", number(sent), sent <= limit)
    times = _ratio(rounds, "ours")
    goal = f"≥ {GOAL} × stock, stretch {STRETCH} ×"
    yield Verdict("lifecycles a second", goal, f"{number(times)} ×", times >= GOAL)
