"""What was told of changes, for the audit that looks at them."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from processes.audit.agenda import tells
from processes.case.models import Case
from processes.changing.models import ChangeNotice
from workflow.language import day_in_words


def changes(case: Case) -> Iterator[str]:
    """Each change that was told, and what an officer made of it."""
    told = ChangeNotice.objects.filter(certification=case.certification_id).order_by("number")
    words = _("%(kind)s, from %(day)s: %(state)s.")
    for one in told.exclude(state=ChangeNotice.State.TAKEN_BACK):
        said = {"kind": one.get_kind_display(), "state": one.get_state_display()}
        yield words % {**said, "day": day_in_words(one.from_date)}


tells("changes", changes)
