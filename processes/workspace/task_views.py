"""What one can do with a task beside doing it: take, hand back, give away, put aside."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from processes.case.access import (
    about,
    attempt,
    conflict_page,
    finished,
    posted,
    taken_page,
    visible_task,
)
from processes.case.actions import claim as take
from processes.case.actions import declare_conflict, give, give_all, take_next
from processes.case.forms import Assign, Declaration, HandBack, Seen, Snooze
from processes.case.models import Case
from processes.case.open_tasks import OpenTask
from processes.case.priorities import may_give
from processes.case.reader import Reader, reader_of
from processes.organisations.models import Person
from processes.workspace.claims import claim_context, colleagues, holders, none_left, why_not_give
from processes.workspace.inbox import View
from processes.workspace.selected import back, selected_tasks
from workflow import queues
from workflow.exceptions import Conflict, Refused
from workflow.language import human_date
from workflow.models import Task
from workflow.sql.by_pk import key_of


@require_http_methods(["GET", "POST"])
def claim(request: HttpRequest, task_id: int) -> HttpResponse:
    """Take a task. A second click finds it taken by oneself, and goes on."""
    try:
        task, case = visible_task(request, task_id)
    except Http404:
        return taken_page(request, task_id)
    reader = reader_of(request)
    if request.method == "GET" or task.owner_id == reader.person.pk:
        return redirect("task", task_id=task.pk)
    _require_queue(task, reader)
    form = Declaration(request.POST) if task.flow_task.declared else None
    if form is not None and not form.is_valid():
        context = claim_context(task, about(request, case), reader, form=form)
        return render(request, "processes/case/claim.html", context)
    try:
        return _claimed(request, task, form, reader)
    except Refused as refused:
        # Who loses a task with a declaration has no other way to see the case.
        return conflict_page(request, refused, None if task.flow_task.declared else case)


def _claimed(
    request: HttpRequest, task: Task, form: Declaration | None, reader: Reader
) -> HttpResponse:
    if form is not None and form.has_conflict:
        reason = form.cleaned_data["reason"]
        declare_conflict(task, by=reader.person, at=reader.at, reason=reason)
        return finished(request, _("Thank you. The case is no longer shown to you."))
    take(task, by=reader.person, at=reader.at, declared=form is not None)
    messages.success(request, _("The task is yours."))
    return redirect("task", task_id=task.pk)


@require_POST
def next_task(request: HttpRequest) -> HttpResponse:
    """Take the first task of one's queues that asks for no declaration."""
    reader, form = reader_of(request), Seen(request.POST)
    since = form.cleaned_data["seen"] if form.is_valid() else reader.at
    taken = take_next(reader.person, at=reader.at, since=since)
    if taken is None:
        messages.info(request, none_left(reader))
        return redirect("inbox_view", view=View.TEAM.value)
    task, is_new = taken
    if is_new:
        messages.success(request, _("The task is yours."))
    else:
        messages.info(request, _("You have got this task since you opened the list."))
    return redirect("task", task_id=task)


@require_http_methods(["GET", "POST"])
def hand_back(request: HttpRequest, task_id: int) -> HttpResponse:
    """Return one's task to its queue, with a word to the next."""
    task, case = visible_task(request, task_id)
    form, reader = HandBack(posted(request)), reader_of(request)
    if request.method == "POST" and form.is_valid():
        because = form.cleaned_data["because"]
        if task.is_open and task.owner_id is None:
            return finished(request, _("The task is back in the queue."))
        try:
            queues.hand_back(task, by=reader.person, at=reader.at, because=because)
        except Conflict as conflict:
            return conflict_page(request, conflict, case)
        return finished(request, _("The task is back in the queue."))
    heirs = [one.name for one in colleagues(task, reader)]
    return _page(request, task, case, form, name="hand_back", heirs=heirs)


@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, task_id: int) -> HttpResponse:
    """Give a task to a colleague of the same queue."""
    task, case = visible_task(request, task_id)
    reader = reader_of(request)
    if not may_give(task, case, reader):
        raise PermissionDenied
    people = colleagues(task, reader)
    form = Assign(posted(request), colleagues=people)
    form.refusal = why_not_give(task, people)
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["to"]
        try:
            if attempt(
                form, lambda: give(task, to=to, by=reader.person, at=reader.at, overseen=True)
            ):
                return finished(request, _("%(name)s has the task now.") % {"name": to})
        except Conflict as conflict:
            return conflict_page(request, conflict, case)
    return _page(request, task, case, form, name="assign")


@require_http_methods(["GET", "POST"])
def snooze(request: HttpRequest, task_id: int) -> HttpResponse:
    """Put one's task aside until a day, never past its deadline."""
    task, case = visible_task(request, task_id)
    reader = reader_of(request)
    if not queues.can_rest(task, reader.today):
        messages.info(request, _("The task has no later day to which it can be put aside."))
        return redirect("task", task_id=task.pk)
    form = Snooze(posted(request), today=reader.today, due=task.due)
    if request.method == "POST" and form.is_valid():
        until = form.cleaned_data["until"]
        try:
            if attempt(form, lambda: queues.snooze(task, until=until, by=reader.person)):
                day = human_date(until, reader.today)
                return finished(request, _("The task rests until %(day)s.") % {"day": day})
        except Conflict as conflict:
            return conflict_page(request, conflict, case)
    return _page(request, task, case, form, name="snooze")


@require_POST
def assign_many(request: HttpRequest) -> HttpResponse:
    """Give the selected tasks to one colleague, or take them; what could not be done is told."""
    reader = reader_of(request)
    tasks = selected_tasks(request)
    if not tasks:
        messages.error(request, _("Mark at least one task first."))
        return redirect(back(request))
    people = holders([(grant.role, grant.organisation_id) for grant in reader.grants], reader)
    chosen = key_of(request.POST.get("to", ""))
    to: Person | None = people.filter(pk=chosen).first() if chosen else None
    if to is None:
        messages.error(request, _("Choose a colleague first."))
        return redirect(back(request))
    refusals = give_all(tasks, to=to, by=reader.person, at=reader.at)
    _tell(request, len(tasks) - len(refusals), to, refusals)
    return redirect(back(request))


def _tell(request: HttpRequest, number: int, to: Person, refusals: list[str]) -> None:
    if number:
        words = ngettext(
            "%(name)s has got %(number)s task.", "%(name)s has got %(number)s tasks.", number
        )
        messages.success(request, words % {"name": to, "number": number})
    for refusal in refusals:
        messages.error(request, refusal)


def _require_queue(task: Task, reader: Reader) -> None:
    if not queues.may_take(task, reader.person, reader.today):
        raise PermissionDenied


def _page(
    request: HttpRequest,
    task: Task,
    case: Case | None,
    form: forms.Form,
    *,
    name: str,
    **more: object,
) -> HttpResponse:
    if not task.is_open or (name != "assign" and task.owner_id != request.user.pk):
        return redirect("task", task_id=task.pk)
    context: dict[str, Any] = {
        "task": task,
        "case": about(request, case),
        "open_task": OpenTask(task, mine=True, takeable=False),
        "form": form,
        **more,
    }
    return render(request, f"processes/case/{name}.html", context)
