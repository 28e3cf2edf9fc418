"""Asking a colleague for some criteria, and taking it back."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from processes.case.access import TaskRequest, conflict_page, visible_case
from processes.case.models import Case
from processes.case.reader import reader_of
from processes.organisations.signed_in import PersonRequest
from processes.roles import Role
from processes.self_assessment import reading
from processes.self_assessment.actions import ask, withdraw
from processes.self_assessment.desk import Desk, assessment_of, desk_of
from processes.self_assessment.forms import AskForm, colleagues
from processes.self_assessment.models import Contribution
from workflow.exceptions import Refused
from workflow.models import Task


def _own_desk(request: HttpRequest, number: str) -> tuple[Case, Desk, Task]:
    """The desk of the person who has the task to assess; nobody else asks: 404."""
    case = visible_case(request, number=number)
    assessment = assessment_of(case)
    desk = desk_of(assessment, reader_of(request)) if assessment else None
    if desk is None or desk.task is None:
        raise Http404
    return case, desk, desk.task


@require_http_methods(["GET", "POST"])
def assessment_ask(request: PersonRequest, number: str) -> HttpResponse:
    """Choose a colleague and criteria."""
    case, desk, task = _own_desk(request, number)
    reader, rows = reader_of(request), reading.overview(reading.whole(case))
    people = colleagues(case, reader, Role.CONTRIBUTOR).exclude(pk=reader.person.pk)
    wished = request.GET.getlist("criterion")
    chosen = [str(row.criterion.pk) for row in rows if row.criterion.code in wished]
    form = AskForm(request.POST or None, people=people, rows=rows, initial={"criteria": chosen})
    if form.is_bound and form.is_valid():
        return _asked(request, desk, form, task)
    # The head of the page then shows the task in hand instead of leading to it.
    cast(TaskRequest, request).task = task
    context = {"case": case, "form": form, "task_id": task.pk}
    return render(request, "processes/self_assessment/ask.html", context)


def _asked(request: PersonRequest, desk: Desk, form: AskForm, task: Task) -> HttpResponse:
    wanted = form.ask()
    try:
        ask(desk.assessment, wanted, by=request.user, at=reader_of(request).at)
    except Refused as refused:
        return conflict_page(request, refused, desk.assessment.case)
    messages.success(request, _("%(name)s is asked.") % {"name": wanted.person})
    return redirect("task", task_id=task.pk)


@require_POST
def assessment_withdraw(request: PersonRequest, number: str, pk: int) -> HttpResponse:
    """The colleague need not do it any more."""
    case, desk, task = _own_desk(request, number)
    contribution = get_object_or_404(Contribution, pk=pk, assessment=desk.assessment)
    try:
        if contribution.current_state != Contribution.State.WITHDRAWN:
            withdraw(contribution, by=request.user, at=reader_of(request).at)
    except Refused as refused:
        return conflict_page(request, refused, case)
    messages.success(request, _("The request is withdrawn."))
    return redirect("task", task_id=task.pk)
