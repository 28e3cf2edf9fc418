"""Say which tasks go first, one or several: the choice, the reason, and which tasks it is about."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from processes.case.access import about, attempt, conflict_page, posted, visible_task
from processes.case.forms import Prioritise
from processes.case.priorities import may_prioritise, prioritise, prioritise_all
from processes.case.reader import reader_of
from processes.workspace.rows import Row
from processes.workspace.selected import back, selected_tasks
from workflow.exceptions import Conflict
from workflow.models import Task


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, task_id: int) -> HttpResponse:
    """Prioritise a task, or no longer."""
    task, case = visible_task(request, task_id)
    reader = reader_of(request)
    if not may_prioritise(task, case, reader):
        raise PermissionDenied
    if not task.is_open:
        return redirect("task", task_id=task.pk)
    form = Prioritise(posted(request), initial={"priority": _other(task)})
    if form.is_valid():
        try:
            if attempt(form, lambda: prioritise(task, reader=reader, **form.cleaned_data)):
                messages.success(request, _("The task is where you put it in its queue."))
                return redirect(about(request, case))
        except Conflict as conflict:
            return conflict_page(request, conflict, case)
    return _page(request, [task], form, cancel=reverse("task", kwargs={"task_id": task.pk}))


def _other(task: Task) -> int:
    """What somebody who opens the page probably wants."""
    return Task.Priority.NORMAL if task.priority else Task.Priority.HIGH


@require_POST
def several(request: HttpRequest) -> HttpResponse:
    """Prioritise the selected tasks: first a page that asks why, then the change."""
    reader, tasks = reader_of(request), selected_tasks(request)
    if not tasks:
        messages.error(request, _("Mark at least one task first."))
        return redirect(back(request))
    asked = "because" in request.POST
    form = Prioritise(
        request.POST if asked else None, initial={"priority": Task.Priority.HIGH.value}
    )
    if not form.is_valid():
        return _page(request, tasks, form, cancel=back(request))
    refusals = prioritise_all(tasks, reader=reader, **form.cleaned_data)
    _tell(request, len(tasks) - len(refusals), refusals)
    return redirect(back(request))


def _tell(request: HttpRequest, number: int, refusals: list[str]) -> None:
    if number:
        words = ngettext(
            "%(number)s task is where you put it in its queue.",
            "%(number)s tasks are where you put them in their queues.",
            number,
        )
        messages.success(request, words % {"number": number})
    for refusal in refusals:
        messages.error(request, refusal)


def _page(
    request: HttpRequest, tasks: list[Task], form: forms.Form, *, cancel: str
) -> HttpResponse:
    context = {
        "rows": [Row(task, reader_of(request)) for task in tasks],
        "form": form,
        "view": request.POST.get("view", ""),
        "cancel": cancel,
    }
    return render(request, "processes/case/priority.html", context)
