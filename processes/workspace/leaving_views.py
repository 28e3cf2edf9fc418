"""Ending a role and closing an account: first what hangs on it, then the change."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from processes.organisations import people, reach, returns, tasks
from processes.organisations.administration import bodies_of, page, person_of, succeeds
from processes.organisations.forms import LastDayForm
from processes.organisations.models import Membership, Person
from processes.organisations.signed_in import PersonRequest
from processes.workspace import leaving
from processes.workspace.leaving_forms import CloseForm, ask_for_heirs, heirs_of
from workflow.calendar import local_date
from workflow.exceptions import Refused


@require_http_methods(["GET", "POST"])
def end_membership(request: PersonRequest, pk: int) -> HttpResponse:
    """End a role."""
    membership = get_object_or_404(Membership.objects.select_related("organisation"), pk=pk)
    membership.person = person_of(request, membership.person_id)
    at = timezone.now()
    held_roles = _held_roles(request, [membership], at)
    form = LastDayForm(
        request.POST or None, initial={"day": local_date(at)}, first=membership.from_date
    )
    ask_for_heirs(form, held_roles)

    def end() -> None:
        day, heirs = form.cleaned_data["day"], heirs_of(form, held_roles)
        leaving.end_role(membership, day, heirs=heirs, by=request.user, at=at)

    if succeeds(form, end):
        tasks.wake()
        messages.success(request, _("The role ends on the day you chose."))
        return redirect("person", membership.person_id)
    context = {"form": form, "membership": membership, **_shown(membership.person, held_roles)}
    return page(request, "processes/organisations/end_membership.html", context)


@require_http_methods(["GET", "POST"])
def change_access(request: PersonRequest, pk: int) -> HttpResponse:
    """Let somebody sign in no longer, after showing what hangs on it; or let them in again."""
    somebody, at = person_of(request, pk), timezone.now()
    if not somebody.is_active:
        return _reopened(request, somebody)
    held = somebody.memberships.lasting(local_date(at)).select_related("organisation", "person")
    held_roles = _held_roles(request, held.order_by("pk"), at)
    form = CloseForm(request.POST if request.method == "POST" else None)
    ask_for_heirs(form, held_roles)

    def close() -> None:
        leaving.close(somebody, heirs=heirs_of(form, held_roles), by=request.user, at=at)

    if succeeds(form, close):
        tasks.wake()
        messages.success(request, _("The account is closed."))
        return redirect("person", pk)
    context = {"form": form, **_shown(somebody, held_roles)}
    return page(request, "processes/organisations/close_account.html", context)


def _reopened(request: PersonRequest, somebody: Person) -> HttpResponse:
    if request.method == "POST":
        try:
            people.reactivate(somebody, by=request.user, at=timezone.now())
        except Refused as refused:
            messages.error(request, refused.message)
    return redirect("person", somebody.pk)


def _held_roles(
    request: HttpRequest, held: Iterable[Membership], at: datetime
) -> list[leaving.HeldRole]:
    """The roles that somebody leaves, and whom the administrator may let follow."""
    reached = reach.people(bodies_of(request), local_date(at))
    return [leaving.HeldRole(one, at, reached) for one in held]


def _shown(somebody: Person, held_roles: list[leaving.HeldRole]) -> dict[str, Any]:
    number = sum(held_role.number for held_role in held_roles)
    return {
        "person": somebody,
        "held_roles": held_roles,
        "number": number,
        "in_background": number > returns.AT_ONCE,
    }
