"""Months of auditor days as bars: as a drawing of its own, and as text for a console."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.template.loader import render_to_string

from processes.simulation.days import Month

LEFT, TOP, HEIGHT, FOOT, STEP = 48, 56, 220, 48, 9
BLOCKS = " ▁▂▃▄▅▆▇█"


@dataclass(frozen=True)
class Bar:
    """One month on the paper."""

    x: int
    y: int
    height: int
    words: str
    year: str


def svg(rows: Sequence[Month], title: str) -> str:
    """A drawing that stands alone: a bar for each month, its figure when pointed at."""
    most = max((days for _month, days in rows), default=0) or 1
    bars = [
        Bar(
            x=LEFT + number * STEP,
            y=TOP + HEIGHT - (tall := round(HEIGHT * days / most)),
            height=tall,
            words=f"{month:%Y-%m}: {days}",
            year=f"{month:%Y}" if month.month == 1 or number == 0 else "",
        )
        for number, (month, days) in enumerate(rows)
    ]
    paper = {
        "title": title,
        "bars": bars,
        "most": most,
        "width": LEFT + len(rows) * STEP + 16,
        "height": TOP + HEIGHT + FOOT,
        "top": TOP,
        "foot": TOP + HEIGHT,
        "left": LEFT,
    }
    return render_to_string("processes/simulation/days.svg", paper)


def lines(rows: Sequence[Month]) -> Iterator[str]:
    """One line for each year: a block for each month, and the sum."""
    most = max((days for _month, days in rows), default=0) or 1
    for year, months in groupby(rows, key=lambda row: row[0].year):
        days = {month.month: number for month, number in months}
        drawn = "".join(_block(days.get(month, 0), most) for month in range(1, 13))
        yield f"{year}  {drawn}  {sum(days.values()):>6}"


def _block(days: int, most: int) -> str:
    """The higher the more; what is not nothing is at least a line."""
    return BLOCKS[max(round(8 * days / most), bool(days))]


def table(rows: Sequence[Month]) -> str:
    """The figures of the drawing for a spreadsheet."""
    return "month,auditor_days\n" + "".join(f"{month:%Y-%m},{days}\n" for month, days in rows)
