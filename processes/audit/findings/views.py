"""The audit workspace: every criterion with its answer and its finding, for the whole team."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from processes.audit import actions, deadlines, policies
from processes.audit.findings.correction_actions import correct
from processes.audit.findings.desk import Desk, Entry
from processes.audit.findings.forms import CorrectionForm, FindingForm, initial_of
from processes.audit.models import Finding
from processes.audit.report import corrections
from processes.audit.report.contents import Corrected
from processes.audit.team.pages import team_of
from processes.case.access import attempt, conflict_page, visible_case
from processes.organisations.signed_in import PersonRequest
from processes.scheme.rhythm import limits
from workflow.calendar import Deadline
from workflow.exceptions import Conflict

NONCONFORMITIES = (Finding.Grade.MAJOR, Finding.Grade.MINOR)


@require_http_methods(["GET", "POST"])
def workspace(request: PersonRequest, number: str) -> HttpResponse:
    """The list of criteria, and one of them to grade."""
    desk = _desk(request, number)
    if request.method == "POST":
        return _save(request, desk)
    form = _form(desk, initial=initial_of(desk.current.finding)) if desk.current else None
    return _show(request, desk, form)


@require_safe
def paper(request: PersonRequest, number: str) -> HttpResponse:
    """All criteria on paper, with room to write."""
    desk = _desk(request, number)
    return render(request, "processes/audit/paper.html", {"case": desk.case, "desk": desk})


def _desk(request: PersonRequest, number: str) -> Desk:
    """The desk of a member of the team; nobody else has one."""
    case = visible_case(request, number=number)
    return Desk(case, team_of(request, case), request.GET, person=request.user)


def _form(desk: Desk, *given: Any, **named: Any) -> FindingForm:
    if not desk.corrects or desk.current is None:
        return FindingForm(*given, levels=desk.levels, **named)
    form = CorrectionForm(*given, levels=desk.levels, **named)
    form.ask_whether_it_fits(desk.current.finding)
    return form


def _show(
    request: PersonRequest, desk: Desk, form: FindingForm | None, **more: Any
) -> HttpResponse:
    entry = desk.current
    context = {
        "case": desk.case,
        "desk": desk,
        "search": desk.filter,
        "form": form,
        "entry": entry,
        "previous": desk.neighbour(-1),
        "next": desk.neighbour(1),
        "remarks": remarks(desk, entry) if entry else [],
        "deadline": _deadline(desk, entry),
        "corrections": _corrections(entry) if entry else [],
        "answer_days": limits.amount(desk.case.cycle, "answer_findings"),
    }
    status = more.pop("status", 200)
    return render(request, "processes/audit/workspace.html", context | more, status=status)


def _save(request: PersonRequest, desk: Desk) -> HttpResponse:
    entry = desk.current
    if entry is None:
        raise Http404
    if desk.corrects and "because" not in request.POST:
        # A page from before the visit was concluded: what it says is no correction.
        return conflict_page(
            request, Conflict(_("The visit is concluded."), code="visit_concluded"), desk.case
        )
    form = _form(desk, request.POST)
    automatic = "X-Autosave" in request.headers
    if not form.is_valid():
        return JsonResponse({}, status=400) if automatic else _show(request, desk, form)
    if isinstance(form, CorrectionForm):
        return _correct(request, desk, entry, form)
    onward = desk.neighbour(1)
    try:
        finding = actions.grade(entry.finding, form.grading, by=request.user)
    except Conflict as conflict:
        return _met(request, desk, conflict)
    if automatic:
        return JsonResponse({"version": finding.version})
    messages.success(request, _("%(code)s is saved.") % {"code": entry.criterion.code})
    # A contradiction keeps the page, where it is pointed out beside the field for the reason.
    stays = replace(entry, finding=finding).is_unexplained
    goes_on = "next" in request.POST and onward is not None and not stays
    return redirect(onward.url if goes_on and onward else entry.url)


def _correct(
    request: PersonRequest, desk: Desk, entry: Entry, form: CorrectionForm
) -> HttpResponse:
    """Correct a finding after the visit; what it said before stays readable."""
    because, by, at = form.cleaned_data["because"], request.user, timezone.now()
    try:
        done = attempt(form, lambda: correct(entry.finding, form.grading, because, by=by, at=at))
    except Conflict as conflict:
        return _met(request, desk, conflict)
    if not done:
        return _show(request, desk, form)
    messages.success(request, _("%(code)s is corrected.") % {"code": entry.criterion.code})
    return redirect(entry.url)


def _met(request: PersonRequest, desk: Desk, conflict: Conflict) -> HttpResponse:
    """A colleague was first: both texts, and the next save is meant to replace theirs."""
    if "X-Autosave" in request.headers:
        return JsonResponse({"code": conflict.code}, status=409)
    if not (desk.is_open or desk.corrects) or desk.current is None:
        return conflict_page(request, conflict, desk.case)
    theirs = desk.current.finding
    written = request.POST.copy()
    written["version"] = str(theirs.version)
    form = _form(desk, written)
    return _show(request, desk, form, conflict=conflict.message, theirs=theirs, status=409)


def remarks(desk: Desk, entry: Entry) -> list[str]:
    """What the rules say about a finding as it is saved."""
    finding, kind = entry.finding, entry.criterion.kind
    said = []
    if finding.grade and not policies.is_complete(finding):
        said.append(_("A statement and objective evidence are still missing."))
    if finding.level is not None and finding.grade:
        proposed = policies.proposed_grade(kind, finding.level, desk.rule)
        if policies.contradicts(kind, finding.level, finding.grade, desk.rule):
            said.append(_disagreement(finding, proposed))
    words = policies.suggestions_in(finding.statement)
    if finding.grade in NONCONFORMITIES and words:
        said.append(
            _("The statement seems to give advice (%(words)s). State only what is the case.")
            % {"words": ", ".join(words)}
        )
    return said


def _disagreement(finding: Finding, proposed: str) -> str:
    words = {"level": finding.level, "grade": Finding.Grade(proposed).label}
    if finding.reason.strip():
        return _("By the decision rule, level %(level)s here is: %(grade)s.") % words
    return (
        _("By the decision rule, level %(level)s here is: %(grade)s. Change one, or say why below.")
        % words
    )


def _corrections(entry: Entry) -> list[Corrected]:
    rows = corrections.told(entry.finding.corrections.select_related("finding__criterion"))
    return [Corrected.of(row) for row in rows]


def _deadline(desk: Desk, entry: Entry | None) -> Deadline | None:
    """When a major must be verified, proposed by the rule."""
    if entry is None or entry.finding.grade != Finding.Grade.MAJOR:
        return None
    return deadlines.major_verified_if_as_planned(desk.audit)
