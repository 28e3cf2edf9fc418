"""The pages on which more time is asked for, given and answered."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from processes.case.access import (
    TaskRequest,
    attempt,
    conflict_page,
    finished,
    posted,
    visible_case,
)
from processes.case.models import Case
from processes.case.open_tasks import deadline_of, tasks_of
from processes.case.reader import Reader, reader_of
from processes.case.sides import serves, speaks
from processes.extending import actions, rules
from processes.extending.forms import GrantForm, MoreForm, RefuseForm
from processes.extending.models import Extension
from processes.roles import MUNICIPAL, Role
from workflow.exceptions import Conflict
from workflow.models import Task


def may_ask(case: Case, task: Task, reader: Reader) -> bool:
    """The reader speaks for the municipality, whose task it is."""
    return task.role in MUNICIPAL and speaks(case, reader)


@require_http_methods(["GET", "POST"])
def case_extend(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Ask for more time for a task of the municipality; as an officer, give more time."""
    case, reader = visible_case(request, number=number), reader_of(request)
    task = tasks_of(case).filter(pk=pk).first()
    if task is None:
        raise Http404
    is_officer = serves(case, reader, Role.OFFICER)
    if not is_officer and not may_ask(case, task, reader):
        raise PermissionDenied
    waiting = rules.pending(task)
    if waiting is not None and not is_officer:
        return _take_back(request, waiting, reader)
    by: dict[str, Any] = {"case": case, "today": reader.today, "asks": not is_officer}
    form = MoreForm(posted(request), task=task, **by)
    if request.method == "POST" and form.is_valid() and _made(form, reader, gives=is_officer):
        given = _("The last day has moved. The municipality has been told.")
        asked = _("You get an answer within a few days. Until then the old day stands.")
        messages.success(request, given if is_officer else asked)
        return redirect("case", number=case.number)
    context = {"case": case, "task": task, "form": form, "is_officer": is_officer}
    return render(request, "processes/extending/extend.html", context | _now(task, case))


def _made(form: MoreForm, reader: Reader, *, gives: bool) -> bool:
    act, said = (actions.give if gives else actions.ask), form.cleaned_data
    why = said["reasons"].strip()
    return attempt(form, lambda: act(form.task, said["day"], why, by=reader.person, at=reader.at))


def _now(task: Task, case: Case) -> dict[str, Any]:
    return {"deadline": deadline_of(task), "longest": rules.longest(task, case)}


def _take_back(request: HttpRequest, waiting: Extension, reader: Reader) -> HttpResponse:
    if request.method == "POST":
        try:
            actions.take_back(waiting, by=reader.person, at=reader.at)
        except Conflict as conflict:
            return conflict_page(request, conflict, waiting.case)
        messages.success(request, _("It is taken back. The old day stands."))
        return redirect("case", number=waiting.case.number)
    context = {"case": waiting.case, "wish": waiting, "task": waiting.task}
    return render(request, "processes/extending/take_back.html", context)


def answer_extension(request: TaskRequest) -> HttpResponse:
    """Give the time that is asked for, or let the old day stand with reasons."""
    wish: Extension = request.task.process.extension
    reader, declines = reader_of(request), request.POST.get("step") == "decline"
    if actions.settle(wish, reader.at):
        return finished(request, _("The task was done meanwhile: nothing is left to answer."))
    by: dict[str, Any] = {"by": reader.person, "at": reader.at}
    given, task = posted(request), tasks_of(request.case).get(pk=wish.task_id)
    about: dict[str, Any] = {"case": request.case, "today": reader.today, "asks": False}
    first = {"day": wish.wished_last}
    form = GrantForm(None if declines else given, task=task, initial=first, **about)
    refusal = RefuseForm(given if declines else None)
    if form.is_valid():
        day, text = form.cleaned_data["day"], form.cleaned_data["reasons"].strip()
        if attempt(form, lambda: actions.grant(wish, day, text, **by)):
            return finished(request, _("The last day has moved. The municipality has been told."))
    if declines and refusal.is_valid():
        why = refusal.cleaned_data["reasons"].strip()
        if attempt(refusal, lambda: actions.refuse(wish, why, **by)):
            return finished(request, _("The old day stands. The municipality has been told."))
    context = {"case": request.case, "wish": wish, "task": task, "form": form}
    context |= {"refusal": refusal, **_now(task, request.case)}
    return render(request, "processes/extending/answer.html", context)
