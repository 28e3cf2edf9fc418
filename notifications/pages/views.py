"""What a person chooses to hear, and what an administrator sees of the post."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from notifications import tasks
from notifications.models import Notification
from notifications.pages import upcoming
from notifications.pages.listed import listed, with_subjects
from notifications.pages.preferences import PreferenceForm, preference_of
from processes.models import Case
from processes.organisations import reach
from processes.pager import pager
from processes.roles import Role
from workflow import roles
from workflow.queues import exclusions
from workflow.sql.by_pk import key_of

PAGE = 50
AHEAD_DAYS = 365
NAMED, LONGEST = 5, 10
Status = Notification.Status


@require_http_methods(["GET", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """My own choices."""
    form = PreferenceForm(request.POST or None, preference=preference_of(request.user))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your choices are saved."))
        return redirect("notices")
    context = {"form": form, "keeps_post": bool(_held(request, Role.ADMINISTRATOR))}
    return render(request, "notifications/choices.html", context)


@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    """The post of an administrator's body, what could not be sent first."""
    status = request.GET.get("status", Status.DEAD)
    if status not in Status.values:
        raise Http404
    rows = _own(request).filter(status=status).order_by("-pk")
    if before := key_of(request.GET.get("before", "")):
        rows = rows.filter(pk__lt=before)
    page = list(with_subjects(rows)[: PAGE + 1])
    context = {
        "mails": listed(page[:PAGE], timezone.now()),
        "status": status,
        "views": [(known.label, f"?status={known}", known == status, None) for known in Status],
        "next": f"?status={status}&before={page[PAGE - 1].pk}" if len(page) > PAGE else "",
    }
    return render(request, "notifications/outbox.html", context)


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a dead letter try again now."""
    changed = _dead(request, pk).update(
        status=Status.PENDING, attempts=0, next_try_at=timezone.now()
    )
    if changed:
        tasks.wake()
        messages.success(request, _("The mail will be tried again."))
    return redirect("notices_outbox")


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a dead letter up."""
    if _dead(request, pk).update(status=Status.CANCELLED):
        Notification.objects.filter(digest=pk).update(status=Status.CANCELLED)
        messages.success(request, _("The mail will not be sent."))
    return redirect("notices_outbox")


@require_GET
def coming(request: HttpRequest, number: str) -> HttpResponse:
    """Every mail a case will send in a year, as things stand now."""
    places = _places(request, Role.OFFICER, Role.ADMINISTRATOR)
    at = timezone.now()
    cases = Case.objects.visible_to(request.user, timezone.localdate(at))
    case = get_object_or_404(cases, number=number, certification__scheme__body__in=places)
    until = timezone.localdate(at) + timedelta(days=AHEAD_DAYS)
    start = request.GET.get("after", "")
    first = int(start) if start.isdecimal() and len(start) < LONGEST else 0
    groups, more = upcoming.groups(at, until, case=case, start=first, number=PAGE)
    address = reverse("notices_coming", kwargs={"number": case.number})
    after = str(first + PAGE) if more else ""
    context = {"case": case, "groups": groups, "named": NAMED, **pager(request, address, after)}
    return render(request, "notifications/coming.html", context)


def _held(request: HttpRequest, *held: Role) -> set[int]:
    """The organisations at which the person holds one of the roles."""
    grants = roles.grants(request.user, timezone.localdate())
    return {grant.organisation_id for grant in grants if grant.role in held}


def _places(request: HttpRequest, *held: Role) -> set[int]:
    """Where the person holds one of the roles. Raises Http404 where that is nowhere."""
    places = _held(request, *held)
    if not places:
        raise Http404
    return places


def _own(request: HttpRequest) -> Any:
    """The post about cases of the administrator's bodies, and letters to people of theirs.

    Beside a case what goes to addresses is seen by whoever reaches the place that it is about.

    An exclusion keeps them from the mails of a case as from the case itself.
    """
    places = _places(request, Role.ADMINISTRATOR)
    of_body = models.Q(case__certification__scheme__body__in=places)
    excluded = exclusions.processes(request.user.pk, Role.ADMINISTRATOR)
    reached = reach.people(places, timezone.localdate()).values("pk")
    to_own = models.Q(case=None, recipient__in=reached)
    # What goes to an address is about no person: the place tells whose it is, or it is all's.
    at_own = reach.organisations(places).values("pk")
    to_address = models.Q(case=None, recipient=None) & (
        models.Q(organisation=None) | models.Q(organisation__in=at_own)
    )
    own = Notification.objects.filter(of_body | to_own | to_address)
    return own.exclude(case__main_process__in=excluded)


def _dead(request: HttpRequest, pk: int) -> Any:
    """A dead letter of the administrator's, as a guarded update wants it."""
    get_object_or_404(_own(request), pk=pk)
    return Notification.objects.filter(pk=pk, status=Status.DEAD)
