"""Changed items as rows of a table, before and after they are changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from processes import kinds
from processes.renewal.changeover.preview import DATES, Move
from processes.renewal.models import ChangeoverPart
from workflow.calendar import local_date

PAGE = 20
NOTES = {"moved": "", "added": _("is added"), "cancelled": _("is cancelled")}


@dataclass(frozen=True)
class Line:
    """An item of a municipality: what becomes of it, and its dates from and to."""

    place: str
    kind: str
    note: str
    dates: list[tuple[str, date | None, date | None]]


def of_moves(moves: Iterable[Move]) -> list[Line]:
    """What would change."""
    today = local_date(timezone.now())
    return [
        _line(move.certificate.certification.organisation.name, move.as_json(), today)
        for move in moves
    ]


def of_kept(moves: Iterable[Move]) -> list[tuple[str, str, date]]:
    """What stays because an officer moved it: whose it is, its kind, and the day it opens."""
    return [
        (move.certificate.certification.organisation.name, move.kind_words, move.item.opens_date)
        for move in moves
        if move.item
    ]


def of_parts(parts: Iterable[ChangeoverPart]) -> list[Line]:
    """What was changed, seen from the day on which it was."""
    return [
        _line(part.certificate.certification.organisation.name, change, local_date(part.done_at))
        for part in parts
        if part.done_at
        for change in part.changes
    ]


def _note(change: dict[str, Any], day: date) -> str:
    """What becomes of it beside its dates; an opening that was over by the day is at once."""
    said = [NOTES[change["effect"]]]
    if change.get("other_limits"):
        said.append(_("other limits and reminders"))
    opens = change["dates"][0][1]
    if opens and opens < day.isoformat():
        said.append(_("opens at once: its day has passed"))
    return ", ".join(str(words) for words in said if words)


def _line(place: str, change: dict[str, Any], day: date) -> Line:
    days = [[date.fromisoformat(day) if day else None for day in pair] for pair in change["dates"]]
    words = (str(name) for name in DATES.values())
    return Line(
        place=place,
        kind=str(kinds.of(change["kind"]).words),
        note=_note(change, day),
        dates=[(word, old, new) for word, (old, new) in zip(words, days, strict=True)],
    )
