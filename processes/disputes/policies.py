"""Pure: they read an objection to a finding, and answer."""

from typing import TYPE_CHECKING

from processes.amendments.policies import is_amendable

if TYPE_CHECKING:
    from processes.disputes.models import Dispute

DROPPED = ("declined", "taken_back", "settled")


def is_corrected(dispute: "Dispute") -> bool:
    """The finding was corrected since the answer, or nobody can correct it any more."""
    finding, since = dispute.finding, dispute.answered_at
    if finding.corrections.filter(at__gte=since).exists():
        return True
    proposed = finding.amendments.filter(proposed_at__gte=since)
    if proposed.exclude(state__in=DROPPED).exists():
        return True
    latest = finding.audit.reports.order_by("-number").first()
    is_open = latest is not None and latest.current_state != "locked"
    return not is_open and not is_amendable(dispute.case)
