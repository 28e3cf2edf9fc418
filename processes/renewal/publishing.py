"""Publishing a cycle, and moving what is planned as its preview showed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from processes.renewal.deadlines import PlannedItem
from processes.renewal.models import ProgrammeItem
from processes.renewal.preview import DATES, Move, mark, moves
from processes.scheme import drafts
from processes.scheme.models import RenewalCycle
from workflow import timers, trail
from workflow.exceptions import Conflict
from workflow.transitions import perform


@dataclass(frozen=True)
class Choice:
    """What the administrator saw, and whether what is planned shall move too."""

    mark: str
    moves_planned: bool


@transaction.atomic
def publish(cycle: RenewalCycle, choice: Choice, *, by: Any, at: datetime) -> int:
    """Publish a cycle; how many planned turns were moved, added or cancelled.

    Raises Conflict if the effect is no longer the one that was shown.
    """
    planned = moves(cycle)
    if mark(cycle, planned) != choice.mark:
        raise Conflict(_("The effect has changed since the preview. Look at it again."))
    drafts.put_in_force(cycle, by=by, at=at)
    if not choice.moves_planned:
        return 0
    changes = [move for move in planned if move.is_change]
    for move in changes:
        _carry_out(move, by=by, at=at)
    return len(changes)


def _carry_out(move: Move, *, by: Any, at: datetime) -> None:
    if move.planned is None and move.item is not None:
        perform(
            move.item.cancel, by=None, at=at, because=_("The new renewal cycle has no such turn.")
        )
    elif move.planned is not None and move.item is None:
        _add(move, move.planned, by=by, at=at)
    elif move.planned is not None and move.item is not None:
        _shift(move.item, move.planned, by=by, at=at)


def _dates(planned: PlannedItem) -> dict[str, Any]:
    deadlines = {name: getattr(planned, name) for name in DATES}
    explanations = {name: d.explanation.as_json() for name, d in deadlines.items()}
    return {
        **{f"{name}_date": deadline.date for name, deadline in deadlines.items()},
        "explanations": explanations,
    }


def _shift(item: ProgrammeItem, planned: PlannedItem, *, by: Any, at: datetime) -> None:
    """Move a planned turn and the promise to open it. Raises Conflict if it was opened."""
    values = _dates(planned)
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
    timers.begin(item, at=at)
    trail.record(trail.Event(subject=item, step="move", by=by, at=at, data=data))


def _add(move: Move, planned: PlannedItem, *, by: Any, at: datetime) -> None:
    programme = move.certificate.programme
    same = programme.items.filter(kind=planned.kind)
    last = same.aggregate(last=models.Max("ordinal"))["last"] or 0
    item = ProgrammeItem.objects.create(
        programme=programme, kind=planned.kind, ordinal=last + 1, **_dates(planned)
    )
    timers.begin(item, at=at)
    trail.record(trail.Event(subject=item, step="add", by=by, at=at))
