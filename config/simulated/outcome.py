"""What a simulated run came to, as rows that can be sent from one process to another and added."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Any

from notifications.ledger import Balance
from processes.simulation.days import Month


@dataclass(frozen=True)
class Result:
    """What a run came to. ``faults`` is empty when everything holds."""

    cases: Counter[tuple[str, str]]
    steps: int
    fired: int
    mails: int
    balance: Balance
    entries: int
    days: list[Month]
    faults: list[str]
    dates: Counter[str] = field(default_factory=Counter)
    """Hard dates that were kept, missed by slow people, missed on a way round."""
    unmet: list[str] = field(default_factory=list)
    """Hard dates that were missed though everybody kept their limits; what cannot be kept."""
    memory: tuple[int, int] = (0, 0)
    """The most that a process held, in MB: in the first tenth of the years, and in all of them."""


def as_json(result: Result) -> dict[str, Any]:
    """A result in plain lists and numbers."""
    return {
        "cases": [[*kind, number] for kind, number in sorted(result.cases.items())],
        "steps": result.steps,
        "fired": result.fired,
        "mails": result.mails,
        "expected": result.balance.expected,
        "rows": [[*row, number] for row, number in sorted(result.balance.rows.items())],
        "entries": result.entries,
        "days": [[month.isoformat(), days] for month, days in result.days],
        "faults": result.faults,
        "dates": dict(result.dates),
        "unmet": result.unmet,
        "memory": result.memory,
    }


def from_json(said: dict[str, Any]) -> Result:
    """The result as it was stored."""
    rows = {(status, reason): number for status, reason, number in said["rows"]}
    return Result(
        cases=Counter({(kind, state): number for kind, state, number in said["cases"]}),
        steps=said["steps"],
        fired=said["fired"],
        mails=said["mails"],
        balance=Balance(said["expected"], rows),
        entries=said["entries"],
        days=[(date.fromisoformat(month), days) for month, days in said["days"]],
        faults=said["faults"],
        dates=Counter(said["dates"]),
        unmet=said["unmet"],
        memory=(said["memory"][0], said["memory"][1]),
    )


def together(results: Iterable[Result]) -> Result:
    """Several runs of the same years as one."""
    first, *others = results
    for one in others:
        first = _both(first, one)
    return first


def _both(one: Result, other: Result) -> Result:
    rows = Counter(one.balance.rows) + Counter(other.balance.rows)
    return Result(
        cases=one.cases + other.cases,
        steps=one.steps + other.steps,
        fired=one.fired + other.fired,
        mails=one.mails + other.mails,
        balance=Balance(one.balance.expected + other.balance.expected, dict(rows)),
        entries=one.entries + other.entries,
        days=[(m, a + b) for (m, a), (_m, b) in zip(one.days, other.days, strict=True)],
        faults=[*one.faults, *other.faults],
        dates=one.dates + other.dates,
        unmet=list(dict.fromkeys([*one.unmet, *other.unmet])),
        memory=max(one.memory, other.memory, key=itemgetter(1)),
    )
