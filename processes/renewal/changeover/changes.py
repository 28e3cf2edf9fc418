"""A changeover at work: a few certificates in each transaction, so that a kill loses little.

Several may work on the same one: who marks a part as done, in the transaction of its moves, does
it. Every item is computed anew when its part comes, for it may have been opened meanwhile.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from django.db import models, transaction

from processes.organisations.models import Person
from processes.renewal.changeover.moving import carry_out
from processes.renewal.changeover.preview import Move, moves
from processes.renewal.models import Changeover, ChangeoverPart
from processes.scheme.models import RenewalCycle
from workflow.calendar import local_date
from workflow.exceptions import Conflict

log = logging.getLogger(__name__)

BATCH = 10


class TakenError(Exception):
    """Another worker was faster."""


def running(scheme_id: int | None = None) -> models.QuerySet[Changeover]:
    """The changeovers that are not finished, of one scheme or all."""
    unfinished = Changeover.objects.filter(finished_at=None)
    return unfinished.filter(cycle__scheme=scheme_id) if scheme_id else unfinished


def begin(cycle: RenewalCycle, shown: Iterable[Move], *, by: Person, at: datetime) -> Changeover:
    """Write down what shall move; ``go_on`` does it. A cycle is published, and begun, once."""
    changeover = Changeover.objects.create(cycle=cycle, by=by, began_at=at)
    changes = (move for move in shown if move.is_change)
    ChangeoverPart.objects.bulk_create(
        ChangeoverPart(
            changeover=changeover,
            certificate_id=certificate_id,
            shown=[move.as_json() for move in mine],
        )
        for certificate_id, mine in groupby(changes, lambda move: move.certificate.pk)
    )
    return changeover


def go_on(changeover: Changeover, *, at: datetime) -> None:
    """Try every part that waits, once each. Safe to repeat, to kill and to run several at once."""
    waiting = changeover.parts.filter(ChangeoverPart.WAITING).order_by("pk")
    ids = list(waiting.values_list("pk", flat=True))
    for first in range(0, len(ids), BATCH):
        _try(changeover, ids[first : first + BATCH], at=at)
    if not waiting.exists():
        Changeover.objects.filter(pk=changeover.pk, finished_at=None).update(finished_at=at)


def go_on_with_all(at: datetime) -> None:
    """Take up every changeover that a lost message or a killed worker left."""
    for changeover in running().select_related("cycle", "by"):
        go_on(changeover, at=at)


def try_again(changeover: Changeover) -> None:
    """Let what was left after too many attempts be tried once more."""
    with transaction.atomic():
        if changeover.parts.filter(ChangeoverPart.LEFT).update(attempts=0, error=""):
            Changeover.objects.filter(pk=changeover.pk).update(finished_at=None)


def _try(changeover: Changeover, ids: Sequence[int], *, at: datetime) -> None:
    """Move some together; if that fails each alone, so that one holds up no other."""
    try:
        with transaction.atomic():
            _move(changeover, ids, at=at)
    except TakenError:
        return  # what the other leaves, the next sweep takes up
    except Conflict as conflict:
        _one_by_one(changeover, ids, conflict, at=at)  # an item was opened just now
    except Exception as error:
        log.exception("moving the turns of %s certificates failed", len(ids))
        _one_by_one(changeover, ids, error, at=at)


def _one_by_one(
    changeover: Changeover, ids: Sequence[int], error: Exception, *, at: datetime
) -> None:
    if len(ids) > 1:
        for part_id in ids:
            _try(changeover, [part_id], at=at)
        return
    told = f"{type(error).__name__}: {error}"[:2000]
    failed = ChangeoverPart.objects.filter(pk__in=ids, done_at=None)
    failed.update(attempts=models.F("attempts") + 1, error=told)


def _move(changeover: Changeover, ids: Sequence[int], *, at: datetime) -> None:
    parts = ChangeoverPart.objects.filter(pk__in=ids)
    if parts.filter(done_at=None).update(done_at=at) != len(ids):
        raise TakenError
    by_certificate = {part.certificate_id: part for part in parts}
    planned = moves(changeover.cycle, local_date(at), among=by_certificate)
    changes = [move for move in planned if move.is_change]
    for part in by_certificate.values():
        # In words before it is done: a move changes the row that it was computed from.
        mine = [move for move in changes if move.certificate.pk == part.certificate_id]
        part.keep([move.as_json() for move in mine])
        part.save(update_fields=["changes", "moved", "added", "cancelled", "as_shown"])
    for move in changes:
        carry_out(move, by=changeover.by, at=at)
