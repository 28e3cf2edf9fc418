"""Complaints for whoever administers the body: how far each is, and which waits for nobody.

Neither what they say nor who complained: an administrator handles none of them.
"""

from typing import Any

from django.db.models import Case, Value, When
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from processes.complaints.models import Complaint
from processes.complaints.policies import RUNNING
from processes.organisations.administration import bodies_of, page
from workflow.models import Task

SHOWN = 100


@require_safe
def administered_complaints(request: HttpRequest) -> HttpResponse:
    """The complaints of the administrator's bodies: those under way first, then the latest."""
    runs = Case(When(state__in=[*RUNNING, "decided"], then=Value(0)), default=Value(1))
    known = Complaint.objects.filter(scheme__body__in=bodies_of(request))
    rows = list(known.order_by(runs, "-pk")[:SHOWN])
    waiting = _waiting([row.own_process_id for row in rows])
    told = [{"complaint": row, "task": waiting.get(row.own_process_id)} for row in rows]
    context = {"rows": told, "shown": SHOWN}
    return page(request, "processes/complaints/administered.html", context)


def _waiting(processes: list[int | None]) -> dict[int | None, Any]:
    """The open task of each process, with whoever has it."""
    tasks = Task.objects.filter(process__in=processes, finished=None).exclude(role="")
    return {task.process_id: task for task in tasks.select_related("owner", "process")}
