"""Complaints: dates and outcome plain, every word and every name as a digest."""

from processes import models as rows
from processes.proven.common import COUNTS
from workflow.trail import facts
from workflow.trail.facts import Proven

facts.prove(
    rows.Complaint,
    Proven(
        plain=(
            *("number", "scheme_id", "cycle_id", "kind", "about_id", "may_be_named", "state"),
            *("promise_id", "appeal_id"),
            *("own_process_id", "received_at", "acknowledged_at", "handler_id", "forwarded_at"),
            *("replied_by_id", "replied_at", "unreplied_at", "looked_into_at", "basis_sha256"),
            *("outcome", "decided_by_id", "decided_at", "closed_at", "language"),
        ),
        texts=(
            *("reference", "whom", "name", "email", "text", "forwarded_text", "reply_text"),
            *("findings", "basis", "reasons", "corrective", "agenda_note", "corrected"),
        ),
        exempt={
            **COUNTS,
            "once": "which form it was sent by: guards against a second press",
            "told_at": "when a mail was due last; what was told stands in the entries",
            "confirmed_at": "whether mails may go; the entry tells that it was confirmed",
        },
    ),
)
facts.prove(
    rows.Reviewer,
    Proven(
        plain=(
            *("process_id", "role", "person_id", "place_id", "invited_by_id", "invited_at"),
            *("declared_at", "declined_at", "ended_at"),
        ),
    ),
)
facts.exempt("a way to a page, of which nothing but a hash is kept", rows.ComplaintAddress)
facts.exempt("proven by its hash in the basis of the complaint", rows.ComplaintFile)
facts.exempt("proven by its hash in the basis of the complaint", rows.ComplaintMessage)
