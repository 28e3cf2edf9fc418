"""From a request to a task page: who may see it, who may do it, and what to say if not."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from processes.case.models import Case
from processes.organisations.models import Person
from workflow import queues
from workflow.calendar import local_date
from workflow.exceptions import Conflict, Refused
from workflow.models import Task

HIDDEN = ("csrfmiddlewaretoken", "version", "next")


class PersonRequest(HttpRequest):
    """A request of somebody signed in."""

    user: Person  # type: ignore[assignment]


class TaskRequest(PersonRequest):
    """A request on a task page: the open task, owned by the person, and its case."""

    task: Task
    case: Case


def visible_case(request: HttpRequest, **lookup: Any) -> Case:
    """The case, if the person may see it; otherwise 404."""
    day = local_date(timezone.now())
    cases = Case.objects.visible_to(request.user, day).select_related(
        "certification__organisation", "certification__scheme", "edition", "cycle", "main_process"
    )
    case = cases.filter(**lookup).first()
    if case is None:
        raise Http404
    return cast(Case, case)


def visible_task(request: HttpRequest, task_id: int) -> tuple[Task, Case]:
    """A human task with its case, if the person may see them; otherwise 404."""
    tasks = Task.objects.exclude(role="").select_related("process", "owner", "organisation")
    task = tasks.filter(pk=task_id).first()
    if task is None:
        raise Http404
    return task, visible_case(request, pk=task.process.subject_id)


@require_http_methods(["GET", "POST"])
def task_page(request: HttpRequest, task_id: int) -> HttpResponse:
    """The page of a task's stage for its owner; for others, what they can do about it."""
    task, case = visible_task(request, task_id)
    if not task.is_open or task.owner_id != request.user.pk:
        return _not_mine(request, task, case)
    ours = cast(TaskRequest, request)
    ours.task, ours.case = task, case
    try:
        page: Callable[[TaskRequest], HttpResponse] = task.flow_task.page
        return page(ours)
    except Conflict as conflict:
        return conflict_page(request, conflict, case)


def _not_mine(request: HttpRequest, task: Task, case: Case) -> HttpResponse:
    if request.method == "POST":
        words = _("This task is already done.") if not task.is_open else _("You do not hold this task.")
        return conflict_page(request, Conflict(words), case)
    if not task.is_open:
        messages.info(request, _("This task is already done."))
        return redirect("case", number=case.number)
    context = {
        "task": task,
        "case": case,
        "may_take": task.owner_id is None and queues.may_take(task, request.user),
    }
    return render(request, "processes/case/claim.html", context)


def conflict_page(request: HttpRequest, refused: Refused, case: Case) -> HttpResponse:
    """Somebody was first: say so, and show what was written so that nothing is lost."""
    context = {"message": refused.message, "case": case, "written": written(request.POST)}
    return render(request, "409.html", context, status=409)


def written(posted: QueryDict) -> list[tuple[str, str]]:
    """The texts somebody sent, for showing them again."""
    pairs = ((name, value) for name, values in posted.lists() for value in values)
    return [(name, value) for name, value in pairs if value.strip() and name not in HIDDEN]


def attempt(form: BaseForm, change: Callable[[], Any]) -> bool:
    """Try a change; a refusal becomes an error of the form. Conflict passes: it has its own page."""
    try:
        change()
    except Conflict:
        raise
    except Refused as refused:
        form.add_error(None, refused.message)
        return False
    return True


def finished(request: HttpRequest, words: str) -> HttpResponse:
    """Thank and lead back to the inbox."""
    messages.success(request, words)
    return redirect("inbox")
