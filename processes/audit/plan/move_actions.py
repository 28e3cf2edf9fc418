"""Another day for a visit that is agreed: one side proposes it, the other answers."""

from datetime import date, datetime

from django.db import transaction

from processes.audit.models import Audit
from processes.organisations.models import Person
from workflow import trail
from workflow.engine.transitions import perform

Days = tuple[date | None, date | None]


def days_of(audit: Audit) -> Days:
    """The days of the visit as they are planned."""
    return audit.visit_date, audit.visit_end_date


def move_visit(audit: Audit, was: Days, *, by: Person, at: datetime) -> None:
    """The lead proposes the days that the audit now names; the municipality answers as before."""
    with transaction.atomic():
        _record(audit, "move_visit", was, by=by, at=at)
        perform(audit.reopen_plan, by=None, at=at, remarks="")
        perform(Audit.objects.get(pk=audit.pk).propose_plan, by=by, at=at)


def ask_other_day(audit: Audit, was: Days, *, by: Person, at: datetime) -> None:
    """The municipality proposes the days that the audit now names; the lead answers with a plan."""
    with transaction.atomic():
        _record(audit, "ask_other_day", was, by=by, at=at)
        perform(audit.reopen_plan, by=None, at=at, remarks=audit.plan_reason)


def _record(audit: Audit, step: str, was: Days, *, by: Person, at: datetime) -> None:
    days = {"from": list(map(str, was)), "to": list(map(str, days_of(audit)))}
    event = trail.Event(
        subject=audit, step=step, by=by, at=at, because=audit.plan_reason, data=days
    )
    trail.record(event)
