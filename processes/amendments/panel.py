"""On the overview of a case: the corrections of its locked reports, and the way to propose one."""

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from processes.amendments import actions, policies
from processes.amendments.shown import readable
from processes.case import panels
from processes.case.models import Case
from processes.case.sides import serves

if TYPE_CHECKING:
    from processes.case.reader import Reader


def show(case: Case, reader: "Reader") -> SafeString | str:
    """The corrections for those who may read them; the way to propose one for the lead."""
    if not policies.is_amendable(case):
        return ""
    found = readable(case, staff=serves(case, reader))
    may = reader.person in actions.proposers(case, reader.at)
    if not found and not may:
        return ""
    context = {"case": case, "amendments": found}
    context["may"] = may and not any(policies.is_waiting(one) for one in found)
    return render_to_string("processes/amendments/panel.html", context)


panels.register(show)
