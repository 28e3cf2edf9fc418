"""The map: one shape for each municipality, with the same statuses as the table beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from processes import data
from processes.register.entries import (
    DISTINGUISHED,
    ENDED,
    EXPIRED,
    REPLACED,
    SUSPENDED,
    VALID,
    WITHDRAWN,
    Entry,
)

BEST_LAST = (REPLACED, ENDED, WITHDRAWN, EXPIRED, SUSPENDED, VALID, DISTINGUISHED)


@dataclass(frozen=True)
class Shape:
    """A municipality on the map."""

    path: str
    css: str
    title: str


@cache
def _paths() -> dict[str, str]:
    return {row["code"]: row["path"] for row in data.rows("municipality_shapes")}


@cache
def _counties() -> dict[str, str]:
    return {row["code"]: row["county_code"] for row in data.rows("municipalities")}


def codes() -> list[str]:
    """The codes of the municipalities that have a shape."""
    return list(_paths())


def shapes(shown: Iterable[Entry], county: str) -> list[Shape]:
    """Every shape, coloured by the best certificate shown; outside the county it is pale."""
    in_order = sorted(shown, key=lambda entry: BEST_LAST.index(entry.status))
    best = {entry.organisation.code: entry for entry in in_order}
    return [_shape(code, best.get(code), county) for code in _paths()]


def _shape(code: str, entry: Entry | None, county: str) -> Shape:
    if entry is not None:
        words = f"{entry.organisation.name}: {entry.words}"
        return Shape(_paths()[code], f"is-{entry.status}", words)
    is_pale = county and _counties().get(code) != county
    return Shape(_paths()[code], "is-outside" if is_pale else "is-none", "")
