"""Progress of long work on a console: a bar on a terminal, sober lines anywhere else.

It is written to the error stream, so that what a command prints may still be kept in a file. Work
that was done within a second leaves no line.
"""

import shutil
import sys
from collections.abc import Iterable, Iterator, Sized
from time import monotonic
from typing import Final, TextIO, TypeVar

Item = TypeVar("Item")

SHORT: Final = 1.0
REDRAW: Final = 0.1
LINE: Final = 10.0
BAR: Final = 24


def console(verbosity: int) -> TextIO | None:
    """Where a command shows its progress; nowhere with ``--verbosity 0``."""
    return sys.stderr if verbosity else None


def progress(
    items: Iterable[Item], label: str, *, total: int | None = None, out: TextIO | None
) -> Iterator[Item]:
    """The items one by one, while ``out`` tells how many are done and how long the rest takes.

    Without a total, and where the items have no length, it counts.
    """
    if total is None and isinstance(items, Sized):
        total = len(items)
    shown = Progress(label, total, out)
    try:
        for item in items:
            yield item
            shown.advance()
    finally:
        shown.end()


class Progress:
    """Progress of work that is no loop: ``advance`` as it goes on, then ``end``."""

    def __init__(self, label: str, total: int | None, out: TextIO | None) -> None:
        self.label, self.total, self.out = label, total, out
        self.done = 0
        self._began = self._told = monotonic()
        self._bar = out is not None and out.isatty()
        if self._bar:
            self._write(self._drawn(self._count()))

    def advance(self, number: int = 1) -> None:
        """So many more are done."""
        self.done += number
        if monotonic() - self._told >= (REDRAW if self._bar else LINE):
            self._told = monotonic()
            self._write(self._drawn(self._so_far()))

    def end(self) -> None:
        """Leave one last line: how many were done, and how long it took."""
        spent = monotonic() - self._began
        if spent >= SHORT:
            self._write(self._drawn(f"{self._count()} in {_clock(spent)}"), end="\n")
        elif self._bar:
            self._write("", end="\r")

    def _count(self) -> str:
        return f"{self.done}" if self.total is None else f"{self.done} of {self.total}"

    def _so_far(self) -> str:
        spent = monotonic() - self._began
        if not self.total or not self.done or spent < SHORT:
            return self._count()
        return f"{self._count()}, {_clock(spent / self.done * (self.total - self.done))} left"

    def _drawn(self, words: str) -> str:
        if not self._bar or not self.total:
            return f"{self.label}: {words}"
        filled = min(BAR, BAR * self.done // self.total)
        return f"{self.label} [{'#' * filled:.<{BAR}}] {words}"

    def _write(self, line: str, *, end: str = "") -> None:
        if self.out is None:
            return
        if self._bar:
            # As wide as the terminal, for the line before may have been longer.
            width = shutil.get_terminal_size().columns - 1
            self.out.write(f"\r{line:<{width}.{width}}{end}")
        else:
            self.out.write(f"{line}\n")
        self.out.flush()


def _clock(seconds: float) -> str:
    """Ten seconds as 0:10, and an hour as 1:00:00."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
