"""Evidence: fetch it, add it to a case, take it back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from processes.case import evidence as rules
from processes.case.access import attempt, conflict_page, visible_case
from processes.case.evidence_forms import EvidenceForm
from processes.case.models import Case, Evidence
from processes.case.reader import reader_of
from workflow.exceptions import Conflict, Refused


def visible_evidence(request: HttpRequest, pk: int) -> Evidence:
    """The evidence, if the person may see it and its case; otherwise 404."""
    wanted = Evidence.objects.filter(pk=pk).values_list("case", flat=True).first()
    if wanted is None:
        raise Http404
    case = visible_case(request, pk=wanted)
    found = rules.visible_to(case, reader_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    found.case = case
    return found


@require_GET
def evidence(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file, always as a download that cannot run; a link leads where it says."""
    found = visible_evidence(request, pk)
    if found.link:
        return redirect(found.link)
    try:
        file = found.file.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    response = FileResponse(
        file, as_attachment=True, filename=found.filename, content_type=found.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-cache"
    return response


@require_http_methods(["GET", "POST"])
def evidence_add(request: HttpRequest, number: str) -> HttpResponse:
    """Add a file or a link to the case."""
    case = visible_case(request, number=number)
    reader = reader_of(request)
    if not rules.may_add(case, reader):
        raise PermissionDenied
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        # ``keep``: asked for by a stage that hands it in later, together with its own text.
        given = form.upload(kept_back="keep" in request.GET and rules.is_inside(case, reader))
        if attempt(form, lambda: rules.add(case, given, by=request.user, at=reader.at)):
            messages.success(request, _("The evidence is added."))
            return redirect(_way_back(request, case))
    context = {"case": case, "form": form, "next": _way_back(request, case)}
    return render(request, "processes/case/evidence_add.html", context)


@require_POST
def evidence_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back evidence that is not handed in."""
    found = visible_evidence(request, pk)
    case = found.case
    try:
        rules.remove(found, by=reader_of(request))
    except Conflict as conflict:
        return conflict_page(request, conflict, case)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("The evidence is removed."))
    return redirect(_way_back(request, case))


def _way_back(request: HttpRequest, case: Case) -> str:
    """Where the person came from, if that is one of our pages."""
    back = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return back
    return reverse("case_documents", args=[case.number])
