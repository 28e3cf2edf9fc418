"""On the overview of a case: which last days can move, are asked about, or have moved."""

from collections import Counter
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from processes.case import panels
from processes.case.models import Case
from processes.case.open_tasks import tasks_of
from processes.case.panels import Shown, Way
from processes.case.sides import serves, speaks
from processes.extending import rules
from processes.extending.models import Extension
from processes.extending.views import may_ask
from processes.roles import Role
from processes.scheme.rhythm import limits
from workflow.models import Task

if TYPE_CHECKING:
    from processes.case.reader import Reader


def show(case: Case, reader: "Reader") -> Shown:
    """The wishes there were, and the way to one for whoever may."""
    if not case.is_running or case.is_unsent:
        return Shown()
    is_officer, speaking = serves(case, reader, Role.OFFICER), speaks(case, reader)
    wishes = list(case.extensions.select_related("task", "by").order_by("pk"))
    if not (is_officer or speaking or wishes):
        return Shown()
    asked = {one.task_id for one in wishes if one.current_state == Extension.State.ASKED}
    given = Counter(one.task_id for one in wishes if one.current_state == Extension.State.GRANTED)
    most = limits.amount(case.cycle, "extensions")
    open_ones = [
        task
        for task in tasks_of(case).filter(status__in=Task.OPEN)
        if rules.is_extendable(task) and task.pk not in asked and given[task.pk] < most
    ]
    ways = [
        _way(case, one, is_officer) for one in open_ones if is_officer or may_ask(case, one, reader)
    ]
    if not wishes:
        return Shown(ways=ways)
    context = {"case": case, "wishes": wishes, "may_take_back": speaking and not is_officer}
    return Shown(render_to_string("processes/extending/panel.html", context), ways)


def _way(case: Case, task: Task, is_officer: bool) -> Way:
    words = _("Give more time: %(title)s") if is_officer else _("Ask for more time: %(title)s")
    return reverse("case_extend", args=[case.number, task.pk]), words % {"title": task.title}


panels.register(show)
