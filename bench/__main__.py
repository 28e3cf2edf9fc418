"""``python -m bench``: measure, print the page, and write it where asked."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from bench import machine, runs, server
from bench.page import Part, budgets
from bench.rows import claims, lifecycle, notices, queue, timers
from bench.sizes import SIZES, Size

INTRODUCTION = """\
# Performance

Written by `make bench SIZE={size}`, never by hand. {machine}

Our engine beside what others would pick instead, in one run, in turn. Times move with the machine;
the ratios within a run and the numbers of statements do not. The budgets are the project's own:
tests hold the numbers of statements, this page the times.
"""


def main() -> None:
    """Measure one size. Without PostgreSQL only the smallest goes on, on SQLite."""
    options = _options()
    size, load = SIZES[options.size], machine.load()
    try:
        database = f"PostgreSQL {server.version()}"
    except server.NoServerError as missing:
        print(missing, file=sys.stderr)
        if size.needs_postgresql:
            sys.exit(1)
        database = ""
    parts = list(measure(size, postgresql=bool(database)))
    text = page(size, machine.line(database or "no PostgreSQL", load), parts)
    print(text)
    if options.output:
        Path(options.output).write_text(text)


def measure(size: Size, *, postgresql: bool) -> Iterator[Part]:
    """Every part of the page."""
    if postgresql:
        with runs.postgresql() as field:
            yield lifecycle.on_postgresql(field, size)
            yield queue.part(field, size)
            yield claims.part(field, size)
            yield notices.part(field, size)
            yield timers.part(field, size)
    with runs.sqlite() as field:
        yield lifecycle.on_sqlite(field, size)
        if not postgresql:
            yield queue.part(field, size)
            yield claims.part(field, size)
            yield notices.part(field, size)
            yield timers.part(field, size)


def page(size: Size, where: str, parts: list[Part]) -> str:
    """The whole page."""
    introduction = INTRODUCTION.format(size=size.name, machine=where)
    return "\n\n".join([introduction + "\n" + budgets(parts), *map(str, parts)]) + "\n"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--size", choices=SIZES, default="standard")
    parser.add_argument("--output", help="the file the page is written to")
    return parser.parse_args()


if __name__ == "__main__":
    main()
