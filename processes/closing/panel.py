"""On the overview of a case: how it ended early, or where it can be ended."""

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from processes.case import panels
from processes.case.models import Case
from processes.case.panels import Shown
from processes.case.sides import speaks
from processes.closing.lapsing import waiting_task
from processes.closing.ways import is_officer, may_end, way_of
from processes.closing.withdrawing import pending

if TYPE_CHECKING:
    from processes.case.reader import Reader


EARLY = (Case.State.WITHDRAWN, Case.State.CLOSED, Case.State.DELETED)


def show(case: Case, reader: "Reader") -> Shown:
    """Ground and reasons of a case that ended early; the way out of a running one."""
    ended = case.current_state in EARLY
    if not ended and not (case.is_running and may_end(case, reader)):
        return Shown()
    waiting = pending(case) if speaks(case, reader) else None
    ways = []
    if not ended and is_officer(case, reader) and waiting_task(case) is not None:
        address = reverse("case_more_time", args=[case.number])
        ways.append((address, _("Give the municipality more time")))
    if not ended and not waiting:
        ways.append((reverse("case_end", args=[case.number]), _("End the case early")))
    if not ended and not waiting:
        return Shown(ways=ways)
    context = {"case": case, "ended": ended, "waiting": waiting}
    context["way"] = way_of(case, reader) if waiting else None
    return Shown(render_to_string("processes/closing/panel.html", context), ways)


panels.register(show)
