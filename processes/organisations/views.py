"""People, roles and organisations, for administrators."""

from copy import copy
from datetime import datetime
from functools import reduce
from operator import or_

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from processes.organisations import listing, reach, returns
from processes.organisations import people as actions
from processes.organisations.accounts import addresses
from processes.organisations.administration import bodies_of, page, person_of, succeeds
from processes.organisations.forms import (
    ChangeForm,
    InterestForm,
    LastDayForm,
    MembershipForm,
    OrganisationSearchForm,
    PersonForm,
    SearchForm,
)
from processes.organisations.models import Interest, Membership, Organisation, Person
from processes.organisations.signed_in import PersonRequest
from processes.pager import pager
from workflow.calendar import local_date
from workflow.sql.substrings import containing

MOST = 100


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Everybody whom the administrator reaches, by name, at most a hundred: search for the rest."""
    known = reach.people(bodies_of(request), local_date(timezone.now()))
    form = SearchForm(request.GET)
    text = form.cleaned_data["text"].strip() if form.is_valid() else ""
    found = known.order_by("name_order", "pk").prefetch_related("memberships__organisation")
    if text:
        places = ("memberships__organisation__name", "memberships__organisation__full_name")
        columns = ("name", "email", *places)
        found = found.filter(reduce(or_, (containing(one, text) for one in columns))).distinct()
    context = {"search": form, "people": found[:MOST], "total": found.count(), "most": MOST}
    return page(request, "processes/organisations/people.html", context)


def new_person(request: PersonRequest) -> HttpResponse:
    """Add somebody; their roles come next."""
    added_by = min(bodies_of(request))
    form = PersonForm(request.POST or None, instance=Person(added_by_id=added_by))
    at = timezone.now()
    if succeeds(form, lambda: actions.add(form.instance, by=request.user, at=at)):
        messages.success(request, _("The person is added. Now give the person a role."))
        return redirect("person", form.instance.pk)
    context = {"form": form, "days": settings.FIRST_PASSWORD_DAYS}
    return page(request, "processes/organisations/new_person.html", context)


def person(request: PersonRequest, pk: int) -> HttpResponse:
    """Who somebody is, which roles they hold and which ties they have."""
    somebody = person_of(request, pk)
    form = ChangeForm(request.POST or None, instance=copy(somebody))
    at = timezone.now()
    if succeeds(form, lambda: _change(form, by=request.user, at=at)):
        words = _("Saved. A link has been sent to the new address.")
        messages.success(request, words if form.asked else _("Saved."))
        return redirect("person", pk)
    going_back = returns.unfinished().filter(person=somebody).first()
    context = {
        "form": form,
        "person": somebody,
        "returning": returns.count(going_back, at) if going_back else None,
        "moving": addresses.waiting(somebody).select_related("asked_by").first(),
        "today": local_date(at),
        "memberships": somebody.memberships.select_related("organisation").order_by("-from_date"),
        "interests": somebody.interests.select_related("organisation").order_by("pk"),
    }
    return page(request, "processes/organisations/person.html", context)


@transaction.atomic
def _change(form: ChangeForm, *, by: Person, at: datetime) -> None:
    somebody, asked = form.instance, form.asked
    somebody.email = form.known
    actions.change(somebody, by=by, at=at)
    if asked:
        dead = form.cleaned_data["old_is_dead"]
        addresses.ask(somebody, asked, by=by, at=at, old_is_dead=dead)


def new_membership(request: PersonRequest, pk: int) -> HttpResponse:
    """Give somebody a role."""
    somebody = person_of(request, pk)
    at = timezone.now()
    form = MembershipForm(
        request.POST or None,
        instance=Membership(person=somebody),
        initial={"from_date": local_date(at)},
        offered=reach.organisations(bodies_of(request)),
    )
    if succeeds(
        form, lambda: actions.appoint(somebody, form.appointment(), by=request.user, at=at)
    ):
        messages.success(request, _("The role is given."))
        _tell_kept(request, somebody)
        return redirect("person", pk)
    context = {"form": form, "person": somebody}
    return page(request, "processes/organisations/new_membership.html", context)


def _tell_kept(request: HttpRequest, somebody: Person) -> None:
    """Warn that ties keep somebody from running cases, and from which."""
    numbers = actions.kept_from(somebody)
    if numbers:
        words = _("Roles or ties keep %(name)s from the body's work on these cases: %(cases)s.")
        messages.warning(request, words % {"name": somebody, "cases": ", ".join(numbers)})


def new_interest(request: PersonRequest, pk: int) -> HttpResponse:
    """Note a tie to a municipality."""
    somebody = person_of(request, pk)
    at = timezone.now()
    form = InterestForm(
        request.POST or None, instance=Interest(person=somebody), today=local_date(at)
    )
    if succeeds(form, lambda: actions.declare_interest(form.instance, by=request.user, at=at)):
        messages.success(request, _("The tie is noted."))
        _tell_kept(request, somebody)
        return redirect("person", pk)
    context = {"form": form, "person": somebody}
    return page(request, "processes/organisations/new_interest.html", context)


def end_interest(request: PersonRequest, pk: int) -> HttpResponse:
    """Note the day a tie ended."""
    interest = get_object_or_404(Interest.objects.select_related("organisation"), pk=pk)
    interest.person = person_of(request, interest.person_id)
    at = timezone.now()
    today = local_date(at)
    form = LastDayForm(request.POST or None, initial={"day": today}, last=today)
    if succeeds(
        form,
        lambda: actions.end_interest(interest, form.cleaned_data["day"], by=request.user, at=at),
    ):
        messages.success(request, _("Saved."))
        return redirect("person", interest.person_id)
    context = {"form": form, "interest": interest, "person": interest.person}
    return page(request, "processes/organisations/end_interest.html", context)


@require_GET
def organisations(request: HttpRequest) -> HttpResponse:
    """Municipalities, bodies and partners, in pages."""
    bodies_of(request)
    form = OrganisationSearchForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    found = Organisation.objects.all()
    if text := chosen.get("text", "").strip():
        named = containing("name", text) | containing("full_name", text)
        found = found.filter(named | Q(code=text))
    if county := chosen.get("county"):
        found = found.filter(county_code=county)
    shown, after = listing.page(found, request.GET.get("after", ""))
    pages = pager(request, reverse("organisations"), after)
    context = {"search": form, "organisations": shown, **pages}
    return page(request, "processes/organisations/organisations.html", context)
