"""The limit of a suspension is watched: time puts it on somebody's table, people decide.

Obligation 74.
"""

from datetime import datetime

from django.db import transaction

from processes.reasons import kept
from processes.sanctions import actions
from processes.sanctions.grounds import Ground, Kind
from processes.sanctions.models import Proposal
from processes.sanctions.policies import OPEN
from processes.standing.deadlines import WITHDRAWING, next_look
from processes.standing.models import Certificate
from processes.standing.status import is_suspended
from workflow import timers
from workflow.calendar import local_date, start_of
from workflow.engine.transitions import perform
from workflow.models.promises import keeps


@keeps("processes.certificate", "near_limit")
def look(certificate: Certificate, *, at: datetime) -> None:
    """Tell of the limit, put what follows on the officers' table in time, and look again.

    After the limit it is told every week; the status stays until somebody has decided.
    """
    day, limit = local_date(at), certificate.suspended_until
    if limit is None or not is_suspended(certificate, day):
        return
    with transaction.atomic():
        if day <= limit:
            perform(certificate.near_limit, by=None, at=at)
        else:
            perform(certificate.pass_limit, by=None, at=at)
        if (day - limit).days >= WITHDRAWING:
            put_withdrawal(certificate, at=at)
        later = next_look(certificate, day)
        explanation = later.explanation.as_json()
        timers.start(
            certificate, "near_limit", due_at=start_of(later.date), explanation=explanation
        )


def put_withdrawal(certificate: Certificate, *, at: datetime) -> None:
    """Ask an officer to open the hearing for withdrawing, unless somebody has or restores it."""
    open_ = Proposal.objects.filter(certification=certificate.certification_id, state__in=OPEN)
    if open_.filter(kind__in=(Kind.WITHDRAW, Kind.RESTORE, Kind.END)).exists():
        return
    facts = kept("limit_nears")
    draft = actions.Draft(Kind.WITHDRAW, Ground.UNMET, facts)
    actions.put(certificate.certification, draft, by=None, at=at)
