"""Who may configure, and what every page of the administration shares."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from processes.organisations import reach
from processes.organisations.models import Person
from processes.roles import Role
from workflow.calendar import local_date
from workflow.exceptions import Conflict, Refused
from workflow.roles import grants


def bodies_of(request: HttpRequest) -> frozenset[int]:
    """Ids of the bodies the person administers today. For everybody else there is no such page."""
    held = grants(request.user, local_date(timezone.now()))
    bodies = frozenset(g.organisation_id for g in held if g.role == Role.ADMINISTRATOR)
    if not bodies:
        raise Http404
    return bodies


def person_of(request: HttpRequest, pk: int) -> Person:
    """Somebody whom the administrator reaches; for everybody else there is no such page."""
    known = reach.people(bodies_of(request), local_date(timezone.now()))
    return get_object_or_404(known, pk=pk)


def succeeds(form: forms.BaseForm, change: Callable[[], Any]) -> bool:
    """Try a change of a valid form; a refusal is told in the form, a conflict has its own page."""
    if not form.is_valid():
        return False
    try:
        change()
    except Conflict:
        raise
    except Refused as refused:
        form.add_error(None, refused.message)
        return False
    return True


SECTIONS = (
    (_("Schemes"), "schemes", ("schemes", "editions", "areas", "criteria", "cycles")),
    (_("People and roles"), "people", ("people", "roles", "ties")),
    (_("Organisations"), "organisations", ("organisations",)),
    (_("Complaints"), "administered_complaints", ("complaints", "review")),
    (_("Incidents"), "incidents", ("incidents",)),
    (_("Security log"), "security_log", ("security",)),
    (_("System"), "system", ("system",)),
)
"""The parts of the administration: words, page, and how the addresses of a part begin."""


def sections(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """The parts of the administration: words, address, and whether the page is in it."""
    here = request.path.removeprefix(reverse("administration")).partition("/")[0]
    return [(str(words), reverse(name), here in begun) for words, name, begun in SECTIONS]


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of the administration; one that shows errors answers 422."""
    form = context.get("form")
    if status == 200 and form is not None and form.is_bound and form.errors:
        status = 422
    context = {"sections": sections(request), **context}
    return render(request, template, context, status=status)
