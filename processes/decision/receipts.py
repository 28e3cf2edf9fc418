"""When whoever speaks for a municipality had a decision: from that day an appeal is counted."""

from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.db import transaction
from django.db.models import QuerySet

from processes.case.models import Case
from processes.case.sides import speaks
from processes.decision import deadlines
from processes.decision.models import Decision, Receipt
from workflow import trail
from workflow.calendar import Deadline, local_date
from workflow.sql.writes import insert_new

if TYPE_CHECKING:
    from processes.case.reader import Reader


def note(case: Case, reader: "Reader", decision: Decision | None = None) -> Receipt | None:
    """Keep that a coordinator or signatory opened a decision, or how a case ended, if the first.

    Whoever else reads it changes nothing (obligation 81). The first opening, as ``of`` tells it.
    """
    had = of(case, decision)
    if had is not None or not speaks(case, reader):
        return had
    with transaction.atomic():
        row = Receipt(case=case, decision=decision, person=reader.person, at=reader.at)
        # Of two who open it at once one had it first.
        if insert_new([row]):
            subject = case if decision is None else decision
            trail.record(
                trail.Event(subject=subject, step="receive", by=row.person, at=row.at, rows=(row,))
            )
    return of(case, decision)


def of(case: Case, decision: Decision | None = None) -> Receipt | None:
    """The first opening of a decision, or of how a case ended without one; None if nobody did."""
    return _of(case, decision).select_related("person").first()


def appeal_ends(case: Case, decision: Decision | None = None) -> Deadline:
    """The last day to appeal against a decision, or against how a case ended without one.

    Counted from the day on which a coordinator or signatory first opened it; before that, the
    latest possible day (obligation 81).
    """
    taken = cast(datetime, case.closed_at if decision is None else decision.decided_at)
    had = _of(case, decision).values_list("at", flat=True).first()
    return deadlines.appeal_ends(case, local_date(taken), had and local_date(had))


def _of(case: Case, decision: Decision | None) -> QuerySet[Receipt]:
    if decision is not None:
        return Receipt.objects.filter(decision=decision)
    return Receipt.objects.filter(case=case, decision=None)
