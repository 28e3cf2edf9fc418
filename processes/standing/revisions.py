"""The next revision of a certificate whose words change and whose days do not."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.dispatch import Signal

from processes.standing.models import Certificate
from processes.standing.status import State
from workflow import timers, trail
from workflow.calendar import local_date
from workflow.engine.transitions import perform

if TYPE_CHECKING:
    from processes.decision.models import Decision

revised = Signal(use_caching=True)
"""A certificate has a next revision: ``before``, ``after``, ``at``. In the sender's transaction."""

KEPT = (
    *("certification", "case", "number", "decided_date", "effective_date", "anchor_date"),
    *("expiry_date", "with_distinction", "promised", "state", "suspended_until"),
)
"""What a revision takes over; a decision issues once, so each has its own."""


@transaction.atomic
def revise(
    certificate: Certificate, decision: "Decision", *, scope: str, issued_to: str, at: datetime
) -> Certificate:
    """Issue the next revision, with other words: first day, anchor, expiry and status stay.

    Its own day is that of the decision. Whoever hangs something on the certificate moves it over
    when ``revised`` is sent. Raises Conflict where somebody else turned the certificate.

    Obligation 55.
    """
    kept = {name: getattr(certificate, name) for name in KEPT}
    perform(certificate.replace, by=None, at=at)
    words = {"scope": scope, "issued_to": issued_to, "revision": certificate.revision + 1}
    made = _made(decision, at, step="revise", **kept, **words)
    revised.send(sender=Certificate, before=certificate, after=made, at=at)
    return made


@transaction.atomic
def reissue(certificate: Certificate, decision: "Decision", *, at: datetime) -> Certificate:
    """Issue the next revision of one that was withdrawn wrongly: valid to the last day it had.

    The withdrawn row stays as it is.
    """
    kept = {name: getattr(certificate, name) for name in (*KEPT, "scope", "issued_to")}
    kept |= {"state": State.VALID, "suspended_until": None, "revision": certificate.revision + 1}
    return _made(decision, at, step="reissue", **kept)


def _made(decision: "Decision", at: datetime, *, step: str, **fields: Any) -> Certificate:
    """A revision with its own day, its promises, and its entry in the trail."""
    made: Certificate = Certificate.objects.create(
        decision=decision, revised_date=local_date(at), **fields
    )
    timers.begin(made)
    data = {"number": made.number, "revision": made.revision}
    event = trail.Event(
        subject=made, step=step, by=None, at=at, target=made.current_state, data=data
    )
    trail.record(event)
    return made
