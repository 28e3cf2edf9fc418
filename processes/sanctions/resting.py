"""A case does not rest while something is put before its certificate's holder."""

from datetime import date

from django.utils.translation import gettext as _

from processes.case.models import Case
from processes.parking import rules
from processes.sanctions.models import Proposal


@rules.hinders
def heard(case: Case, today: date, until: date) -> str:
    """The holder is heard, or the room is open."""
    open_ones = (Proposal.State.HEARING, Proposal.State.READY)
    proposals = Proposal.objects.filter(certification=case.certification_id, state__in=open_ones)
    if not proposals.exists():
        return ""
    return _("The municipality is being heard about its certificate: that has to end first.")
