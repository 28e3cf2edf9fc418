"""What every page of the audit stage does the same way."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from processes.audit import forms
from processes.audit.models import Audit
from processes.audit.team import changes as team
from processes.case.access import TaskRequest, attempt
from processes.case.models import Case
from processes.case.reader import reader_of
from processes.case.sides import serves
from processes.organisations.signed_in import PersonRequest

TaskPage = Callable[[TaskRequest], HttpResponse]


def show(request: TaskRequest, name: str, **context: Any) -> HttpResponse:
    """A task page of this stage."""
    context |= {"task": request.task, "case": request.case, "audit": request.case.audit}
    return render(request, f"processes/audit/{name}.html", context)


def led(page: TaskPage) -> TaskPage:
    """The page is for the lead; an auditor who has taken it over makes a declaration first."""

    @wraps(page)
    def view(request: TaskRequest) -> HttpResponse:
        if request.case.audit.lead == request.user:
            return page(request)
        return _take_over(request)

    return view


def _take_over(request: TaskRequest) -> HttpResponse:
    audit, at = request.case.audit, timezone.now()
    form = forms.TakeOver(request.POST if "take_over" in request.POST else None)
    if form.is_valid() and attempt(form, lambda: team.take_over(audit, by=request.user, at=at)):
        return redirect("task", task_id=request.task.pk)
    return show(request, "take_over", form=form)


def team_of(request: PersonRequest, case: Case) -> Audit:
    """The audit in whose team the reader is. Raises Http404 for everybody else."""
    audit: Audit | None = getattr(case, "audit", None)
    if audit is None or all(one.person != request.user for one in audit.current_team):
        raise Http404
    return audit


def is_staff(request: PersonRequest, case: Case) -> bool:
    """The reader works for the certification body of the case, and is not kept from it."""
    return serves(case, reader_of(request))
