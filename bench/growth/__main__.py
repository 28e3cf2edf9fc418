"""``make growth``: generate, measure, try, and write docs/growth.md."""

import argparse
import sys
import time
from pathlib import Path
from typing import Any

from bench import machine, server
from bench.growth import page
from bench.seats import Seat

QUESTIONS = ("weigh", "sweeps", "pages", "work", "vacuum", "verify", "backup")


def main() -> None:
    """Every size in turn; what was tried, only at the largest."""
    options = _options()
    load = machine.load()
    where = machine.line(f"PostgreSQL {server.version()}", load)
    sizes = {}
    for tasks in options.tasks:
        sizes[tasks] = _measured(tasks, trials=tasks == max(options.tasks) and options.trials)
    text = page.text(where, sizes)
    sys.stdout.write(text)
    if options.output:
        Path(options.output).write_text(text)


def _measured(tasks: int, *, trials: bool) -> dict[str, Any]:
    with (
        server.database(f"growth_{tasks}") as database,
        Seat("bench.growth.run:Run", database) as seat,
    ):
        figures = {"fill": _asked(seat, tasks, "fill", tasks=tasks)}
        for question in (*QUESTIONS, *(["trials"] if trials else [])):
            figures[question] = _asked(seat, tasks, question)
        return figures


def _asked(seat: Seat, size: int, question: str, **given: int) -> Any:
    began = time.monotonic()
    answer = seat.ask(question, **given)
    took = time.monotonic() - began
    sys.stderr.write(f"{size:,} tasks, {question}: {took:.0f} s, load {machine.load():.1f}\n")
    return answer


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.growth")
    parser.add_argument("--tasks", type=int, nargs="+", default=[100_000, 1_000_000, 10_000_000])
    parser.add_argument("--no-trials", dest="trials", action="store_false")
    parser.add_argument("--output", help="the file the page is written to")
    return parser.parse_args()


if __name__ == "__main__":
    main()
