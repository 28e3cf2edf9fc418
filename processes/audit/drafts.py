"""What somebody wrote on a task page and has not sent: kept with the task, however unfinished."""

from datetime import datetime

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from processes.case.access import TaskRequest
from processes.case.actions import keep_lease
from workflow.exceptions import Conflict
from workflow.models import Task

KEY = "draft"
"""Under which a task keeps what was written."""
LATER = "later"
"""The name of the button; a script gives each form that is sent a ``draft`` of its own."""


def is_wanted(request: TaskRequest) -> bool:
    """The button pressed was "Save and continue later"."""
    return request.method == "POST" and LATER in request.POST


def keep(request: TaskRequest, *, at: datetime) -> HttpResponse:
    """Keep all that was written, as it was written. Raises Conflict if the task is done."""
    posted = request.POST.copy()
    for name in ("csrfmiddlewaretoken", LATER, "draft"):
        posted.pop(name, None)
    mine = Task.objects.filter(pk=request.task.pk, owner=request.user, status__in=Task.OPEN)
    if mine.update(data={**request.task.data, KEY: posted.urlencode()}) != 1:
        raise Conflict
    keep_lease(request.task, at=at)
    return saved(request)


def saved(request: TaskRequest) -> HttpResponse:
    """Back to the task, with a word that nothing is lost."""
    messages.success(request, _("Saved. You can continue whenever you like."))
    return redirect("task", task_id=request.task.pk)


def put_back(request: TaskRequest, form: BaseForm) -> None:
    """Let an unsent form show what was kept of it."""
    kept = QueryDict((request.task.data or {}).get(KEY, ""))
    if not kept or form.is_bound:
        return
    for name, field in form.fields.items():
        key = form.add_prefix(name)
        # A box that is not ticked is not sent: the whole form was kept, so it was unticked.
        form.initial[name] = field.widget.value_from_datadict(kept, {}, key)
