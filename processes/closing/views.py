"""The page on which a case is ended early."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from processes.case.access import (
    TaskRequest,
    attempt,
    conflict_page,
    finished,
    posted,
    visible_case,
)
from processes.case.models import Case
from processes.case.reader import Reader, reader_of
from processes.closing import lapsing, withdrawing
from processes.closing.forms import MoreTimeForm, RefusalForm
from processes.closing.models import Withdrawal
from processes.closing.ways import Way, is_officer, may_end, way_of
from workflow.engine import lapses
from workflow.exceptions import Conflict


@require_http_methods(["GET", "POST"])
def case_end(request: HttpRequest, number: str) -> HttpResponse:
    """Delete the draft, withdraw the case or close it: whatever is open to the reader."""
    case, reader = visible_case(request, number=number), reader_of(request)
    if not may_end(case, reader):
        raise PermissionDenied
    if not case.is_running:
        return _too_late(request, case)
    way = way_of(case, reader)
    form = way.form(posted(request)) if way else None
    try:
        if way and form and request.method == "POST" and form.is_valid():
            said = form.cleaned_data
            if attempt(form, lambda: way.act(case, said, reader.person, reader.at)):
                messages.success(request, str(way.done))
                return redirect("case", number=case.number)
    except Conflict as conflict:
        return conflict_page(request, conflict, case)
    return render(request, "processes/closing/end.html", _context(case, way, form, reader))


@require_http_methods(["GET", "POST"])
def case_more_time(request: HttpRequest, number: str) -> HttpResponse:
    """An officer gives the municipality more time before its case lapses."""
    case, reader = visible_case(request, number=number), reader_of(request)
    if not is_officer(case, reader):
        raise PermissionDenied
    task = lapsing.waiting_task(case)
    last = lapses.of(task) if task is not None else None
    if last is None:
        raise Http404
    form = MoreTimeForm(posted(request), today=reader.today, last=last.date)
    if request.method == "POST" and form.is_valid():
        day, why = form.cleaned_data["day"], form.cleaned_data["reasons"].strip()
        given: dict[str, Any] = {"by": reader.person, "at": reader.at}
        if attempt(form, lambda: lapsing.put_off(case, day, why, **given)):
            messages.success(request, _("The municipality has more time, and has been told."))
            return redirect("case", number=case.number)
    context = {"case": case, "last": last, "form": form}
    return render(request, "processes/closing/more_time.html", context)


def _too_late(request: HttpRequest, case: Case) -> HttpResponse:
    words = _("The case has ended already: %(how)s.") % {"how": case.outcome}
    if request.method == "POST":
        return conflict_page(request, Conflict(words, code="case_ended"), case)
    messages.info(request, words)
    return redirect("case", number=case.number)


def confirm_withdrawal(request: TaskRequest) -> HttpResponse:
    """Withdraw the case as a coordinator asked, or let it go on with reasons."""
    made: Withdrawal = request.task.process.withdrawal
    reader, declines = reader_of(request), request.POST.get("step") == "decline"
    by: dict[str, Any] = {"by": reader.person, "at": reader.at}
    refusal = RefusalForm(posted(request) if declines else None)
    if request.method == "POST" and not declines:
        withdrawing.confirm(made, **by)
        return finished(request, _("The case is withdrawn. The certification body has been told."))
    if declines and refusal.is_valid():
        why = refusal.cleaned_data["reasons"].strip()
        if attempt(refusal, lambda: withdrawing.decline(made, why, **by)):
            return finished(request, _("The case goes on. The coordinators have been told."))
    context = {"case": request.case, "withdrawal": made, "refusal": refusal}
    return render(request, "processes/closing/confirm.html", context)


def _context(case: Case, way: Way | None, form: Any, reader: Reader) -> dict[str, Any]:
    waiting = withdrawing.pending(case)
    return {"case": case, "way": way, "form": form, "reader": reader, "waiting": waiting}
