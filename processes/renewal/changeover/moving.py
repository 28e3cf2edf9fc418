"""One planned item follows a new cycle: its row, its promise and its case's trail together."""

from datetime import datetime
from typing import Any

from django.db import models

from processes.organisations.models import Person
from processes.reasons import kept
from processes.renewal.changeover.preview import DATES, Move
from processes.renewal.deadlines import PlannedItem
from processes.renewal.models import ProgrammeItem
from processes.scheme.models import RenewalCycle
from workflow import timers, trail
from workflow.engine.transitions import perform
from workflow.exceptions import Conflict


def carry_out(move: Move, *, by: Person, at: datetime) -> None:
    """Move, add or cancel one item. Raises Conflict if it was opened meanwhile."""
    if move.planned is None and move.item is not None:
        perform(move.item.cancel, by=None, at=at, because=kept("no_such_turn"))
    elif move.planned is not None and move.item is None:
        _add(move, move.planned, by=by, at=at)
    elif move.planned is not None and move.item is not None:
        shift(move.item, move.planned, by=by, at=at, cycle=move.cycle)


def _dates(planned: PlannedItem, cycle: RenewalCycle | None) -> dict[str, Any]:
    deadlines = {name: getattr(planned, name) for name in DATES}
    explanations = {name: d.explanation.as_json() for name, d in deadlines.items()}
    return {
        **{f"{name}_date": deadline.date for name, deadline in deadlines.items()},
        "explanations": explanations,
        "cycle": cycle,
        "by_document": planned.by_document,
    }


def shift(
    item: ProgrammeItem,
    planned: PlannedItem,
    *,
    by: Person | None,
    at: datetime,
    cycle: RenewalCycle | None,
) -> None:
    """Move a planned item and the promise to open it. Raises Conflict if it was opened.

    ``cycle``: the one it goes by from now on; None where it is still its certificate's.
    """
    values = _dates(planned, cycle)
    data = {
        name: [str(getattr(item, f"{name}_date")), str(values[f"{name}_date"])] for name in DATES
    }
    still = ProgrammeItem.objects.filter(
        pk=item.pk, version=item.version, state=ProgrammeItem.State.PLANNED
    )
    if still.update(version=item.version + 1, **values) != 1:
        raise Conflict
    item.version += 1
    for name, value in values.items():
        setattr(item, name, value)
    timers.stop(item, "open", at=at)
    timers.begin(item)
    trail.record(trail.Event(subject=item, step="move", by=by, at=at, data=data))


def _add(move: Move, planned: PlannedItem, *, by: Person, at: datetime) -> None:
    programme = move.certificate.programme
    same = programme.items.filter(kind=planned.kind)
    last = same.aggregate(last=models.Max("ordinal"))["last"] or 0
    item = ProgrammeItem.objects.create(
        programme=programme, kind=planned.kind, ordinal=last + 1, **_dates(planned, move.cycle)
    )
    timers.begin(item)
    trail.record(trail.Event(subject=item, step="add", by=by, at=at))
