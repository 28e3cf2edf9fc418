"""The head of every page of a case: who it is, whose turn, and where one can go."""

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.case import turns
from processes.case.models import Case
from processes.case.reader import Reader, reader_of
from workflow import queues
from workflow.language import in_language
from workflow.models import Task

register = template.Library()

PAGES = (
    ("overview", "case", gettext_lazy("Overview")),
    ("assessment", "case_assessment", gettext_lazy("Self-assessment")),
    ("audit", "case_audit", gettext_lazy("Audit")),
    ("actions", "case_actions", gettext_lazy("Actions")),
    ("documents", "case_documents", gettext_lazy("Documents")),
    ("messages", "case_messages", gettext_lazy("Messages")),
    ("history", "case_history", gettext_lazy("History")),
)


@register.inclusion_tag("processes/case/_header.html", takes_context=True)
def case_header(
    context: dict[str, Any], case: Case, current: str = "", *, title: str = "", about: str = ""
) -> dict[str, Any]:
    """Identity bar and sub-navigation. On a task page (``request.task``) the task leads.

    A page with a ``title`` of its own has its own button too, so the bar shows none. One of many
    of a kind says what it is ``about``, so that no two pages have the same heading.
    """
    request = context["request"]
    reader = reader_of(request)
    found = turns.turns(case, reader)
    task = getattr(request, "task", None)
    page = title or about or (task.flow_task.task_title if task else _page_title(current))
    return {
        "request": request,
        "case": case,
        "name": _named(case.organisation.name, str(page)),
        "scheme": f"{in_language(case.scheme, 'title')}, {case.get_kind_display()}",
        "stage": turns.stage_of(case, found),
        "responsible": _responsible(case, found),
        "deadline": _next_deadline(found, task),
        "tabs": [(label, _address(name, case), key == current) for key, name, label in PAGES],
        "can_rest": task is not None and queues.can_rest(task, reader.today),
        **({"task": task} if task or title else _next_step(found, reader)),
    }


def _named(name: str, page: str) -> str:
    if not page:
        return name
    return format_html('{}<span class="visually-hidden">: {}</span>', name, page)


def _page_title(current: str) -> str:
    return next((str(label) for key, _name, label in PAGES if key == current), "")


def _address(name: str, case: Case) -> str:
    try:
        return reverse(name, kwargs={"number": case.number})
    except NoReverseMatch:
        return ""


def _responsible(case: Case, found: list[turns.Turn]) -> str:
    holders = [str(turn.task.owner) for turn in found if turn.task.owner]
    if holders:
        return holders[0]
    return str(case.coordinator or "")


def _next_deadline(found: list[turns.Turn], task: Task | None) -> Any:
    if task is not None:
        return turns.deadline_of(task)
    dated = [turn.deadline for turn in found if turn.deadline]
    return min(dated, key=lambda deadline: deadline.date) if dated else None


def _next_step(found: list[turns.Turn], reader: Reader) -> dict[str, Any]:
    """The one button, or for whom the case waits."""
    if not found:
        return {}
    first = found[0]
    if first.mine or first.takeable:
        url = reverse("task", kwargs={"task_id": first.task.pk})
        return {"step": {"label": first.title, "url": url}}
    since = _("Since %(day)s") % {"day": first.since(reader)}
    return {"waiting": first.waiting(reader), "waiting_since": since}
