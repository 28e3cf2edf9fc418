"""What follows at once if a correction is confirmed, told before anybody confirms it."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from processes.amendments import policies
from processes.amendments.models import Amendment
from processes.case.models import Case
from processes.case.nodes import flows
from processes.corrective_actions.models import CorrectivePlan
from processes.decision.models import Decision
from workflow.models import Task


def consequences(amendment: Amendment) -> list[str]:
    """What confirming brings, as sentences: for the report, for the decision, for open tasks."""
    case = amendment.case
    told = [_("The report gets a new version. The municipality and the lead auditor are told.")]
    if not case.is_running:
        told.append(_("The decision is made already: a decision maker reconsiders it."))
    elif (task := _moved(amendment, case)) is not None:
        told += _of_task(task, next_step(amendment, case))
    elif (task := _asked_for_more(case)) is not None:
        told += _of_deferral(task, next_step(amendment, case))
    else:
        told.append(_("No open task of the case is changed by it."))
    return told


def _moved(amendment: Amendment, case: Case) -> Task | None:
    """The open task of the case that ends and is opened anew; None if the case stays as it is."""
    is_pending = case.decisions.filter(state=Decision.State.PENDING).exists()
    plans = CorrectivePlan.objects.filter(case=case, state__in=CorrectivePlan.RUNNING)
    is_asked = plans.exists() and policies.asks_anew(amendment.before, amendment.after)
    if not (is_pending or is_asked):
        return None
    tasks = Task.objects.filter(process=case.main_process, status__in=Task.OPEN).exclude(role="")
    return tasks.select_related("owner").first()


def _asked_for_more(case: Case) -> Task | None:
    """The open task of whoever supplies what a deferred decision asks for, if it is deferred."""
    latest = case.decisions.order_by("-number").first()
    if latest is None or latest.current_state != Decision.State.DEFERRED:
        return None
    tasks = Task.objects.filter(process=case.main_process, status__in=Task.OPEN)
    supplies = "processes.decision.supply"
    return next((task for task in tasks if supplies in task.flow_task.steps), None)


def next_step(amendment: Amendment, case: Case) -> str:
    """The name of the step that the case comes to, by what is then left to be answered."""
    plan = CorrectivePlan.objects.filter(case=case).first()
    rows = plan.responses.select_related("finding") if plan is not None else ()
    grades = {row.finding_id: (row.finding.grade, row.current_state) for row in rows}
    if amendment.finding_id is not None:
        grade = amendment.after["grade"]
        state = grades.get(amendment.finding_id, ("", ""))[1]
        grades[amendment.finding_id] = (grade, policies.answer_to(grade, state))
    return policies.step_after(grades.values())


def _title(step: str) -> Any:
    return next(n.task_title for n in flows()[0].instance.nodes() if n.name == step)


def _of_deferral(task: Task, step: str) -> Iterator[str]:
    """Where a case goes whose decision is deferred: first, what was asked for is supplied."""
    said = {"task": task.title, "next": _title(step)}
    yield _("The decision is deferred. “%(task)s” stays open as it is.") % said
    yield _("When it is done the case goes to “%(next)s”, with the corrected report.") % said


def _of_task(task: Task, step: str) -> Iterator[str]:
    """What becomes of a task, and where the case goes."""
    said: dict[str, Any] = {"task": task.title, "who": task.owner}
    said["next"] = _title(step)
    if task.flow_task.name != step:
        yield _("The case goes to “%(next)s”.") % said
        if task.owner is not None:
            yield _("%(who)s loses the open task “%(task)s” and is told why.") % said
        else:
            yield _("The open task “%(task)s” ends.") % said
    elif task.owner is not None:
        yield _("“%(task)s” begins anew with the corrected report. %(who)s keeps the task.") % said
    else:
        yield _("“%(task)s” begins anew with the corrected report.") % said
