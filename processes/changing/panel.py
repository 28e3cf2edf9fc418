"""The changes that were told about a certificate, on the overview of the case that issued it."""

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from processes.case import panels
from processes.case.models import Case
from processes.case.sides import speaks
from processes.standing.models import Certificate
from processes.standing.status import is_current

if TYPE_CHECKING:
    from processes.case.reader import Reader


def show(case: Case, reader: "Reader") -> SafeString | str:
    """What was told, and for whoever speaks for the holder the way to tell more."""
    certificate = Certificate.objects.of_case(case).first()
    if certificate is None:
        return ""
    notices = list(case.change_notices.order_by("-number"))
    may = is_current(certificate, reader.today) and speaks(case, reader)
    if not may and not notices:
        return ""
    context = {"certificate": certificate, "notices": notices, "may": may}
    return render_to_string("processes/changing/panel.html", context)


panels.register(show)
