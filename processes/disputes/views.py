"""The pages of an objection to a finding: to file, to read, to answer and to carry out."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from processes.audit.models import Finding
from processes.audit.policies import tells_findings
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
from processes.case.sides import speaks
from processes.disputes import actions, deadlines
from processes.disputes.forms import AnswerForm, CarryOutForm, FileForm
from processes.disputes.models import Dispute
from workflow.exceptions import Conflict


@require_http_methods(["GET", "POST"])
def finding_object(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """The municipality objects to one finding."""
    case, reader = visible_case(request, number=number), reader_of(request)
    if not speaks(case, reader):
        raise PermissionDenied
    finding = _finding(case, code)
    why_not = actions.why_not(finding, case, reader.today)
    form = FileForm(posted(request))
    if form.is_valid() and (made := _filed(finding, form, reader)) is not None:
        messages.success(request, _("Your objection is registered. This page is your receipt."))
        return redirect("dispute", number=case.number, n=made.number)
    context = {"case": case, "finding": finding, "form": form, "why_not": why_not}
    context["ends"] = deadlines.objection_ends(case)
    return render(request, "processes/disputes/file.html", context)


def _finding(case: Case, code: str) -> Finding:
    audit: Any = getattr(case, "audit", None)
    if audit is None or not tells_findings(audit):
        raise Http404
    found: Finding | None = audit.findings.filter(criterion__code=code).exclude(grade="").first()
    if found is None:
        raise Http404
    return found


def _filed(finding: Finding, form: FileForm, reader: Reader) -> Dispute | None:
    made: list[Dispute] = []
    text = form.cleaned_data["text"].strip()

    def register() -> None:
        made.append(actions.file(finding, text, by=reader.person, at=reader.at))

    return made[0] if attempt(form, register) else None


@require_http_methods(["GET", "POST"])
def dispute(request: HttpRequest, number: str, n: int) -> HttpResponse:
    """An objection with its receipt and what became of it; its municipality may take it back."""
    case, reader = visible_case(request, number=number), reader_of(request)
    made = case.disputes.filter(number=n).select_related("by", "finding__criterion").first()
    if made is None:
        raise Http404
    may = made.current_state == Dispute.State.FILED and speaks(case, reader)
    if request.method == "POST":
        if not speaks(case, reader):
            raise PermissionDenied
        try:
            actions.take_back(made, by=reader.person, at=reader.at)
        except Conflict as conflict:
            return conflict_page(request, conflict, case)
        messages.success(request, _("The objection is taken back. The finding stands."))
        return redirect("case", number=case.number)
    context = {"case": case, "dispute": made, "may_take_back": may}
    return render(request, "processes/disputes/dispute.html", context)


def answer_dispute(request: TaskRequest) -> HttpResponse:
    """Uphold or reject the objection, with reasons."""
    made: Dispute = request.task.process.dispute
    reader, form = reader_of(request), AnswerForm(posted(request))
    by: dict[str, Any] = {"by": reader.person, "at": reader.at}
    if form.is_valid():
        upholds = form.cleaned_data["outcome"] == "uphold"
        act, text = (
            actions.uphold if upholds else actions.reject,
            form.cleaned_data["text"].strip(),
        )
        if attempt(form, lambda: act(made, text, **by)):
            return finished(request, _("The objection is answered. The municipality is told."))
    return _task_page(request, made, form)


def carry_out(request: TaskRequest) -> HttpResponse:
    """The lead says how the finding was corrected."""
    made: Dispute = request.task.process.dispute
    reader, form = reader_of(request), CarryOutForm(posted(request))
    by: dict[str, Any] = {"by": reader.person, "at": reader.at}
    if form.is_valid():
        text = form.cleaned_data["text"].strip()
        if attempt(form, lambda: actions.carry_out(made, text, **by)):
            return finished(request, _("The finding is corrected. The municipality is told."))
    return _task_page(request, made, form)


def _task_page(request: TaskRequest, made: Dispute, form: Any) -> HttpResponse:
    latest = made.finding.audit.reports.order_by("-number").first()
    context = {"case": request.case, "dispute": made, "form": form}
    context["is_locked"] = latest is not None and latest.current_state == "locked"
    context["carries_out"] = isinstance(form, CarryOutForm)
    return render(request, "processes/disputes/handle.html", context)
