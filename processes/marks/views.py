"""The pages of a demand about the mark: to make it, to read it, to answer and to check it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from processes.case.access import TaskRequest, attempt, finished, posted
from processes.case.reader import reader_of
from processes.case.sides import serves
from processes.marks import actions, deadlines
from processes.marks.forms import AGAIN, STOPPED, AnswerForm, CheckForm, DemandForm
from processes.marks.models import MarkDemand
from processes.organisations.signed_in import PersonRequest
from processes.roles import Role
from processes.sanctions.basis import latest
from processes.sanctions.status_views import certificate_of


@require_http_methods(["GET", "POST"])
def demand_mark(request: PersonRequest, number: str) -> HttpResponse:
    """An officer demands that misuse of the mark or the certificate stops."""
    certificate, case = certificate_of(request, number)
    reader = reader_of(request)
    if not serves(case, reader, Role.OFFICER):
        raise PermissionDenied
    form = DemandForm(posted(request))
    made: list[MarkDemand] = []

    def demand() -> None:
        about = certificate.certification
        made.append(actions.demand(about, form.misuse, by=reader.person, at=reader.at))

    if form.is_valid() and attempt(form, demand):
        messages.success(request, _("The demand is sent. The municipality answers."))
        return redirect("mark_demand", number=number, n=made[0].number)
    context = {"case": case, "certificate": certificate, "form": form}
    return render(request, "processes/marks/demand.html", context)


@require_safe
def mark_demand(request: PersonRequest, number: str, n: int) -> HttpResponse:
    """A demand with what the holder did and what the check found."""
    certificate, case = certificate_of(request, number)
    found = MarkDemand.objects.filter(certification=certificate.certification_id, number=n)
    made = found.select_related("demanded_by", "answered_by", "checked_by", "proposal").first()
    if made is None:
        raise Http404
    made.case = case
    context: dict[str, Any] = {"case": case, "certificate": certificate, "made": made}
    context["ends"] = deadlines.answer_ends(made) if made.current_state == "demanded" else None
    return render(request, "processes/marks/read.html", context)


def answer(request: TaskRequest) -> HttpResponse:
    """The municipality says what it did so that the misuse stopped."""
    made: MarkDemand = request.task.process.mark_demand
    reader, form = reader_of(request), AnswerForm(posted(request))
    if form.is_valid():
        text = form.cleaned_data["text"].strip()
        given = {"by": reader.person, "at": reader.at}
        if attempt(form, lambda: actions.report_stopped(made, text, **given)):
            return finished(request, _("Your answer is sent. An officer checks it."))
    return _page(request, made, form, button=_("Send the answer"))


def check(request: TaskRequest) -> HttpResponse:
    """An officer checks whether it has stopped, and says what follows."""
    made: MarkDemand = request.task.process.mark_demand
    reader = reader_of(request)
    form = CheckForm(posted(request), further=actions.further(made, reader.at))

    def settle() -> None:
        text, outcome = form.cleaned_data["text"].strip(), form.cleaned_data["outcome"]
        given = {"by": reader.person, "at": reader.at}
        if outcome == STOPPED:
            actions.find_stopped(made, text, **given)
        elif outcome == AGAIN:
            actions.demand_again(made, text, **given)
        else:
            actions.go_further(made, outcome, text, **given)

    if form.is_valid() and attempt(form, settle):
        return finished(request, _("The check is kept. The municipality has been told."))
    return _page(request, made, form, button=_("Keep the check"))


def _page(
    request: TaskRequest, made: MarkDemand, form: AnswerForm | CheckForm, *, button: str
) -> HttpResponse:
    context: dict[str, Any] = {"case": request.case, "made": made, "form": form, "button": button}
    context["certificate"] = latest(made.certification)
    return render(request, "processes/marks/task.html", context)
