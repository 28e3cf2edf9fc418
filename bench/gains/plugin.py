"""What each compiled query saves, in parts of the page or click that asks it.

    REPEATS=2000 python -m bench.gains tests/journeys tests/processes tests/notifications

While tests open pages and click, it notes which compiled queries each request asks and how much of
the processor it takes. At the end of a test each new one is asked again, by turns as it is and as
plain ORM. The most that it saves of any request is its gain.
"""

import gc
import importlib
import inspect
import os
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.base import BaseHandler
from django.db import connection, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from workflow.sql.compiled import Query
from workflow.sql.writes import Write, together

ROUNDS = (
    ("notifications.delivery.send", "deliver_due"),
    ("notifications.digests", "bundle_due"),
    ("notifications.deadlines", "post_due"),
    ("workflow.sweep", "fire_due"),
    ("workflow.sweep", "return_idle_claims"),
    ("workflow.sweep.attendance", "look"),
)
"""Work that no request does."""

REPEATS = int(os.environ.get("REPEATS", "2000"))
SLOW = 10
"""What takes more than three milliseconds is asked so many times less often."""

MICRO, MILLI = 1_000, 1_000_000

Key = tuple[str, str, str]
"""Where a query stands, its name, and the way in which it is asked."""


def _key(query: Any, way: str) -> Key:
    where = Path(inspect.getsourcefile(inspect.unwrap(query)) or "").relative_to(Path.cwd())
    return str(where), query.__qualname__.replace(".<locals>", ""), way


class Notes:
    """What was seen: seconds are of the processor, in nanoseconds."""

    def __init__(self) -> None:
        self.asked: list[Key] = []
        self.saved: dict[Key, float] = {}
        self.cost: dict[str, list[int]] = defaultdict(list)
        self.calls: dict[str, Counter[Key]] = defaultdict(Counter)
        self.examples: dict[Key, tuple[Any, dict[str, Any]]] = {}
        self._depth = 0

    def note(self, query: Any, way: str, values: dict[str, Any]) -> None:
        """A query is asked."""
        key = _key(query, way)
        self.asked.append(key)
        self.examples.setdefault(key, (query, values))

    @contextmanager
    def unit(self) -> Iterator[list[str]]:
        """A page, a click or a round of work: what is put into the list names it."""
        names: list[str] = []
        if self._depth == 0:
            self.asked.clear()
        self._depth += 1
        began = time.thread_time_ns()
        yield names
        took = time.thread_time_ns() - began
        self._depth -= 1
        if self._depth == 0:
            for name in names:
                self.cost[name].append(took)
                self.calls[name].update(self.asked)


notes = Notes()


def _watched_ask(self: Query[..., Any], way: str, values: dict[str, Any]) -> list[Any]:
    notes.note(self, way, values)
    return _ask(self, way, values)


def _watched_part(self: Write[...], *args: Any, **kwargs: Any) -> Any:
    names = list(inspect.signature(inspect.unwrap(self)).parameters)
    notes.note(self, "update", dict(zip(names, args, strict=False)) | kwargs)
    return _part(self, *args, **kwargs)


def _watched_response(self: BaseHandler, request: HttpRequest) -> HttpResponseBase:
    with notes.unit() as names:
        response: HttpResponseBase = _get_response(self, request)
        match = request.resolver_match
        if match is not None and response.status_code < 400:
            names.append(f"{request.method} {match.view_name}")
    return response


def _watch_round(module: Any, name: str) -> None:
    round_of_work: Callable[..., Any] = getattr(module, name)

    def watched(*args: Any, **kwargs: Any) -> Any:
        with notes.unit() as names:
            names.append(f"{module.__name__}.{name}")
            return round_of_work(*args, **kwargs)

    setattr(module, name, watched)


_ask, _part, _get_response = Query.ask, Write.part, BaseHandler.get_response


@pytest.fixture(autouse=True)
def _measured(db: None) -> Iterator[None]:
    """Measure what a test has asked for the first time, while its rows are there."""
    notes.examples.clear()
    yield
    for key, (query, values) in list(notes.examples.items()):
        if key not in notes.saved:
            notes.saved[key] = _saved(query, key[2], values)


def pytest_configure() -> None:
    """Begin to watch."""
    vars_of: list[tuple[Any, str, Any]] = [
        (Query, "ask", _watched_ask),
        (Write, "part", _watched_part),
        (BaseHandler, "get_response", _watched_response),
    ]
    for where, name, watched in vars_of:
        setattr(where, name, watched)
    for module, name in ROUNDS:
        _watch_round(importlib.import_module(module), name)


def _saved(query: Any, way: str, values: dict[str, Any]) -> float:
    """How much less of the processor it takes than plain ORM: the medians of many turns."""
    plain, compiled = _both(query, way, values)
    turns: list[tuple[int, int]] = []
    gc.disable()
    try:
        with transaction.atomic():
            for _ in range(REPEATS // SLOW if _is_slow(plain) else REPEATS):
                began = time.thread_time_ns()
                plain()
                middle = time.thread_time_ns()
                compiled()
                turns.append((middle - began, time.thread_time_ns() - middle))
            transaction.set_rollback(True)
    finally:
        gc.enable()
    first, second = zip(*turns, strict=True)
    return statistics.median(first) - statistics.median(second)


def _is_slow(plain: Callable[[], Any]) -> bool:
    began = time.thread_time_ns()
    plain()
    plain()
    return time.thread_time_ns() - began > 2 * 3 * MILLI


def _both(
    query: Any, way: str, values: dict[str, Any]
) -> tuple[Callable[[], Any], Callable[[], Any]]:
    body = inspect.unwrap(query)
    if way == "update":
        part = _part(query, **values)

        def change() -> None:
            update = body(**values)
            update.rows.update(**update.values)

        return change, lambda: together(part)
    ways: dict[str, Callable[[], Any]] = {
        "all": lambda: list(body(**values)),
        "first": lambda: list(body(**values)[:1]),
        "exists": lambda: body(**values).exists(),
    }
    return ways[way], lambda: _ask(query, way, values)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """One line for each query: what a call saves, where it saves most, and how much of that."""
    terminalreporter.section(f"compiled queries on {connection.vendor}, {REPEATS} turns each")
    found = sorted((_line(key) for key in notes.saved), reverse=True)
    for gain, line in found:
        terminalreporter.line(f"{gain:6.1%} {line}")


def _line(key: Key) -> tuple[float, str]:
    saved, (where, name, way) = notes.saved[key], key
    gains = []
    for page, calls in notes.calls.items():
        if calls[key]:
            cost, times = statistics.median(notes.cost[page]), len(notes.cost[page])
            gains.append((saved * calls[key] / times / cost, calls[key] / times, cost, page))
    gain, often, cost, page = max(gains, default=(0.0, 0.0, 0.0, "no page"))
    return gain, (
        f"| {where} | {name}.{way} | {saved / MICRO:.0f} µs | "
        f"{often:.1f} of {page}, {cost / MILLI:.1f} ms |"
    )
