"""Panels that other parts of the system show on a case: registered once, asked per page."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from processes.case.models import Case

if TYPE_CHECKING:
    from processes.case.reader import Reader


Panel = Callable[[Case, Any], str]
"""Takes the case and the reader; answers safe HTML, or "" for nothing to show."""

OVERVIEW, MESSAGES = "overview", "messages"

_panels: dict[str, list[Panel]] = {OVERVIEW: [], MESSAGES: []}


def register(panel: Panel, place: str = OVERVIEW) -> None:
    """Show a panel on the case's overview or among its messages. Called when an app is ready."""
    if panel not in _panels[place]:
        _panels[place].append(panel)


def of(place: str, case: Case, reader: "Reader") -> list[str]:
    """The panels that have something to show."""
    shown = (panel(case, reader) for panel in _panels[place])
    return [html for html in shown if html]
