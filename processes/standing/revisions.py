"""The next revision of a certificate whose words change and whose days do not."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.dispatch import Signal

from processes.standing.models import Certificate
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
    made = Certificate.objects.create(
        **kept,
        decision=decision,
        revision=certificate.revision + 1,
        scope=scope,
        issued_to=issued_to,
        revised_date=local_date(at),
    )
    timers.begin(made)
    data = {"number": made.number, "revision": made.revision}
    event = trail.Event(
        subject=made, step="revise", by=None, at=at, target=made.current_state, data=data
    )
    trail.record(event)
    revised.send(sender=Certificate, before=certificate, after=made, at=at)
    return made
