"""Answer, assess and verify nonconformities; and the page where everybody can follow them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from processes.audit.team.pages import led
from processes.case import access, sides
from processes.case.access import TaskRequest
from processes.case.reader import reader_of
from processes.corrective_actions import actions, deadlines, policies
from processes.corrective_actions.forms import AnswerForm, JudgementForm, VerificationForm
from processes.corrective_actions.models import CorrectivePlan, Response
from workflow.engine.transitions import perform
from workflow.exceptions import Conflict, Refused

Rows = list[tuple[Response, Any]]


def answer(request: TaskRequest) -> HttpResponse:
    """Answer each nonconformity; every button first keeps what was written."""
    plan: CorrectivePlan = request.case.corrective_plan
    rows = _answer_rows(request, plan)
    forms: list[AnswerForm] = [form for _response, form in rows if form]
    sent = [form for form in forms if not _is_open_again(request, form)]
    page = django_forms.Form(request.POST or None)
    status = 200
    if request.method == "POST" and all(form.is_valid() for form in sent):
        status = 200 if _keep(sent) else 409
        done = status == 200 and _after_saving(request, plan, forms=sent, page=page)
        if done:
            return done
    context = {"plan": plan, "rows": rows, "forms": [page, *forms], **_times(request)}
    return render(request, "processes/corrective_actions/answer.html", context, status=status)


def _is_open_again(request: TaskRequest, form: AnswerForm) -> bool:
    """The answer was taken back by a press before: the page had no form for it yet."""
    taken_back = request.POST.get("take_back") == str(form.response.pk)
    return taken_back and form.add_prefix("version") not in request.POST


def _answer_rows(request: TaskRequest, plan: CorrectivePlan) -> Rows:
    reader = reader_of(request)
    data = request.POST if request.method == "POST" else None
    return [
        (
            response,
            AnswerForm(data, response=response, reader=reader)
            if response.current_state == Response.State.OPEN
            else None,
        )
        for response in _responses(plan)
    ]


def _keep(forms: Iterable[AnswerForm]) -> bool:
    """Save every changed draft; one that meets another text is shown beside it instead."""
    for form in forms:
        if not form.has_changed():
            continue
        try:
            form.saved(actions.save_draft(form.response, form.draft()))
        except Conflict:
            form.meet(Response.objects.get(pk=form.response.pk))
        except Refused as refused:
            form.add_error("shares" if "shares" in form.fields else None, refused.message)
    return not any(form.errors for form in forms)


def _after_saving(
    request: TaskRequest, plan: CorrectivePlan, *, forms: Sequence[AnswerForm], page: Any
) -> HttpResponse | None:
    """Do what the button says; None when something is missing."""
    at, by, pressed = timezone.now(), request.user, request.POST
    if "send" in pressed:
        missing = [form for form in forms if not form.demand()]
        if not missing and access.attempt(page, lambda: actions.send(plan, by=by, at=at)):
            return access.finished(request, _("The answers are sent to the lead auditor."))
        return None
    if "ready" in pressed:
        form = next((f for f in forms if str(f.response.pk) == pressed["ready"]), None)
        if form is not None and not form.demand():
            return None
        if form is not None:
            perform(form.response.answer, by=by, at=at)
        return _again(request, _("Marked as ready."))
    if "take_back" in pressed:
        answered = (one for one in _responses(plan) if one.current_state == Response.State.ANSWERED)
        for response in answered:
            if str(response.pk) == pressed["take_back"]:
                perform(response.take_back, by=by, at=at)
        return _again(request, _("You can edit the answer again."))
    return _again(request, _("Saved."))


@led
def assess(request: TaskRequest) -> HttpResponse:
    """Accept every answer or say what is missing."""
    return _judge(request, JudgementForm, lambda response: response.current_state == "answered")


@led
def verify(request: TaskRequest) -> HttpResponse:
    """Verify each major nonconformity, one by one or together."""
    return _judge(request, VerificationForm, policies.waits_for_verification)


def _judge(request: TaskRequest, kind: type[JudgementForm], waits: Any) -> HttpResponse:
    plan: CorrectivePlan = request.case.corrective_plan
    kept = request.task.data.get("words", {})
    data = request.POST if request.method == "POST" else None
    rows = [
        (response, kind(data, response=response, kept=kept) if waits(response) else None)
        for response in _responses(plan)
    ]
    forms: list[JudgementForm] = [form for _response, form in rows if form]
    page = django_forms.Form(request.POST or None)
    if request.method == "POST" and all(form.is_valid() for form in forms):
        actions.keep_words(request.task, {form.key: form.so_far() for form in forms})
        done = _after_judging(request, plan, forms=forms, page=page)
        if done:
            return done
    context = {"plan": plan, "rows": rows, "forms": [page, *forms], **_times(request)}
    name = "verify" if kind is VerificationForm else "assess"
    return render(request, f"processes/corrective_actions/{name}.html", context)


def _after_judging(
    request: TaskRequest, plan: CorrectivePlan, *, forms: Sequence[JudgementForm], page: Any
) -> HttpResponse | None:
    if "finish" not in request.POST:
        return _again(request, _("Saved. Nothing is sent yet."))
    at, by = timezone.now(), request.user
    one_by_one = plan.current_state == CorrectivePlan.State.VERIFYING
    missing = [form for form in forms if not form.demand(verdict=not one_by_one)]
    judged = [] if missing else [judgement for form in forms if (judgement := form.judgement())]
    if not missing and not judged:
        page.add_error(None, _("Judge at least one nonconformity."))
    if not judged or not access.attempt(page, lambda: actions.judge(plan, judged, by=by, at=at)):
        return None
    if len(judged) < len(forms):
        return _again(request, _("Recorded. The other major nonconformities remain."))
    return access.finished(request, _("Your judgement is recorded and the municipality is told."))


@require_safe
def case_actions(request: HttpRequest, number: str) -> HttpResponse:
    """Every nonconformity with its answer, state and dialogue; drafts only to their own side."""
    case = access.visible_case(request, number=number)
    plan = getattr(case, "corrective_plan", None)
    context = {
        "case": case,
        "plan": plan,
        "rows": [(response, None) for response in _responses(plan)] if plan else [],
        "is_inside": sides.is_inside(case, reader_of(request)),
        "limits": deadlines.explained(plan) if plan else [],
    }
    return render(request, "processes/corrective_actions/case_actions.html", context)


def _responses(plan: CorrectivePlan) -> QuerySet[Response]:
    rows = plan.responses.select_related(
        "plan__case__certification__organisation",
        "finding__criterion__area",
        "responsible",
        "shares__finding__criterion",
    )
    in_order = rows.order_by("finding__criterion__area__position", "finding__criterion__position")
    return in_order.prefetch_related("evidence", "remarks__by", "earlier__evidence")


def _times(request: TaskRequest) -> dict[str, Any]:
    return {
        "case": request.case,
        "limits": deadlines.explained(request.case.corrective_plan),
    }


def _again(request: TaskRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("task", task_id=request.task.pk)
