"""What everybody on the case may read of the audit: its page, and the report."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from processes.audit import policies
from processes.audit.findings.marks import beside
from processes.audit.forms import ConflictForm
from processes.audit.models import Audit
from processes.audit.plan.move_views import may_move
from processes.audit.report.contents import Contents
from processes.audit.report.models import Report
from processes.audit.team import background
from processes.audit.team import changes as team
from processes.audit.team.pages import is_staff, team_of
from processes.audit.team.replacing_views import may_change
from processes.case.access import finished, visible_case
from processes.case.reader import reader_of
from processes.organisations.signed_in import PersonRequest


@require_safe
def case_audit(request: PersonRequest, number: str) -> HttpResponse:
    """Team, plan, findings and reports of a case."""
    case = visible_case(request, number=number)
    audit = getattr(case, "audit", None)
    context: dict[str, Any] = {"case": case, "audit": audit}
    if audit is not None:
        context |= _context(request, audit)
    return render(request, "processes/audit/case_audit.html", context)


def _context(request: PersonRequest, audit: Audit) -> dict[str, Any]:
    staff = is_staff(request, audit.case)
    reports = [one for one in audit.reports.order_by("-number") if staff or policies.is_sent(one)]
    findings = audit.findings.exclude(grade="").select_related("criterion__area")
    told = staff or policies.tells_findings(audit)
    people = background.presented(audit, timezone.now())
    return {
        "is_staff": staff,
        "may_change": policies.is_team_open(audit)
        and may_change(reader_of(request), audit.case, audit),
        "may_move": audit.current_state == Audit.State.AGREED
        and may_move(request, audit.case, audit),
        "team": people if staff or audit.proposed_at else [],
        "on_team": any(one.member.person == request.user for one in people if one.is_present),
        "shows_plan": staff or policies.has_sent_plan(audit),
        "reports": reports,
        "reviews": list(audit.document_reviews.order_by("number")),
        "tells_findings": told,
        "findings": beside(
            audit.case,
            findings.order_by("criterion__area__position", "criterion__position"),
            reader_of(request),
        )
        if told
        else [],
    }


@require_http_methods(["GET", "POST"])
def conflict(request: PersonRequest, number: str) -> HttpResponse:
    """A member of the team declares a conflict of interest and leaves the case."""
    case, at = visible_case(request, number=number), timezone.now()
    audit = team_of(request, case)
    form = ConflictForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["conflict"]
        team.declare_conflict(audit, by=request.user, at=at, reason=reason)
        return finished(request, _("You have left the case. It is kept from you from now on."))
    return render(request, "processes/audit/conflict.html", {"case": case, "form": form})


@require_safe
def report(request: PersonRequest, number: str, report_number: int) -> HttpResponse:
    """A report as a page to read and print: sent or locked; a draft only for the body's staff."""
    case = visible_case(request, number=number)
    found = get_object_or_404(
        Report.objects.select_related("audit__case", "corrects"),
        audit__case=case,
        number=report_number,
    )
    if not (policies.is_sent(found) or is_staff(request, case)):
        raise Http404
    context = {"case": case, "report": found, "contents": Contents.of(found)}
    context["newer"] = found.corrected_by.filter(state=Report.State.LOCKED).first()
    return render(request, "processes/audit/report.html", context)
