"""On the overview of a case: that it rests, that it was asked for, or where it can be."""

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from processes.case import panels
from processes.case.models import Case
from processes.case.panels import Shown
from processes.case.sides import serves, speaks
from processes.parking import actions, rules
from processes.parking.views import may_resume
from processes.roles import Role

if TYPE_CHECKING:
    from processes.case.reader import Reader


def show(case: Case, reader: "Reader") -> Shown:
    """The rest under way, or the wish for one, to everybody; the way to one to whoever may."""
    if not case.is_running:
        return Shown()
    resting, waiting = rules.resting(case), actions.pending(case)
    is_officer, speaking = serves(case, reader, Role.OFFICER), speaks(case, reader)
    may = is_officer or (speaking and waiting is None)
    if not (resting or waiting or may) or (case.is_unsent and not resting):
        return Shown()
    if not (resting or waiting):
        words = _("Let the case rest") if is_officer else _("Ask that the case rests")
        return Shown(ways=[(reverse("case_park", args=[case.number]), words)])
    context = {
        "case": case,
        "resting": resting,
        "waiting": waiting,
        "may_resume": resting is not None and may_resume(resting, reader),
        "is_officer": is_officer,
        "may_take_back": waiting is not None and speaking and not is_officer,
        "hard": rules.next_hard_date(case, reader.today) if resting else None,
    }
    return Shown(render_to_string("processes/parking/panel.html", context))


panels.register(show)
