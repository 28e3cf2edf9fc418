"""Promises that could not be kept and wait for a person."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from processes.organisations.administration import bodies_of, page, succeeds
from processes.organisations.signed_in import PersonRequest
from processes.scheme.incident_actions import skip
from processes.scheme.incident_forms import SkipForm
from processes.scheme.incident_words import line
from workflow.exceptions import Conflict
from workflow.models import Task, Timer
from workflow.timers.incidents import retry

STUCK = Timer.objects.filter(status=Timer.Status.INCIDENT).order_by("original_due_at", "pk")


def _concerns(timer: Timer, bodies: frozenset[int]) -> bool:
    """The timer is about something at one of the bodies, or about nothing in particular."""
    subject: Any = timer.subject
    row = subject.process.subject if isinstance(subject, Task) else subject
    places: frozenset[int] = getattr(row, "places", frozenset())
    return not places or bool(places & bodies)


@require_GET
def incidents(request: HttpRequest) -> HttpResponse:
    """What stopped, why, and a way to try again."""
    bodies = bodies_of(request)
    stuck = STUCK.all().prefetch_related("subject")
    rows = [line(timer) for timer in stuck if _concerns(timer, bodies)]
    return page(request, "processes/scheme/incidents.html", {"incidents": rows})


@require_http_methods(["GET", "POST"])
def skip_incident(request: PersonRequest, pk: int) -> HttpResponse:
    """Give up a promise, for a reason."""
    timer = _incident(request, pk)
    about, form = line(timer), SkipForm(request.POST or None)
    by, at = request.user, timezone.now()
    if succeeds(form, lambda: skip(timer, form.cleaned_data["reason"].strip(), by=by, at=at)):
        messages.success(request, _("It is skipped. The reason stands in the history."))
        return redirect("incidents")
    return page(request, "processes/scheme/skip_incident.html", {"form": form, "row": about})


def _incident(request: HttpRequest, pk: int) -> Timer:
    """An incident that concerns the administrator; for everybody else there is none."""
    bodies = bodies_of(request)
    timer = get_object_or_404(STUCK.all(), pk=pk)
    if not _concerns(timer, bodies):
        raise Http404
    return timer


@require_POST
def retry_incident(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a promise be tried again at the next sweep."""
    timer = _incident(request, pk)
    try:
        retry(timer, at=timezone.now())
        messages.success(request, _("It is tried again within a minute."))
    except Conflict as conflict:
        messages.error(request, conflict.message)
    return redirect("incidents")
