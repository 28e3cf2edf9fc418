"""The head of every page of a case: who it is, who acts next, and where one can go."""

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.case import open_tasks
from processes.case.models import Case
from processes.case.reader import Reader, reader_of
from processes.roles import Role
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
    """Identity bar and sub-navigation: who acts next in the main line, and until when.

    On a task page (``request.task``) the task leads.

    A page with a ``title`` of its own has its own button too, so the bar shows none. One of many
    of a kind says what it is ``about``, so that no two pages have the same heading.
    """
    request = context["request"]
    reader = reader_of(request)
    found = open_tasks.open_tasks_of(case, reader)
    task = getattr(request, "task", None)
    led = open_tasks.leading(case, found)
    leading = task or (led.task if led else None)
    page = title or about or (task.title if task else _page_title(current))
    return {
        "request": request,
        "case": case,
        "name": _named(case.organisation.name, str(page)),
        "scheme": f"{in_language(case.scheme, 'title')}, {case.get_kind_display()}",
        "stage": open_tasks.stage_of(case, found),
        "responsible": _responsible(leading),
        "deadline": open_tasks.deadline_of(leading) if leading else None,
        "tabs": [(label, _address(name, case), key == current) for key, name, label in PAGES],
        "can_rest": task is not None and queues.can_rest(task, reader.today),
        **({"task": task} if task or title else _next_step(found, led, reader)),
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


def _responsible(task: Task | None) -> str:
    """Who has the task, or the role in whose queue it lies; nobody where nothing is to be done."""
    if task is None:
        return ""
    return str(task.owner or capfirst(Role(task.role).label))


def _next_step(
    found: list[open_tasks.OpenTask], led: open_tasks.OpenTask | None, reader: Reader
) -> dict[str, Any]:
    """The one button, or for whom the case waits."""
    if led is None:
        return {}
    first = found[0] if found[0].mine or found[0].takeable else led
    if first.mine or first.takeable:
        url = reverse("task", kwargs={"task_id": first.task.pk})
        return {"step": {"label": first.title, "url": url}}
    since = _("Since %(day)s") % {"day": first.since(reader)}
    return {"waiting": first.waiting(reader), "waiting_since": since}
