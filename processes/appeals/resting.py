"""A case does not rest while an appeal of its municipality is to be answered."""

from datetime import date

from django.utils.translation import gettext as _

from processes.appeals.models import Appeal
from processes.case.models import Case
from processes.parking import rules


@rules.hinders
def appealed(case: Case, today: date, until: date) -> str:
    """An appeal about the same certification waits for its answer."""
    waiting = Appeal.objects.exclude(state__in=Appeal.final)
    if not waiting.filter(case__certification=case.certification_id).exists():
        return ""
    return _("An appeal is to be answered: that comes first.")
