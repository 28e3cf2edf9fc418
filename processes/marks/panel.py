"""Demands about the mark, on the overview of the case that issued the certificate."""

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from processes.case import panels
from processes.case.models import Case
from processes.case.panels import Shown
from processes.case.sides import serves
from processes.marks.models import MarkDemand
from processes.roles import Role
from processes.standing.models import Certificate

if TYPE_CHECKING:
    from processes.case.reader import Reader


def show(case: Case, reader: "Reader") -> Shown:
    """What was demanded; for an officer the way to demand that misuse stops."""
    certificate = Certificate.objects.of_case(case).first()
    if certificate is None:
        return Shown()
    demands = list(MarkDemand.objects.filter(case=case).order_by("-number"))
    ways = []
    if serves(case, reader, Role.OFFICER) and not any(one.is_open for one in demands):
        address = reverse("demand_mark", args=[str(certificate)])
        ways = [(address, _("Demand that misuse of the mark stops"))]
    if not demands:
        return Shown(ways=ways)
    context = {"certificate": certificate, "demands": demands}
    return Shown(render_to_string("processes/marks/panel.html", context), ways)


panels.register(show)
