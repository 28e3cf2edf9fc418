"""Evidence: fetch it, add it to a case, take it back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from processes.addresses import is_ours
from processes.case.access import attempt, conflict_page, visible_case
from processes.case.models import Case, Evidence
from processes.case.reader import reader_of
from processes.case.sides import is_inside
from processes.evidence import actions as rules
from processes.evidence import links as evidence_links
from processes.evidence import store as evidence_store
from processes.evidence.downloads import download
from processes.evidence.forms import EvidenceForm
from processes.organisations.signed_in import PersonRequest
from workflow.exceptions import Conflict, Refused


def visible_evidence(request: HttpRequest, pk: int, *, removed: bool = False) -> Evidence:
    """The evidence, if the person may see it and its case; otherwise 404.

    ``removed``: also what the person has removed or added.
    """
    wanted = Evidence.objects.filter(pk=pk).values_list("case", flat=True).first()
    if wanted is None:
        raise Http404
    case = visible_case(request, pk=wanted)
    found = rules.visible_to(case, reader_of(request)).filter(pk=pk).first()
    if found is None and removed:
        found = (
            Evidence.objects.exclude(removed_at=None)
            .filter(pk=pk, added_by=request.user.pk)
            .first()
        )
    if found is None:
        raise Http404
    found.case = case
    return found


@require_GET
def evidence(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file, always as a download that cannot run; a link, with where it leads."""
    found = visible_evidence(request, pk)
    if found.link:
        return _leaving(request, found)
    try:
        return download(found)
    except evidence_store.DamagedError as damaged:
        context = {"case": found.case, "evidence": found, "message": damaged.message}
        return render(request, "processes/case/evidence_damaged.html", context, status=410)


def _leaving(request: HttpRequest, found: Evidence) -> HttpResponse:
    """Where a link leads, before anybody follows it: it is not our page any more."""
    context = {
        "case": found.case,
        "evidence": found,
        "host": evidence_links.host_of(found.link),
        "why_not": evidence_links.why_not_open(found.link),
    }
    return render(request, "processes/case/evidence_link.html", context)


@require_http_methods(["GET", "POST"])
def evidence_add(request: PersonRequest, number: str) -> HttpResponse:
    """Add a file or a link to the case."""
    case = visible_case(request, number=number)
    reader = reader_of(request)
    if not rules.may_add(case, reader):
        raise PermissionDenied
    inside = is_inside(case, reader)
    # ``keep``: asked for by a stage that hands it in later, together with its own text.
    keeps_back = inside and "keep" in request.GET
    form = EvidenceForm(request.POST or None, request.FILES or None, by_body=not inside)
    if form.is_bound and form.is_valid():
        given = form.upload(kept_back=keeps_back)
        if attempt(form, lambda: rules.add(case, given, by=request.user, at=reader.at)):
            messages.success(request, _("The evidence is added."))
            return redirect(_way_back(request, case))
    context = {
        "case": case,
        "form": form,
        "next": _way_back(request, case),
        "is_inside": inside,
        "keeps_back": keeps_back,
    }
    return render(request, "processes/case/evidence_add.html", context)


@require_POST
def evidence_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back evidence of the own side; what is removed already is removed."""
    found = visible_evidence(request, pk, removed=True)
    case = found.case
    try:
        if found.removed_at is None:
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
    return back if is_ours(back, request) else reverse("case_documents", args=[case.number])
