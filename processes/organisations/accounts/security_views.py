"""The security log, for administrators: to read, and to hand over after an incident."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from processes.organisations.accounts.security import SecurityEvent, SecurityEventQuerySet, note
from processes.organisations.administration import bodies_of, page
from processes.organisations.signed_in import PersonRequest
from processes.pager import pager
from workflow.calendar import local_date
from workflow.sql.by_pk import key_of

PAGE = 100
HEAD = ("time", "event", "person", "by", "address", "details")


class LogFilter(forms.Form):
    """Which lines of the log are shown."""

    hide_optional = True

    kind = forms.ChoiceField(
        label=_("What happened"),
        required=False,
        choices=[("", _("Everything")), *SecurityEvent.Kind.choices],
    )


@require_GET
@never_cache
def log(request: HttpRequest) -> HttpResponse:
    """What happened to accounts, the newest first; ``kind`` shows one kind alone."""
    found, form = _lines(request), LogFilter(request.GET)
    if form.is_valid() and (kind := form.cleaned_data["kind"]):
        found = found.filter(kind=kind)
    if after := key_of(request.GET.get("after", "")):
        found = found.filter(pk__lt=after)
    rows = list(found[: PAGE + 1])
    following = str(rows[PAGE - 1].pk) if len(rows) > PAGE else ""
    context = {
        "rows": rows[:PAGE],
        "search": form,
        "days": settings.SECURITY_LOG_DAYS,
        **pager(request, reverse("security_log"), following),
    }
    return page(request, "processes/organisations/security_log.html", context)


@require_GET
@never_cache
def export(request: PersonRequest) -> StreamingHttpResponse:
    """All lines that are kept, as a file for an incident report. Taking it is a line too."""
    lines = _lines(request)
    note(SecurityEvent.Kind.EXPORTED, request.user, by=request.user, what="security log")
    response = StreamingHttpResponse(_csv(lines), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="security-log.csv"'
    return response


def _lines(request: HttpRequest) -> SecurityEventQuerySet:
    own = SecurityEvent.objects.within(bodies_of(request), local_date(timezone.now()))
    return own.select_related("person", "by").order_by("-pk")


def _csv(lines: SecurityEventQuerySet) -> Iterator[str]:
    yield "\ufeff" + _line(HEAD)
    for one in lines.iterator(chunk_size=1000):
        yield _line(_told(one))


def _told(one: SecurityEvent) -> tuple[Any, ...]:
    details = ", ".join(f"{name}: {value}" for name, value in one.data.items())
    # Numbers, not names: who a number is stands on the person's page, and is not sent about.
    people = (one.person_id or "", one.by_id or "")
    return (one.at.isoformat(), one.kind, *people, one.address or "", details)


def _line(values: tuple[Any, ...]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(values)
    return out.getvalue()
