"""The page on which a case is ended early."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from processes.case.access import attempt, conflict_page, posted, visible_case
from processes.case.models import Case
from processes.case.reader import Reader, reader_of
from processes.closing.ways import Way, may_end, way_of
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


def _too_late(request: HttpRequest, case: Case) -> HttpResponse:
    words = _("The case has ended already: %(how)s.") % {"how": case.outcome}
    if request.method == "POST":
        return conflict_page(request, Conflict(words), case)
    messages.info(request, words)
    return redirect("case", number=case.number)


def _context(case: Case, way: Way | None, form: Any, reader: Reader) -> dict[str, Any]:
    return {"case": case, "way": way, "form": form, "reader": reader}
