"""Figures asked and figures reached, for the console and for docs/reliability.md."""

import os
import platform
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from chaos.services import version

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reliability.md"
HEAD = "| fault | what | asked | reached | took | day |"
LINE = "|---|---|---|---|---|---|"


@dataclass(frozen=True)
class Figure:
    """One promise under one fault."""

    what: str
    asked: str
    reached: str
    holds: bool
    is_time: bool = False

    @property
    def words(self) -> str:
        return self.reached if self.holds else f"**{self.reached}**: falls short"


def none_of(what: str, number: int) -> Figure:
    """A figure that must be nought."""
    return Figure(what, "0", f"{number:,}", holds=number == 0)


def same(what: str, *, asked: int, reached: int) -> Figure:
    """A number that must be just so great."""
    return Figure(what, f"{asked:,}", f"{reached:,}", asked == reached)


def within(what: str, *, limit: float, reached: float) -> Figure:
    """A number of seconds that must not be passed."""
    return Figure(what, f"≤ {limit:g} s", f"{reached:.1f} s", reached <= limit, is_time=True)


def told(what: str, reached: str) -> Figure:
    """A figure nobody asked for, told all the same."""
    return Figure(what, "–", reached, holds=True)


def rows(fault: str, figures: list[Figure], seconds: float) -> list[str]:
    """The lines of the table about a fault; the first one names it, and says how long it took."""
    about = [(fault, f"{seconds:.0f} s", str(datetime.now(UTC).date()))]
    about += [("", "", "")] * (len(figures) - 1)
    return [
        f"| {name} | {one.what} | {one.asked} | {one.words} | {took} | {day} |"
        for (name, took, day), one in zip(about, figures, strict=True)
    ]


def machine() -> str:
    """The size of this machine, as far as it says."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    python = platform.python_version()
    return f"{os.cpu_count()} cores, {memory:.0f} GB, Python {python}, {version()}"


def write(fault: str, lines: list[str], order: list[str]) -> None:
    """Put a fault's lines in its place on the page; those of the others stay."""
    text = PAGE.read_text()
    start, table, end = _parts(text)
    name = ""
    of: dict[str, list[str]] = {}
    for line in table:
        name = line.split("|")[1].strip() or name
        of.setdefault(name, []).append(line)
    of[fault] = lines
    kept = [line for name in order for line in of.get(name, [])]
    words = re.sub(r"^Machine: .*$", f"Machine: {machine()}.", start, flags=re.MULTILINE)
    PAGE.write_text("\n".join([words + HEAD, LINE, *kept]) + "\n" + end)


def _parts(text: str) -> tuple[str, list[str], str]:
    """What stands before the table, its lines, and what stands after it."""
    start, _head, rest = text.partition(HEAD)
    lines = rest.strip("\n").splitlines()[1:]
    count = next((n for n, line in enumerate(lines) if not line.startswith("|")), len(lines))
    return start, lines[:count], "\n".join([*lines[count:], ""]) if lines[count:] else ""
