"""Where whoever decides takes a decision anew."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from processes.appeals.forms import ReconsiderForm
from processes.appeals.reconsidering import Anew, may_reconsider, reconsider
from processes.case.access import attempt, conflict_page, posted, visible_case
from processes.case.models import Case
from processes.case.reader import reader_of
from processes.case.sides import serves
from processes.decision.models import Decision
from processes.organisations.signed_in import PersonRequest
from processes.sanctions.status_views import certificate_of
from workflow.exceptions import Conflict


@require_http_methods(["GET", "POST"])
def reconsider_certificate(request: PersonRequest, number: str, n: int) -> HttpResponse:
    """Take a decision about a certificate in force anew."""
    certificate, case = certificate_of(request, number)
    found = certificate.certification.decisions.filter(case=None, number=n).first()
    return _page(request, case, found)


@require_http_methods(["GET", "POST"])
def reconsider_case(request: HttpRequest, number: str, n: int) -> HttpResponse:
    """Take the refusal of a case anew."""
    case = visible_case(request, number=number)
    return _page(request, case, case.decisions.filter(number=n).first())


def _page(request: HttpRequest, case: Case, against: Decision | None) -> HttpResponse:
    reader = reader_of(request)
    if against is None or not against.is_decided:
        raise Http404
    if not serves(case, reader, against.traits.who_decides):
        raise PermissionDenied
    form, made = ReconsiderForm(posted(request)), list[Decision]()
    may = may_reconsider(against)
    if request.method == "POST" and (form.is_valid() or not may):
        said = form.cleaned_data
        anew = Anew(*(str(said.get(name, "")).strip() for name in Anew.__dataclass_fields__))
        by = {"by": reader.person, "at": reader.at}
        try:
            if attempt(form, lambda: made.append(reconsider(against, anew, **by))):
                messages.success(
                    request, _("The decision is taken anew. The municipality is told.")
                )
                return redirect(_address(made[0], case))
        except Conflict as conflict:
            return conflict_page(request, conflict, case)
    context = {"case": case, "decision": against, "form": form, "may": may}
    return render(request, "processes/appeals/reconsider.html", context)


def _address(made: Decision, case: Case) -> str:
    if made.case is not None:
        return reverse("case_decision", args=[case.number, made.number])
    return reverse("certificate_decision", args=[made.basis["certificate"], made.number])
