"""The pages of a correction of a locked report: to propose, to read, and its tasks."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from processes.amendments import actions, policies, reconsidering, shown
from processes.amendments.foreseen import consequences
from processes.amendments.forms import (
    CommentForm,
    FollowForm,
    ProposeForm,
    ReconsiderForm,
    SettleForm,
)
from processes.amendments.models import Amendment
from processes.audit.models import Finding
from processes.audit.plan.documents import levels_of
from processes.audit.team.pages import is_staff
from processes.case.access import (
    TaskRequest,
    attempt,
    conflict_page,
    finished,
    posted,
    visible_case,
)
from processes.case.models import Case
from processes.case.reader import reader_of
from processes.decision.differences import differences
from processes.decision.gate_texts import matrix
from processes.organisations.signed_in import PersonRequest
from workflow.engine.transitions import open_steps
from workflow.exceptions import Conflict

if TYPE_CHECKING:
    from processes.case.reader import Reader


@require_http_methods(["GET", "POST"])
def propose(request: PersonRequest, number: str) -> HttpResponse:
    """The lead proposes that a finding or the text of the locked report says something else."""
    case, reader = visible_case(request, number=number), reader_of(request)
    if not hasattr(case, "audit") or request.user not in actions.proposers(case, reader.at):
        raise Http404
    if not policies.is_amendable(case):
        words = _("Only the locked report of the latest visit is corrected so.")
        return conflict_page(request, Conflict(words, code="not_the_latest_report"), case)
    report, finding = case.audit.reports.latest("number"), _chosen(request, case)
    form = None
    if finding is not None or "text" in request.GET:
        levels = levels_of(case)
        form = ProposeForm(posted(request), report=report, finding=finding, levels=levels)
    if form is not None and form.is_valid():
        try:
            made = _proposed(case, form, reader)
        except Conflict as conflict:
            return conflict_page(request, conflict, case)
        if made is not None:
            messages.success(request, _proposed_words(made))
            return redirect("amendment", number=case.number, n=made.number)
    findings = case.audit.findings.select_related("criterion").order_by(
        "criterion__area__position", "criterion__position"
    )
    context: dict[str, Any] = {"case": case, "report": report, "finding": finding, "form": form}
    context["findings"] = findings
    return render(request, "processes/amendments/propose.html", context)


def _chosen(request: PersonRequest, case: Case) -> Finding | None:
    code = request.GET.get("criterion")
    if not code:
        return None
    found: Finding | None = case.audit.findings.filter(criterion__code=code).first()
    if found is None:
        raise Http404
    return found


def _proposed(case: Case, form: ProposeForm, reader: "Reader") -> Amendment | None:
    made: list[Amendment] = []

    def act() -> None:
        made.append(actions.propose(case, form.proposal, by=reader.person, at=reader.at))

    return made[0] if attempt(form, act) else None


def _proposed_words(made: Amendment) -> str:
    """Who answers first."""
    if made.is_worse:
        return _("The correction is proposed. The municipality comments first.")
    return _("The correction is proposed. An officer answers.")


@require_http_methods(["GET", "POST"])
def amendment(request: PersonRequest, number: str, n: int) -> HttpResponse:
    """A correction with all that was said of it; who proposed it may take it back."""
    case = visible_case(request, number=number)
    staff = is_staff(request, case)
    found = next((one for one in shown.readable(case, staff=staff) if one.number == n), None)
    if found is None:
        raise Http404
    own = found.proposed_by_id == request.user.pk
    if request.method == "POST":
        if not own:
            raise PermissionDenied
        try:
            actions.take_back(found, by=request.user, at=reader_of(request).at)
        except Conflict as conflict:
            return conflict_page(request, conflict, case)
        messages.success(request, _("The proposal is taken back."))
        return redirect("amendment", number=case.number, n=n)
    context = _context(case, found) | {"is_staff": staff}
    context["may_take_back"] = own and policies.is_waiting(found)
    return render(request, "processes/amendments/amendment.html", context)


def _context(case: Case, found: Amendment) -> dict[str, Any]:
    context = {"case": case, "amendment": found, "changes": shown.changes(found)}
    if found.basis and found.decision is not None:
        context["differences"] = differences(found.decision.basis, found.basis)
    return context


def comment(request: TaskRequest) -> HttpResponse:
    """The municipality comments on what would be made worse."""
    found: Amendment = request.task.process.amendment
    form, reader = CommentForm(posted(request)), reader_of(request)
    if form.is_valid():
        text = form.cleaned_data["text"].strip()
        if attempt(form, lambda: actions.comment(found, text, by=reader.person, at=reader.at)):
            return finished(request, _("Your comment is sent to the certification body."))
    return _task_page(request, found, form, _("Send"))


def settle(request: TaskRequest) -> HttpResponse:
    """An officer who did not propose it confirms or declines a correction."""
    found: Amendment = request.task.process.amendment
    form, reader = SettleForm(posted(request)), reader_of(request)
    if form.is_valid():
        take = actions.adopt if form.cleaned_data["choice"] == "adopt" else actions.reject
        text = form.cleaned_data["text"].strip()
        if attempt(form, lambda: take(found, text, by=reader.person, at=reader.at)):
            return finished(request, _("The correction is answered. Those concerned are told."))
    return _task_page(request, found, form, _("Send the answer"), follows=consequences(found))


def reconsider(request: TaskRequest) -> HttpResponse:
    """A decision maker reconsiders a decision on the corrected report."""
    found: Amendment = request.task.process.amendment
    steps = open_steps(found, request.user)
    closed = {one.name: list(one.refusals) for one in steps if not one.allowed}
    refusals = {name: why for name, why in closed.items() if name in reconsidering.CHOICES}
    form, reader = ReconsiderForm(posted(request), refusals=refusals), reader_of(request)
    if form.is_valid():
        take, text = reconsidering.CHOICES[form.cleaned_data["choice"]], form.cleaned_data["text"]
        if attempt(form, lambda: take(found, text.strip(), by=reader.person, at=reader.at)):
            return finished(request, _("Your decision is recorded and the municipality is told."))
    return _task_page(request, found, form, _("Record the decision"), gates=matrix(found.basis))


def follow_up(request: TaskRequest) -> HttpResponse:
    """An officer settles what follows from a decision that would not be made so today."""
    found: Amendment = request.task.process.amendment
    form, reader = FollowForm(posted(request)), reader_of(request)
    if form.is_valid():
        text = form.cleaned_data["text"].strip()
        if attempt(
            form, lambda: reconsidering.follow_up(found, text, by=reader.person, at=reader.at)
        ):
            return finished(request, _("What follows is recorded and the municipality is told."))
    return _task_page(request, found, form, _("Record"))


def _task_page(
    request: TaskRequest, found: Amendment, form: forms.Form, button: str, **more: object
) -> HttpResponse:
    context = _context(request.case, found) | {"form": form, "button": button, "is_staff": True}
    return render(request, "processes/amendments/task.html", context | more)
