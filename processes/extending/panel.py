"""On the overview of a case: which last days can move, are asked about, or have moved."""

from collections import Counter
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from processes.case import panels
from processes.case.models import Case
from processes.case.open_tasks import tasks_of
from processes.case.sides import serves, speaks
from processes.extending import rules
from processes.extending.models import Extension
from processes.extending.views import may_ask
from processes.roles import Role
from processes.scheme.rhythm import limits
from workflow.models import Task

if TYPE_CHECKING:
    from processes.case.reader import Reader


def show(case: Case, reader: "Reader") -> SafeString | str:
    """The wishes there were, and the way to one for whoever may."""
    if not case.is_running or case.is_unsent:
        return ""
    is_officer, speaking = serves(case, reader, Role.OFFICER), speaks(case, reader)
    wishes = list(case.extensions.select_related("task", "by").order_by("pk"))
    if not (is_officer or speaking or wishes):
        return ""
    asked = {one.task_id for one in wishes if one.current_state == Extension.State.ASKED}
    given = Counter(one.task_id for one in wishes if one.current_state == Extension.State.GRANTED)
    most = limits.amount(case.cycle, "extensions")
    open_ones = [
        task
        for task in tasks_of(case).filter(status__in=Task.OPEN)
        if rules.is_extendable(task) and task.pk not in asked and given[task.pk] < most
    ]
    tasks = [one for one in open_ones if is_officer or may_ask(case, one, reader)]
    if not wishes and not tasks:
        return ""
    context = {"case": case, "wishes": wishes, "tasks": tasks, "is_officer": is_officer}
    return render_to_string("processes/extending/panel.html", context | {"speaks": speaking})


panels.register(show)
