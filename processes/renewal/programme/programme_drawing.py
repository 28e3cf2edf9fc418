"""The geometry of the drawing of a programme: a fairway from the anchor down to the expiry.

Pure: dates in, coordinates out. The drawing stands upright so that its words stay readable on a
narrow screen.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from processes.standing.models import Certificate


WIDTH, LINE, TOP = 340, 86, 24
MONTH = 13
LABEL = 38


@dataclass(frozen=True)
class Mark:
    """A point on the line with its words."""

    y: int
    kind: str
    title: str
    day: date


@dataclass(frozen=True)
class Bar:
    """The time during which one row is done."""

    y: int
    height: int
    title: str
    state: str
    first: date
    last: date
    label: int


@dataclass(frozen=True)
class Drawing:
    """Everything the template draws."""

    width: int
    height: int
    line: int
    first: Mark
    last: Mark
    today: Mark | None
    bars: tuple[Bar, ...]
    years: tuple[Mark, ...]


def draw(certificate: "Certificate", rows: Iterable[Any], *, today: date) -> Drawing:
    """Lay out a certificate's cycle; a month is always equally long."""
    first, last = certificate.anchor_date, certificate.expiry_date

    def place(day: date) -> int:
        months = (day.year - first.year) * 12 + day.month - first.month
        return TOP + round((months + (day.day - first.day) / 31) * MONTH)

    years = range(first.year + 1, last.year + 1)
    return Drawing(
        width=WIDTH,
        height=place(last) + TOP + LABEL,
        line=LINE,
        first=Mark(place(first), "first", "", first),
        last=Mark(place(last), "last", "", last),
        today=Mark(place(today), "today", "", today) if first <= today <= last else None,
        bars=tuple(_apart(_bar(row, place) for row in rows)),
        years=tuple(Mark(place(date(y, 1, 1)), "year", str(y), date(y, 1, 1)) for y in years),
    )


def _bar(row: Any, place: Any) -> Bar:
    top, bottom = place(row.opens.date), place(row.decide_by.date)
    return Bar(
        y=top,
        height=max(bottom - top, 4),
        title=row.title,
        state=row.item.current_state,
        first=row.opens.date,
        last=row.decide_by.date,
        label=top + 12,
    )


def _apart(bars: Iterable[Bar]) -> Iterable[Bar]:
    """Words never stand on each other: a label moves down until there is room."""
    free = 0
    for bar in bars:
        label = max(bar.label, free)
        free = label + LABEL
        yield Bar(bar.y, bar.height, bar.title, bar.state, bar.first, bar.last, label)
