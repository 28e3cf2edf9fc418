"""A case does not rest while it waits for a decision."""

from datetime import date

from django.utils.translation import gettext as _

from processes.case.models import Case
from processes.decision.models import Decision
from processes.parking import rules


@rules.hinders
def undecided(case: Case, today: date, until: date) -> str:
    """A decision in the case, or about its certificate, is to be made."""
    pending = Decision.objects.filter(state=Decision.State.PENDING)
    if not pending.filter(certification=case.certification_id).exists():
        return ""
    return _("A decision is to be made: that comes first.")
