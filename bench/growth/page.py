"""The page of a run: one column a size, and what was tried at the largest."""

from collections.abc import Callable
from typing import Any

from bench.page import number, table

INTRODUCTION = """\
# Growth

Written by `make growth`, never by hand. {where}

Ten years of cases, generated: two real cases of one organisation, with the 45 criteria of the
default scheme, are led through the engine and then copied in the database with all that belongs to
them, trail hashed anew. Each organisation has one case under way, whose audit waits in a queue of
the body; all older cases are closed. What stands once a case in the engine (process, case, tasks,
trail, promises, mails, exclusions) is there for every case; answers, findings, reports and the like
only for the last case of each organisation. What follows from it for those who run the system
stands in [operations](operations.md#sizing).
"""
MEGABYTE, GIGABYTE = 2**20, 2**30
HEAVY = 12

Sizes = dict[int, dict[str, Any]]


def text(where: str, sizes: Sizes) -> str:
    """The whole page."""
    parts = [
        INTRODUCTION.format(where=where),
        "## What it is\n\n" + _what(sizes),
        "## What it weighs\n\n" + _tables(sizes),
        "## The heaviest indexes\n\n" + _indexes(sizes),
        "## What people and machines ask\n\nMedian milliseconds, in one process, without the "
        "network.\n\n" + _pages(sizes),
        "## A minute's sweep when nothing is due\n\nMilliseconds.\n\n" + _plain(sizes, "sweeps"),
        "## Work\n\nMilliseconds, median and 99 of 100, one after the other.\n\n" + _work(sizes),
        "## A night\n\n" + _night(sizes),
        *_trials(sizes[max(sizes)].get("trials", {}), max(sizes)),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _columns(sizes: Sizes, first: str) -> tuple[str, ...]:
    return (first, *(f"{tasks:,} tasks" for tasks in sizes))


def _what(sizes: Sizes) -> str:
    rows = [
        (name, *(number(one["fill"][name]) for one in sizes.values()))
        for name in ("cases", "organisations")
    ]
    whole = ("database, GB", *(number(one["weigh"]["whole"] / GIGABYTE) for one in sizes.values()))
    return table(_columns(sizes, ""), [*rows, whole])


def _tables(sizes: Sizes) -> str:
    largest = sizes[max(sizes)]["weigh"]["tables"]
    names = [name for name, *_ in largest[:HEAVY]]
    head = ("table", *(f"{tasks:,}: rows, MB, indexes MB" for tasks in sizes), "bytes a row")
    return table(head, [_weight(name, sizes) for name in names])


def _weight(name: str, sizes: Sizes) -> tuple[str, ...]:
    cells, each = [], 0.0
    for one in sizes.values():
        found = {row[0]: row[1:] for row in one["weigh"]["tables"]}[name]
        rows, heap, indexes = found
        cells.append(f"{rows:,}, {number(heap / MEGABYTE)}, {number(indexes / MEGABYTE)}")
        each = (heap + indexes) / max(rows, 1)
    return (f"`{name}`", *cells, number(each))


def _indexes(sizes: Sizes) -> str:
    largest = sizes[max(sizes)]["weigh"]["indexes"][:HEAVY]
    rows = [(f"`{index}`", f"`{of}`", number(size / MEGABYTE)) for of, index, size, _ in largest]
    return table(("index", "table", f"MB at {max(sizes):,} tasks"), rows)


def _pages(sizes: Sizes) -> str:
    names = next(iter(sizes.values()))["pages"]
    rows = []
    for name in names:
        found = [one["pages"][name] for one in sizes.values()]
        statements, kilobytes = found[-1][1:]
        times = (number(ms) for ms, *_ in found)
        rows.append((name, *times, str(statements), number(kilobytes)))
    return table((*_columns(sizes, ""), "statements", "kB"), rows)


def _plain(sizes: Sizes, question: str) -> str:
    names = next(iter(sizes.values()))[question]
    rows = [(name, *(number(one[question][name]) for one in sizes.values())) for name in names]
    return table(_columns(sizes, ""), rows)


def _work(sizes: Sizes) -> str:
    names = next(iter(sizes.values()))["work"]
    rows = [
        (name, *(" / ".join(map(number, one["work"][name])) for one in sizes.values()))
        for name in names
    ]
    return table(_columns(sizes, ""), rows)


def _night(sizes: Sizes) -> str:
    asked: dict[str, Callable[[dict[str, Any]], float]] = {
        "vacuum of everything after a day's work, s": lambda one: one["vacuum"],
        "verify the trail, s": lambda one: one["verify"][0],
        "entries verified a second": lambda one: one["verify"][1],
        "`pg_dump --format custom`, s": lambda one: one["backup"]["dump"],
        "the dump, GB": lambda one: one["backup"]["bytes"] / GIGABYTE,
        "`pg_restore`, s": lambda one: one["backup"]["restore"],
    }
    rows = [(name, *(number(ask(one)) for one in sizes.values())) for name, ask in asked.items()]
    return table(_columns(sizes, ""), rows)


def _trials(trials: dict[str, Any], tasks: int) -> list[str]:
    parts = []
    for name, found in trials.items():
        asked = list(dict.fromkeys(key for figures in found.values() for key in figures))
        rows = [
            (one, *(number(figures[one]) if one in figures else "" for figures in found.values()))
            for one in asked
        ]
        parts.append(f"## Tried at {tasks:,} tasks: {name}\n\n" + table(("", *found), rows))
    return parts
