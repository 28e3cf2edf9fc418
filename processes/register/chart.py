"""The map: one shape for each municipality, with the same statuses as the table beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from processes import data
from processes.register.entries import Entry


@dataclass(frozen=True)
class Shape:
    """A municipality on the map."""

    path: str
    css: str
    title: str


@cache
def _paths() -> dict[str, str]:
    return {row["code"]: row["path"] for row in data.rows("municipality_shapes")}


def shapes(shown: Iterable[Entry], county: str, everybody: Iterable[Entry]) -> list[Shape]:
    """Every shape, coloured by the entries that are shown; outside the county it is pale."""
    status = {e.organisation.code: e for e in shown if e.certificate}
    inside = {e.organisation.code: e.organisation.county_code for e in everybody}
    drawn = []
    for code, path in _paths().items():
        entry = status.get(code)
        pale = county and inside.get(code) != county
        css = f"is-{entry.status}" if entry else ("is-outside" if pale else "is-none")
        title = f"{entry.organisation.name}: {entry.words}" if entry else ""
        drawn.append(Shape(path, css, title))
    return drawn
