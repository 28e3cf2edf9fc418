"""Reading a self-assessment: the answers, the check before the hand-over, the receipt."""

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from processes.case.access import TaskRequest, visible_case
from processes.case.models import Case
from processes.case.reader import reader_of
from processes.organisations.accounts.security import SecurityEvent, note
from processes.organisations.signed_in import PersonRequest
from processes.self_assessment import reading
from processes.self_assessment.desk import Desk, assessment_of, desk_of
from processes.self_assessment.models import SelfAssessment, Snapshot
from workflow.engine.transitions import open_steps
from workflow.trail import canonical


@require_GET
def case_assessment(request: HttpRequest, number: str) -> HttpResponse:
    """The municipality reads how it stands; everybody else what was submitted."""
    case = visible_case(request, number=number)
    context: dict[str, Any] = {"case": case}
    if assessment := assessment_of(case):
        context |= _answers(case, desk_of(assessment, reader_of(request)))
    return render(request, "processes/self_assessment/case_assessment.html", context)


def _answers(case: Case, desk: Desk) -> dict[str, Any]:
    assessment, levels = desk.assessment, reading.levels_of(case)
    snapshot = desk.submitted
    is_draft = desk.inside and assessment.current_state != SelfAssessment.State.SUBMITTED
    rows: list[reading.Shown] = []
    if is_draft:
        rows = reading.draft(reading.whole(case), levels)
    elif snapshot is not None:
        rows = reading.submitted(case, snapshot, levels)
    return {
        "assessment": assessment,
        "groups": reading.by_area(rows),
        "done": sum(row.is_done for row in rows),
        "total": len(rows),
        "is_draft": is_draft,
        "snapshot": snapshot,
        "snapshots": assessment.snapshots.select_related("taken_by").order_by("-number"),
    }


@require_GET
def assessment_check(request: HttpRequest, number: str) -> HttpResponse:
    """Every answer once more, gaps first, before the hand-over to the signatory."""
    case = visible_case(request, number=number)
    assessment = assessment_of(case)
    desk = desk_of(assessment, reader_of(request)) if assessment else None
    if desk is None or not desk.inside:
        raise Http404
    if desk.task is None:
        return redirect("case_assessment", number=number)
    cast(TaskRequest, request).task = desk.task
    whole = reading.whole(case)
    rows = reading.draft(whole, reading.levels_of(case))
    steps = {step.name: step for step in open_steps(whole, request.user)}
    context = {
        "case": case,
        "groups": reading.by_area(rows),
        "gaps": [row for row in rows if not row.is_done],
        "hand_over": steps.get("hand_over"),
    }
    return render(request, "processes/self_assessment/check.html", context)


def _snapshot(request: HttpRequest, number: str, n: int) -> tuple[Case, Snapshot]:
    case = visible_case(request, number=number)
    snapshots = Snapshot.objects.select_related("taken_by")
    return case, get_object_or_404(snapshots, assessment__case=case, number=n)


@require_GET
def assessment_receipt(request: HttpRequest, number: str, n: int) -> HttpResponse:
    """What was submitted, when, by whom, and the hash that proves it."""
    case, snapshot = _snapshot(request, number, n)
    context = {"case": case, "snapshot": snapshot, "count": len(snapshot.content["answers"])}
    return render(request, "processes/self_assessment/receipt.html", context)


@require_GET
def assessment_content(request: PersonRequest, number: str, n: int) -> HttpResponse:
    """The exact text whose SHA-256 the receipt states."""
    case, snapshot = _snapshot(request, number, n)
    what = f"{case.number}-{snapshot.number}"
    note(SecurityEvent.Kind.EXPORTED, request.user, by=request.user, what=what)
    text = canonical(snapshot.content)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    name = f"{case.number}-{snapshot.number}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-cache"
    return response
