"""Misuse of the mark: demanded that it stops, answered, checked, closed or taken further."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from processes.case.models import Certification
from processes.marks.models import MarkDemand
from processes.organisations.models import Person
from processes.sanctions import actions as sanctions
from processes.sanctions.basis import latest
from processes.sanctions.grounds import Ground, Kind
from workflow import acts, timers, trail
from workflow.engine import execution
from workflow.engine.transitions import perform
from workflow.exceptions import Refused

FLOW = "processes/flows.kinds.mark.MarkFlow"
FURTHER = (Kind.SUSPEND, Kind.WITHDRAW)
"""What can be proposed where it has not stopped."""


@dataclass(frozen=True)
class Misuse:
    """What is misused and where it was seen, and what its holder must do."""

    facts: str
    demand: str


@acts.one()
@transaction.atomic
def demand(certification: Certification, said: Misuse, *, by: Person, at: datetime) -> MarkDemand:
    """Demand that it stops, also of whoever no longer holds a certificate.

    Raises Refused where nothing is said, or an earlier demand is still open.
    """
    Certification.objects.select_for_update(no_key=True).get(pk=certification.pk)
    if not said.facts.strip() or not said.demand.strip():
        raise Refused(_("Say what is misused, and what must be done."), code="no_misuse")
    rows = MarkDemand.objects.filter(certification=certification)
    running = rows.exclude(state__in=MarkDemand.final).first()
    if running is not None:
        words = _("Demand %(number)s about the mark is still open: check that one first.")
        raise Refused(words % {"number": running}, code="demanded_already")
    case = latest(certification).case
    own = execution.create(
        FLOW, at=at, organisation=case.organisation, business_key=case.number, subject=case
    )
    made = MarkDemand.objects.create(
        case=case,
        certification=certification,
        number=rows.count() + 1,
        facts=said.facts.strip(),
        demand=said.demand.strip(),
        demanded_by=by,
        demanded_at=at,
        own_process=own,
    )
    trail.record(trail.Event(subject=made, step="demand", by=by, at=at))
    timers.begin(made)
    execution.start(own, at=at, by=by)
    return made


def report_stopped(made: MarkDemand, text: str, *, by: Person, at: datetime) -> None:
    """Say what was done so that it stopped."""
    perform(made.report_stopped, by=by, at=at, person=by, moment=at, text=text)


def find_stopped(made: MarkDemand, text: str, *, by: Person, at: datetime) -> None:
    """Say that it has stopped, and how that was seen."""
    perform(made.find_stopped, **_given(text, by, at))


def demand_again(made: MarkDemand, text: str, *, by: Person, at: datetime) -> None:
    """Say what has not stopped; the holder has the same time once more."""
    perform(made.demand_again, **_given(text, by, at))


@acts.one()
@transaction.atomic
def go_further(made: MarkDemand, kind: str, text: str, *, by: Person, at: datetime) -> None:
    """Propose that the certificate is suspended or withdrawn; an officer completes the proposal.

    Raises Refused where that cannot be proposed of the certificate as it stands.
    """
    draft = sanctions.Draft(kind, Ground.MISUSE, f"{made.facts}\n\n{text}")
    proposal = sanctions.put(made.certification, draft, by=None, at=at)
    perform(made.go_further, **_given(text, by, at), proposal=proposal)


def further(made: MarkDemand, at: datetime) -> list[Kind]:
    """What can be proposed of the certificate now."""
    certificate = latest(made.certification)
    return [kind for kind in FURTHER if sanctions.is_proposable(certificate, kind, at)]


def _given(text: str, by: Person, at: datetime) -> dict[str, Any]:
    return {"by": by, "at": at, "because": text, "person": by, "moment": at, "text": text}
