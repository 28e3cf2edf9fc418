"""New material is sent to the municipality before anything is decided on it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from processes.case.actions import ended_early
from processes.case.models import Case
from processes.decision.actions import freeze_again
from processes.decision.models import Decision
from processes.hearing.models import Material
from processes.organisations.models import Person
from workflow import acts, events, timers, trail
from workflow.engine import execution
from workflow.engine.transitions import perform
from workflow.exceptions import Refused

FLOW = "processes/flows.sanction.HearingFlow"


@acts.one()
@transaction.atomic
def send(case: Case, text: str, *, by: Person, at: datetime, **of: Any) -> Material:
    """Send material to the municipality for comment. ``of``: its ``proposal`` or ``decision``.

    Raises Refused where nothing is said.
    """
    if not text.strip():
        raise Refused(_("Write what is new."), code="no_material")
    number = Material.objects.filter(case=case).count() + 1
    made = Material(case=case, number=number, text=text.strip(), by=by, sent_at=at, **of)
    made.own_process = execution.create(
        FLOW, at=at, organisation=case.organisation, business_key=case.number, subject=case
    )
    made.save()
    trail.record(trail.Event(subject=made, step="send_out", by=by, at=at))
    timers.begin(made)
    execution.start(made.own_process, at=at, by=by)
    return made


def comment(made: Material, text: str, *, by: Person, at: datetime) -> None:
    """Say what the municipality thinks of it; an empty text says nothing."""
    perform(made.comment_on, by=by, at=at, person=by, moment=at, text=text)


def become_moot(rows: Any, *, at: datetime) -> None:
    """Nobody needs a comment on these any more."""
    for made in rows.filter(state=Material.State.SENT).order_by("pk"):
        perform(made.lose_its_use, by=None, at=at)


def follow_decision(
    sender: type[Decision], subject: Decision, step: str, at: datetime, by: Any, **more: object
) -> None:
    """What the lead supplies goes to the municipality; what is decided waits for no comment."""
    if step == "supply" and subject.asked_of == Decision.Asked.LEAD and by is not None:
        send(subject.its_case, subject.supplement, by=by, at=at, decision=subject)
    elif step in ENDING and subject.case is not None:
        _leave(subject.case, at=at)


ENDING = ("grant", "refuse", "settle")


def _leave(case: Case, *, at: datetime, **more: object) -> None:
    become_moot(Material.objects.filter(case=case, proposal=None), at=at)


def follow_comment(
    sender: type[Material], subject: Material, step: str, at: datetime, **more: object
) -> None:
    """The comment, or silence, joins the basis of the decision that waits in the case."""
    if step in ("comment_on", "pass_without_comment") and subject.decision_id is not None:
        waiting = Decision.objects.filter(case=subject.case_id, state=Decision.State.PENDING)
        for decision in waiting:
            freeze_again(decision, at=at)


def follow_end(sender: type[Case], case: Case, at: datetime, **more: object) -> None:
    """A case that has ended early waits for no comment on what was supplied in it."""
    _leave(case, at=at)


events.performed.connect(follow_decision, sender=Decision, dispatch_uid="processes.hearing.decided")
events.performed.connect(follow_comment, sender=Material, dispatch_uid="processes.hearing.comment")
ended_early.connect(follow_end, sender=Case, dispatch_uid="processes.hearing.ended_early")
