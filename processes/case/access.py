"""From a request to a case: who may see it, and what to say when somebody else was first."""

from collections.abc import Callable
from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from processes import subjects
from processes.case.models import Case
from processes.kept import is_of_people
from processes.organisations.signed_in import PersonRequest
from workflow import queues
from workflow.calendar import local_date
from workflow.exceptions import Conflict, Refused
from workflow.models import Task
from workflow.sql.by_pk import GREATEST
from workflow.sql.compiled import compiled

OVERTAKEN = frozenset(
    f"{Conflict.kind}.{code}"
    for code in (
        "draft_changed",
        "finding_changed",
        "finding_corrected",
        "left_team",
        "overtaken",
        "report_newer",
        "task_gone",
        "task_not_free",
        "task_not_yours",
        "task_taken",
        "text_changed",
        "version_changed",
    )
)
"""The refusals that say somebody else was first; any other says that it is not the time."""


class TaskRequest(PersonRequest):
    """A request on a task page: the open task, owned by the person, and its case."""

    task: Task
    case: Case
    """Of a process that is about a case."""
    subject: Any
    """Of one that is about something else."""


def visible_case(request: HttpRequest, *, number: str = "", pk: int = 0) -> Case:
    """The case with this number or key, if the person may see it; otherwise 404."""
    person, day = request.user.pk or 0, local_date(timezone.now())
    found = of_number(number, person, day) if number else of_key(pk, person, day)
    case = found.first()
    if case is None:
        raise Http404
    return case


def _seen(person: int, day: date) -> QuerySet[Case]:
    """What the pages of a case tell at their heads is read with it."""
    return Case.objects.visible_to(person, day).select_related(
        "certification__organisation",
        "certification__scheme__body",
        "edition",
        "cycle",
        "main_process",
    )


@compiled
def of_number(number: str, person: int, day: date) -> QuerySet[Case]:
    """The case with this number, if the person may see it."""
    return _seen(person, day).filter(number=number)


@compiled
def of_key(key: int, person: int, day: date) -> QuerySet[Case]:
    """The case with this key, if the person may see it."""
    return _seen(person, day).filter(pk=key)


def visible_task(request: HttpRequest, task_id: int) -> tuple[Task, Case | None]:
    """A human task with its case, if the person may see them; otherwise 404.

    None where it is about something else, which the request carries as ``subject``.
    """
    task = human_task(_bounded(task_id)).first()
    if task is None:
        raise Http404
    key = Case.key_of(task.process)
    if key is not None:
        return task, visible_case(request, pk=key)
    subject = subjects.seen(task.process, request.user, local_date(timezone.now()))
    if subject is None:
        raise Http404
    cast(Any, request).subject = subject
    return task, None


def about(request: HttpRequest, case: Case | None) -> Any:
    """What a visible task is about: the case, or the other row."""
    return case or cast(Any, request).subject


def taken_page(request: HttpRequest, task_id: int) -> HttpResponse:
    """Tell whoever might have taken a task with a declaration that somebody else was first.

    Then the case is no longer theirs to see. Raises Http404 for everybody else.
    """
    task = human_task(_bounded(task_id)).first()
    if task is None or task.owner_id is None or not task.flow_task.declared:
        raise Http404
    if not queues.may_take(task, request.user):
        raise Http404
    return conflict_page(
        request, Conflict(_("Somebody else has taken this task."), code="task_gone"), None
    )


@compiled
def human_task(key: int) -> QuerySet[Task]:
    """A task that people do."""
    tasks = Task.objects.exclude(role="").select_related("process", "owner", "organisation")
    return tasks.filter(pk=key)


def _bounded(key: int) -> int:
    """The key, or 0, which nothing has, for a number greater than any key: addresses are typed."""
    return key if key <= GREATEST else 0


def conflict_page(
    request: HttpRequest, refused: Refused, case: Case | None, *, is_own: bool = False
) -> HttpResponse:
    """Say who was first or that it is not the time, and show what was written: nothing is lost.

    ``case``: none where the person may no longer see it. ``is_own``: it was the person, by a press
    before this one; that is no conflict.
    """
    link = reverse("case", kwargs={"number": case.number}) if case else reverse("inbox")
    context = {
        "is_own": is_own,
        "is_closed": refused.code not in OVERTAKEN,
        "message": refused.message,
        "case": case,
        "written": written(request.POST),
        "link": link,
    }
    return render(request, "409.html", context, status=200 if is_own else 409)


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, for binding a form; None while the page is only read."""
    return request.POST if request.method == "POST" else None


def written(posted: QueryDict) -> list[tuple[str, str]]:
    """The texts somebody sent, for showing them again."""
    pairs = ((name, value) for name, values in posted.lists() for value in values)
    return [(name, value) for name, value in pairs if value.strip() and is_of_people(name, value)]


def attempt(form: BaseForm, change: Callable[[], Any]) -> bool:
    """Try a change; a refusal becomes an error of the form. Conflict passes on to its page."""
    try:
        change()
    except Conflict:
        raise
    except Refused as refused:
        form.add_error(None, refused.message)
        return False
    return True


def finished(request: HttpRequest, words: str, *, case: Case | None = None) -> HttpResponse:
    """Thank and lead back to the inbox; to the audit of a ``case`` that may still be seen."""
    messages.success(request, words)
    person, day = request.user.pk or 0, local_date(timezone.now())
    if case is not None and of_key(case.pk, person, day).exists():
        return redirect("case_audit", number=case.number)
    return redirect("inbox")
