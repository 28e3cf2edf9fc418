"""The pages on which a special audit is ordered, and an unannounced one announced."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from processes.case.access import attempt, conflict_page, posted, visible_case
from processes.case.criteria import of_edition
from processes.case.models import Case
from processes.case.reader import reader_of
from processes.case.sides import serves
from processes.organisations.signed_in import PersonRequest
from processes.roles import Role
from processes.sanctions.status_views import certificate_of
from processes.special import actions, merging, policies
from processes.special.forms import OrderForm
from processes.special.models import SpecialAudit
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
        open_, unseen = _("The municipality is told."), _("The municipality is not told yet.")
        told = unseen if form.order.unannounced else open_
        messages.success(request, _("The special audit has begun. %(told)s") % {"told": told})
        return redirect("case", number=made[0].number)
    context = {"case": case, "certificate": certificate, "form": form}
    return render(request, "processes/special/order.html", context)


@require_http_methods(["GET", "POST"])
def announce_special(request: PersonRequest, number: str) -> HttpResponse:
    """The lead, when the visit begins, or an officer tells the municipality of its audit."""
    case, reader = visible_case(request, number=number), reader_of(request)
    made = SpecialAudit.objects.filter(case=case, unannounced=True).first()
    if made is None:
        raise Http404
    if not policies.tells(made, reader.person):
        raise PermissionDenied
    if made.current_state != SpecialAudit.State.CONCEALED:
        words = _("The municipality has been told, or the case has ended.")
        return conflict_page(request, Conflict(words, code="told_already"), case)
    form = Form(posted(request))
    if form.is_valid() and attempt(
        form, lambda: actions.announce(made, by=reader.person, at=reader.at)
    ):
        messages.success(request, _("The municipality is told, and sees the case."))
        return redirect("case", number=case.number)
    return render(
        request, "processes/special/announce.html", {"case": case, "special": made, "form": form}
    )


@require_http_methods(["GET", "POST"])
def merge_special(request: PersonRequest, number: str) -> HttpResponse:
    """An officer lets an audit under way look at the criteria of a special audit instead."""
    case, reader = visible_case(request, number=number), reader_of(request)
    made = SpecialAudit.objects.filter(case=case).first()
    if made is None:
        raise Http404
    if not serves(case, reader, Role.OFFICER):
        raise PermissionDenied
    into = merging.host(made)
    if into is None:
        words = _("No audit is under way that could look at these criteria.")
        return conflict_page(request, Conflict(words, code="nothing_to_join"), case)
    form = Form(posted(request))
    if form.is_valid() and attempt(
        form, lambda: merging.merge(made, by=reader.person, at=reader.at)
    ):
        messages.success(request, _("The audit under way looks at the criteria of both."))
        return redirect("case", number=into.number)
    context = {"case": case, "special": made, "into": into, "form": form}
    return render(request, "processes/special/merge.html", context)
