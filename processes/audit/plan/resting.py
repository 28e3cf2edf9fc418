"""An agreed visit is made or moved; a case does not rest over it."""

from datetime import date

from django.utils.translation import gettext as _

from processes.audit.models import Audit
from processes.case.models import Case
from processes.parking import rules
from workflow.language import day_in_words


@rules.hinders
def visited_meanwhile(case: Case, today: date, until: date) -> str:
    """The team would come while the case rests."""
    planned = Audit.State.PLANNED, Audit.State.AGREED
    audit = Audit.objects.filter(case=case, state__in=planned).first()
    if audit is None or audit.visit_date is None or audit.visit_date >= until:
        return ""
    words = _("A visit is planned for %(day)s: move it first, or choose an earlier day.")
    return words % {"day": day_in_words(audit.visit_date)}
