"""The review of documents is concluded, and repeated where something has changed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from processes.audit.models import Audit
from processes.audit.review_models import REVIEWED, DocumentReview
from processes.case.actions import canonical_hash
from processes.organisations.models import Person
from workflow import trail
from workflow.engine.transitions import perform
from workflow.exceptions import Refused


@dataclass(frozen=True)
class Reviewed:
    """What a review found. ``concerns``: what could become a nonconformity at the visit."""

    ready: bool
    concerns: str = ""
    in_order: str = ""
    looked_at: tuple[str, ...] = tuple(REVIEWED)
    not_before: date | None = None


@transaction.atomic
def conclude(audit: Audit, said: Reviewed, *, by: Person, at: datetime) -> DocumentReview:
    """Write the conclusion and send it; the case goes on to the plan, or back to the answers.

    Raises Refused where something was not looked at. Obligation 24, in part.
    """
    missing = [str(words) for key, words in REVIEWED.items() if key not in said.looked_at]
    if missing:
        words = _("Not looked at yet: %(what)s.") % {"what": "; ".join(missing)}
        raise Refused(words, code="review_incomplete")
    audit.concerns = said.concerns
    made = DocumentReview(
        audit=audit,
        number=audit.document_reviews.count() + 1,
        is_ready=said.ready,
        in_order=said.in_order.strip(),
        concerns=said.concerns.strip(),
        looked_at=[key for key in REVIEWED if key in said.looked_at],
        not_before_date=said.not_before,
        by=by,
        at=at,
    )
    made.sha256 = canonical_hash(made.content)
    perform(audit.find_ready if said.ready else audit.find_not_ready, by=by, at=at)
    made.save()
    data = {"number": made.number, "sha256": made.sha256}
    event = trail.Event(
        subject=audit, step="conclude_review", by=by, at=at, data=data, rows=(made,)
    )
    trail.record(event)
    return made


def repeat(audit: Audit, reasons: str, *, by: Person, at: datetime) -> None:
    """Review the documents again before the visit: something has changed (obligation 27)."""
    if not reasons.strip():
        raise Refused(_("Say what has changed."), code="no_change_said")
    perform(audit.repeat_review, by=by, at=at, because=reasons)


def latest(audit: Audit) -> DocumentReview | None:
    """The conclusion that counts."""
    return audit.document_reviews.order_by("-number").first()
