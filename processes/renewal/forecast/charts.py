"""Figures as bars. Pure: numbers in, places on the paper out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from workflow.language import MONTHS, spoken

HEIGHT, FOOT, LEFT, WIDTH = 160, 40, 40, 34


@dataclass(frozen=True)
class Bar:
    """One month: two bars side by side, and the words under them."""

    x: int
    before: int
    after: int
    before_y: int
    after_y: int
    label: str
    year: str


@dataclass(frozen=True)
class Chart:
    """A bar chart and its measures."""

    bars: tuple[Bar, ...]
    width: int
    height: int
    top: int
    foot: int


def chart(rows: Sequence[tuple[date, int, int]]) -> Chart:
    """Auditor days for each month, as planned and as moved."""
    most = max((max(before, after) for _month, before, after in rows), default=0) or 1
    bars = tuple(
        Bar(
            x=LEFT + number * WIDTH,
            before=_tall(before, most),
            after=_tall(after, most),
            before_y=HEIGHT - _tall(before, most),
            after_y=HEIGHT - _tall(after, most),
            label=MONTHS[spoken()][month.month - 1][:3],
            year=str(month.year) if number == 0 or month.month == 1 else "",
        )
        for number, (month, before, after) in enumerate(rows)
    )
    return Chart(bars, LEFT + len(rows) * WIDTH + 10, HEIGHT + FOOT, most, HEIGHT)


def _tall(value: int, most: int) -> int:
    return round((HEIGHT - 20) * value / most)
