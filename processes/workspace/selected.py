"""The tasks that somebody selected in a list, and the list they came from."""

from django.http import HttpRequest
from django.urls import reverse

from processes.case.models import Case
from processes.case.reader import reader_of
from processes.workspace.inbox import View
from workflow.models import Task
from workflow.sql.by_pk import key_of


def selected_tasks(request: HttpRequest) -> list[Task]:
    """The selected tasks that the person may see; others are passed over without a word."""
    ids = [key for value in request.POST.getlist("task") if (key := key_of(value))]
    tasks = Task.objects.filter(pk__in=ids, status__in=Task.OPEN).exclude(role="")
    seen = tasks.filter(
        Case.objects.seen_at("process__subject_id", request.user, reader_of(request).today)
    )
    return list(seen.select_related("process__organisation", "owner").order_by("pk"))


def back(request: HttpRequest) -> str:
    """The address of the list."""
    view = request.POST.get("view", "")
    if view in (View.TEAM, View.WAITING):
        return reverse("inbox_view", kwargs={"view": view})
    return reverse("inbox")
