"""Task pages: one address per task, answered by its stage."""

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from processes.case.access import (
    TaskRequest,
    about,
    conflict_page,
    taken_page,
    visible_task,
    written,
)
from processes.case.models import Case
from processes.case.reader import reader_of
from processes.dossier.wording import happened
from processes.organisations.models import Person
from processes.workspace.claims import claim_context
from workflow.exceptions import Conflict
from workflow.models import Task, TrailEntry


@require_http_methods(["GET", "POST"])
def task_page(request: HttpRequest, task_id: int) -> HttpResponse:
    """The page of a task's stage for its owner; for others, what they can do about it."""
    try:
        task, case = visible_task(request, task_id)
    except Http404:
        return taken_page(request, task_id)
    if not task.is_open or task.owner_id != request.user.pk:
        return _not_mine(request, task, case)
    ours = cast(TaskRequest, request)
    ours.task = task
    if case is not None:
        ours.case = case
    try:
        page: Callable[[TaskRequest], HttpResponse] = task.flow_task.page
        return page(ours)
    except Conflict as conflict:
        return conflict_page(request, conflict, case)


def _not_mine(request: HttpRequest, task: Task, case: Case | None) -> HttpResponse:
    is_done = not task.is_open and task.status != Task.CANCELLED
    is_own = is_done and task.owner_id == request.user.pk and _did(request.user, task)
    if request.method == "POST" and (not is_own or written(request.POST)):
        return conflict_page(
            request, Conflict(_why_not(task, case), code="task_not_held"), case, is_own=is_own
        )
    if not task.is_open:
        messages.info(request, _why_not(task, case))
        return redirect(about(request, case))
    context = claim_context(task, about(request, case), reader_of(request))
    return render(request, "processes/case/claim.html", context)


def _did(person: Person, task: Task) -> bool:
    """The person's own step ended the task, and not one that came by itself."""
    names = [label.rpartition(".")[2] for label in task.flow_task.steps]
    entries = TrailEntry.objects.filter(chain=task.process.chain_id, at=task.finished)
    return entries.filter(actor=person, step__in=names).exists()


def _ended_by_itself(task: Task) -> str:
    """The event that ended a task without anybody doing it; "" where somebody did."""
    names = [label.rpartition(".")[2] for label in task.flow_task.steps]
    entries = TrailEntry.objects.filter(chain=task.process.chain_id, at=task.finished, actor=None)
    entry = entries.filter(step__in=names).order_by("sequence").last()
    return entry.event if entry is not None else ""


def _why_not(task: Task, case: Case | None) -> str:
    """Why nothing can be done with the task, or not by this person."""
    if task.is_open:
        return _("You do not hold this task.")
    if task.status == Task.CANCELLED and case is not None and not case.is_running:
        how = {"how": case.outcome}
        return _("The case has ended, and this task with it: %(how)s.") % how
    event = _ended_by_itself(task)
    if event:
        return _("%(what)s. This task has ended with it.") % {"what": happened(event)}
    return _("This task is already done.")
