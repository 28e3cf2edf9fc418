"""Among the messages of a case: what was written, newest first, and where one writes."""

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from processes.case import panels
from processes.case.models import Case
from processes.dialogue import actions
from processes.dialogue.models import CaseMessage

if TYPE_CHECKING:
    from processes.case.reader import Reader

SHOWN = 200


def show(case: Case, reader: "Reader") -> SafeString | str:
    """The thread as the reader may read it."""
    thread = actions.visible_to(case, reader).select_related("by").prefetch_related("files")
    kinds = actions.kinds_for(case, reader)
    context = {
        "case": case,
        "thread": list(thread.order_by("-number")[:SHOWN]),
        "may_write": bool(kinds),
        "may_register": CaseMessage.Kind.LETTER in kinds,
    }
    return render_to_string("processes/dialogue/panel.html", context)


panels.register(show, panels.MESSAGES)
