"""On the overview of a case that ended against the municipality's wish: how to appeal."""

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from processes.appeals.policies import is_appealable, refusal_of
from processes.case import panels
from processes.case.models import Case
from processes.case.sides import speaks
from processes.decision import receipts
from processes.decision.receipts import appeal_ends

if TYPE_CHECKING:
    from processes.case.reader import Reader


def show(case: Case, reader: "Reader") -> SafeString | str:
    """The way to appeal for those who may, and the appeals there are for everybody."""
    has_ended = is_appealable(case)
    appeals = list(case.appeals.order_by("number"))
    if not has_ended and not appeals:
        return ""
    may = has_ended and speaks(case, reader)
    refusal = refusal_of(case) if may else None
    if may and refusal is None:
        receipts.note(case, reader)
    ends = appeal_ends(case, refusal) if may else None
    if not appeals and not may:
        return ""
    context = {
        "case": case,
        "appeals": appeals,
        "ends": ends,
        "receipt": receipts.of(case, refusal) if may else None,
        "is_late": ends is not None and reader.today > ends.date,
        "may": may and all(one.current_state in one.final for one in appeals),
    }
    return render_to_string("processes/appeals/panel.html", context)


panels.register(show)
