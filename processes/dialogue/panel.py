"""Among the messages of a case: what was written, newest first, and where one writes."""

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from processes.case import panels
from processes.case.models import Case
from processes.case.panels import Said, Shown
from processes.dialogue import actions
from processes.dialogue.models import CaseMessage

if TYPE_CHECKING:
    from processes.case.reader import Reader

SHOWN = 200


def show(case: Case, reader: "Reader") -> Shown:
    """The thread as the reader may read it, and where they write in it."""
    thread = actions.visible_to(case, reader).select_related("by").prefetch_related("files")
    kinds = actions.kinds_for(case, reader)
    ways = [(reverse("message_write", args=[case.number]), _("Write a message"))] if kinds else []
    if CaseMessage.Kind.LETTER in kinds:
        letter = reverse("letter_register", args=[case.number])
        ways.append((letter, _("Register an incoming letter")))
    return Shown(ways=ways, said=[_said(case, one) for one in thread.order_by("-number")[:SHOWN]])


def _said(case: Case, one: CaseMessage) -> Said:
    return Said(
        one.written_at, render_to_string("processes/dialogue/one.html", {"case": case, "one": one})
    )


panels.register(show, panels.MESSAGES)
