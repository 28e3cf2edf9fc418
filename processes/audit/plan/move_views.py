"""The page on which either side proposes another day for a visit that is agreed."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from processes.audit import deadlines
from processes.audit.models import Audit
from processes.audit.plan import move_actions
from processes.audit.plan.forms import MoveForm
from processes.case.access import (
    attempt,
    conflict_page,
    finished,
    posted,
    visible_case,
)
from processes.case.models import Case
from processes.case.reader import reader_of
from processes.organisations.signed_in import PersonRequest
from processes.roles import Role
from workflow.exceptions import Conflict


@require_http_methods(["GET", "POST"])
def move(request: PersonRequest, number: str) -> HttpResponse:
    """The lead or a coordinator of the municipality proposes another day, with a reason."""
    case, reader = visible_case(request, number=number), reader_of(request)
    audit = _audit_of(request, case)
    if audit.current_state != Audit.State.AGREED:
        words = _("Only an agreed visit that is not concluded can be moved.")
        return conflict_page(request, Conflict(words, code="move_closed"), case)
    was, leads = move_actions.days_of(audit), audit.lead == request.user
    form = MoveForm(posted(request), instance=audit, today=reader.today)
    propose = move_actions.move_visit if leads else move_actions.ask_other_day
    if form.is_valid() and attempt(
        form, lambda: propose(audit, was, by=request.user, at=reader.at)
    ):
        return finished(request, _("The other day is proposed. The other side answers."))
    context = {"case": case, "form": form, "was": was, "earliest": form.notice, "leads": leads}
    context["visit_by"] = deadlines.visit_by(case)
    return render(request, "processes/audit/move.html", context)


def may_move(request: PersonRequest, case: Case, audit: Audit) -> bool:
    """The reader leads the audit, or coordinates the municipality."""
    place = case.certification.organisation_id
    coordinates = any(
        grant.role == Role.COORDINATOR and grant.organisation_id == place
        for grant in reader_of(request).grants
    )
    return coordinates or audit.lead == request.user


def _audit_of(request: PersonRequest, case: Case) -> Audit:
    """The audit, for those who may move its visit. Raises Http404 for everybody else."""
    audit: Audit | None = getattr(case, "audit", None)
    if audit is None or not may_move(request, case, audit):
        raise Http404
    return audit
