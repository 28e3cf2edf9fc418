"""A restoration on the overview of its case, and the way to begin one."""

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from processes import kinds
from processes.case import panels
from processes.case.models import Case
from processes.case.panels import Shown
from processes.case.sides import serves, speaks
from processes.restoring.actions import restoring
from processes.restoring.models import Restoration
from processes.roles import Role
from processes.standing.models import Certificate
from processes.standing.status import is_restorable

if TYPE_CHECKING:
    from processes.case.reader import Reader


def show(case: Case, reader: "Reader") -> Shown:
    """What must be shown, and by when; or the way to begin, while the time is not over."""
    if case.kind == kinds.RESTORATION:
        made = Restoration.objects.filter(case=case).select_related("started_by").first()
        return Shown(render_to_string("processes/restoring/panel.html", {"made": made}))
    certificate = Certificate.objects.of_case(case).first()
    if certificate is None or not is_restorable(certificate, reader.today):
        return Shown()
    if certificate.later_revisions().exists() or restoring(case.certification) is not None:
        return Shown()
    if not serves(case, reader, Role.OFFICER) and not speaks(case, reader):
        return Shown()
    address = reverse("restore_expired", args=[str(certificate)])
    return Shown(ways=[(address, _("Restore the expired certificate"))])


panels.register(show)
