"""Panels that other parts of the system show on a case: registered once, asked per page."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from processes.case.models import Case

if TYPE_CHECKING:
    from processes.case.reader import Reader


Way = tuple[str, str]
"""The address of something that the reader may do with a case, and what it is called."""


class Said(NamedTuple):
    """One thing that was said or sent, and when: an item of the one list of a case's messages."""

    at: datetime
    html: str


class Shown(NamedTuple):
    """What a part of the system shows on a case, and what it lets the reader do with it."""

    html: str = ""
    ways: Sequence[Way] = ()
    said: Sequence[Said] = ()


Panel = Callable[[Case, Any], str | Shown]
"""Takes the case and the reader; answers safe HTML, with ways or without, or "" for nothing."""

OVERVIEW, MESSAGES = "overview", "messages"

_panels: dict[str, list[Panel]] = {OVERVIEW: [], MESSAGES: []}


def register(panel: Panel, place: str = OVERVIEW) -> None:
    """Show a panel on the case's overview or among its messages. Called when an app is ready."""
    if panel not in _panels[place]:
        _panels[place].append(panel)


def of(place: str, case: Case, reader: "Reader") -> tuple[list[str], list[Way]]:
    """The panels that have something to show, and every way that one of them offers."""
    shown = _shown(place, case, reader)
    return [one.html for one in shown if one.html], [way for one in shown for way in one.ways]


def thread(case: Case, reader: "Reader") -> tuple[list[Said], list[str], list[Way]]:
    """All that was said and sent in a case, the newest first; other panels there, and the ways."""
    shown = _shown(MESSAGES, case, reader)
    said = sorted((one for part in shown for one in part.said), key=lambda one: one.at)
    ways = [way for one in shown for way in one.ways]
    return said[::-1], [one.html for one in shown if one.html], ways


def _shown(place: str, case: Case, reader: "Reader") -> list[Shown]:
    asked = (panel(case, reader) for panel in _panels[place])
    return [one if isinstance(one, Shown) else Shown(one) for one in asked]
