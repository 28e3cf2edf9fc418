"""The certificate and its programme, in a few lines on the overview of every case."""

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from processes.case import panels
from processes.case.models import Case
from processes.renewal.deadlines import hard_date
from processes.renewal.models import ProgrammeItem
from processes.standing.models import Certificate

if TYPE_CHECKING:
    from processes.case.reader import Reader


def show(case: Case, reader: "Reader") -> SafeString | str:
    """The latest certificate and what its programme plans next; nothing before the first."""
    certificate = Certificate.objects.of_certification(case.certification).first()
    if certificate is None:
        return ""
    items = list(ProgrammeItem.objects.filter(programme__certificate=certificate))
    items.sort(key=lambda item: (item.opens_date, item.pk))
    planned = [item for item in items if item.current_state == ProgrammeItem.State.PLANNED]
    owed = [item for item in items if item.current_state == ProgrammeItem.State.OWED]
    item: ProgrammeItem | None = getattr(case, "programme_item", None)
    context = {
        "case": case,
        "certificate": certificate,
        "decide_by": hard_date(item) if item and case.is_running else None,
        "next": planned[0] if planned else None,
        "owed": owed[0] if owed else None,
    }
    return render_to_string("processes/renewal/panel.html", context)


panels.register(show)
