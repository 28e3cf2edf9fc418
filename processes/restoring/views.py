"""The page on which either side begins to restore an expired certificate."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from processes.case.access import attempt, conflict_page, posted
from processes.case.models import Case
from processes.case.reader import reader_of
from processes.case.sides import serves, speaks
from processes.organisations.signed_in import PersonRequest
from processes.restoring import actions
from processes.restoring.forms import RestoreForm
from processes.roles import Role
from processes.sanctions.status_views import certificate_of
from processes.standing.deadlines import restoration
from workflow.exceptions import Conflict, Refused


@require_http_methods(["GET", "POST"])
def restore_expired(request: PersonRequest, number: str) -> HttpResponse:
    """An officer, or whoever speaks for the holder, begins to restore an expired certificate."""
    certificate, case = certificate_of(request, number)
    reader = reader_of(request)
    by_body = serves(case, reader, Role.OFFICER)
    if not by_body and not speaks(case, reader):
        raise PermissionDenied
    try:
        actions.refuse_impossible(certificate, reader.at)
    except Refused as refused:
        conflict = Conflict(refused.message, code="status_forbids")
        return conflict_page(request, conflict, case)
    form = RestoreForm(posted(request), by_body=by_body)
    made: list[Case] = []

    def begin() -> None:
        about, said = certificate.certification, form.cleaned_data["conditions"]
        given = {"by": reader.person, "at": reader.at}
        made.append(actions.restore_expired(about, said, by_body=by_body, **given))

    if form.is_valid() and attempt(form, begin):
        messages.success(request, _("The case has begun. A lead auditor takes it."))
        return redirect("case", number=made[0].number)
    context = {"case": case, "certificate": certificate, "form": form}
    context["last"] = restoration(certificate)
    return render(request, "processes/restoring/restore.html", context)
