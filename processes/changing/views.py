"""The pages of a change: to tell it, to read it, to review it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from processes.case.access import TaskRequest, attempt, conflict_page, finished, posted
from processes.case.criteria import of_edition
from processes.case.reader import reader_of
from processes.case.sides import speaks
from processes.changing import actions
from processes.changing.forms import EXAMINE, HARMLESS, ReportForm, ReviewForm
from processes.changing.models import ChangeNotice
from processes.organisations.signed_in import PersonRequest
from processes.roles import Role
from processes.sanctions.basis import latest
from processes.sanctions.status_views import certificate_of
from workflow.exceptions import Conflict


@require_http_methods(["GET", "POST"])
def report_change(request: PersonRequest, number: str) -> HttpResponse:
    """The municipality tells a change, or asks that its scope holds for more."""
    certificate, case = certificate_of(request, number)
    reader = reader_of(request)
    if not speaks(case, reader):
        raise PermissionDenied
    form = ReportForm(posted(request), scope=certificate.scope)
    made: list[ChangeNotice] = []

    def report() -> None:
        about = certificate.certification
        made.append(actions.report(about, form.change, by=reader.person, at=reader.at))

    if form.is_valid() and attempt(form, report):
        messages.success(request, _("The change is sent. An officer looks into it."))
        return redirect("change_notice", number=number, n=made[0].number)
    context = {"case": case, "certificate": certificate, "form": form}
    return render(request, "processes/changing/report.html", context)


@require_http_methods(["GET", "POST"])
def change_notice(request: PersonRequest, number: str, n: int) -> HttpResponse:
    """A change with its answer; whoever told it takes it back while nobody has answered."""
    certificate, case = certificate_of(request, number)
    found = ChangeNotice.objects.filter(certification=certificate.certification_id, number=n)
    made = found.select_related("by", "answered_by", "special", "proposal").first()
    if made is None:
        raise Http404
    reader = reader_of(request)
    speaking = speaks(case, reader, Role.COORDINATOR)
    may_take_back = speaking and made.current_state == ChangeNotice.State.REPORTED
    if request.method == "POST":
        if not speaking:
            raise PermissionDenied
        try:
            actions.recall(made, by=reader.person, at=reader.at)
        except Conflict as conflict:
            return conflict_page(request, conflict, case)
        messages.success(request, _("The change is taken back."))
        return redirect("change_notice", number=number, n=n)
    context = {"case": case, "certificate": certificate, "notice": made}
    return render(
        request, "processes/changing/notice.html", context | {"may_take_back": may_take_back}
    )


def review(request: TaskRequest) -> HttpResponse:
    """An officer says what follows of a change."""
    made: ChangeNotice = request.task.process.change_notice
    reader = reader_of(request)
    form = ReviewForm(posted(request), notice=made, criteria=of_edition(made.case))

    def settle() -> None:
        said, given = form.cleaned_data, {"by": reader.person, "at": reader.at}
        text = said["text"].strip()
        if said["outcome"] == HARMLESS:
            actions.find_harmless(made, text, **given)
        elif said["outcome"] == EXAMINE:
            actions.examine(made, text, said["codes"], **given)
        else:
            actions.take_up(made, text, **given)

    if form.is_valid() and attempt(form, settle):
        return finished(request, _("The change is reviewed. The municipality has been told."))
    context = {
        "case": request.case,
        "certificate": latest(made.certification),
        "notice": made,
        "form": form,
    }
    return render(request, "processes/changing/review.html", context)
