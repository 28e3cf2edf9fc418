"""The page on which an officer orders a special audit."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from processes.case.access import attempt, conflict_page, posted
from processes.case.criteria import of_edition
from processes.case.models import Case
from processes.case.reader import reader_of
from processes.case.sides import serves
from processes.organisations.signed_in import PersonRequest
from processes.roles import Role
from processes.sanctions.status_views import certificate_of
from processes.special import actions
from processes.special.forms import OrderForm
from processes.special.policies import fitting
from processes.standing.status import status_at
from workflow.exceptions import Conflict


@require_http_methods(["GET", "POST"])
def order_special(request: PersonRequest, number: str) -> HttpResponse:
    """An officer orders a special audit of the holder of a certificate."""
    certificate, case = certificate_of(request, number)
    reader = reader_of(request)
    if not serves(case, reader, Role.OFFICER):
        raise PermissionDenied
    grounds = fitting(status_at(certificate, reader.today))
    if not grounds:
        words = _("There is no certificate in force to audit.")
        return conflict_page(request, Conflict(words, code="status_forbids"), case)
    form = OrderForm(posted(request), grounds=grounds, criteria=of_edition(case))
    made: list[Case] = []

    def order() -> None:
        made.append(
            actions.order(certificate.certification, form.order, by=reader.person, at=reader.at)
        )

    if form.is_valid() and attempt(form, order):
        messages.success(request, _("The special audit has begun. The municipality is told."))
        return redirect("case", number=made[0].number)
    context = {"case": case, "certificate": certificate, "form": form}
    return render(request, "processes/special/order.html", context)
