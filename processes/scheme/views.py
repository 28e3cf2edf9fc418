"""Schemes: what is certified, in which editions and cycles."""

from collections.abc import Iterable
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from processes.organisations.administration import bodies_of, page, succeeds
from processes.organisations.signed_in import PersonRequest
from processes.scheme import actions, copies
from processes.scheme.forms import NewEditionForm
from processes.scheme.models import Edition, Scheme
from processes.scheme.scheme_forms import NewSchemeForm, SchemeForm
from workflow import trail
from workflow.exceptions import Conflict, Refused


def scheme_of(bodies: Iterable[int], code: str) -> Scheme:
    """A scheme the person administers; otherwise 404."""
    return get_object_or_404(Scheme, code=code, body__in=bodies)


@require_GET
def schemes(request: HttpRequest) -> HttpResponse:
    """The schemes of the person's bodies."""
    rows = Scheme.objects.filter(body__in=bodies_of(request)).order_by("title_sv")
    context = {"schemes": rows.prefetch_related("editions", "cycles")}
    return page(request, "processes/scheme/schemes.html", context)


def new_scheme(request: PersonRequest) -> HttpResponse:
    """Add a scheme; editions and cycles come next."""
    bodies = bodies_of(request)
    form = NewSchemeForm(request.POST or None, instance=Scheme(body_id=min(bodies)))
    at = timezone.now()
    if succeeds(form, lambda: actions.add_scheme(form.instance, by=request.user, at=at)):
        messages.success(request, _("The scheme is added. Now make its first edition."))
        return redirect("scheme", form.instance.code)
    return page(request, "processes/scheme/new_scheme.html", {"form": form})


@require_GET
def scheme(request: HttpRequest, code: str) -> HttpResponse:
    """One scheme with its versions."""
    row = scheme_of(bodies_of(request), code)
    context = {
        "scheme": row,
        "editions": row.editions.order_by("-number"),
        "cycles": row.cycles.order_by("-number"),
    }
    return page(request, "processes/scheme/scheme.html", context)


def edit_scheme(request: PersonRequest, code: str) -> HttpResponse:
    """Change the words of a scheme."""
    row = scheme_of(bodies_of(request), code)
    form = SchemeForm(request.POST or None, instance=row)
    change = partial(actions.change_scheme, row, form.before, by=request.user, at=timezone.now())
    try:
        saved = form.says_what_is_kept or (not form.is_stale and succeeds(form, change))
    except Conflict:
        saved = False
    if saved:
        messages.success(request, _("Saved."))
        return redirect("scheme", code)
    if form.is_bound and not form.errors:
        theirs = SchemeForm(instance=Scheme.objects.get(pk=row.pk))
        last = trail.history(row).last()
        context = {
            "theirs": theirs.told(),
            "yours": form.told(),
            "link": request.path,
            "who": last.actor if last else None,
            "at": last.at if last else None,
        }
        return page(request, "409.html", context, status=409)
    return page(request, "processes/scheme/edit_scheme.html", {"form": form, "scheme": row})


@require_POST
def change_applications(request: PersonRequest, code: str) -> HttpResponse:
    """Open the scheme for applications, or close it; pressed twice, it is done once."""
    row = scheme_of(bodies_of(request), code)
    wish = request.POST.get("open", "no" if row.is_open else "yes") == "yes"
    change = actions.open_for_applications if wish else actions.close_for_applications
    try:
        if wish != row.is_open:
            change(row, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("scheme", code)


def new_edition(request: PersonRequest, code: str) -> HttpResponse:
    """Begin a draft edition, copied from another or empty."""
    bodies = bodies_of(request)
    row = scheme_of(bodies, code)
    editions = Edition.objects.filter(scheme=row).order_by("-number")
    form = NewEditionForm(request.POST or None, editions=editions)
    at = timezone.now()

    begin = copies.new_edition
    if succeeds(form, lambda: begin(row, model=form.cleaned_data["model"], by=request.user, at=at)):
        return redirect("edition", row.editions.latest("number").pk)
    return page(request, "processes/scheme/new_edition.html", {"form": form, "scheme": row})


@require_POST
def new_cycle(request: PersonRequest, code: str) -> HttpResponse:
    """Begin a draft cycle, copied from the published one."""
    row = scheme_of(bodies_of(request), code)
    try:
        cycle = copies.new_cycle(row, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("scheme", code)
    return redirect("cycle", cycle.pk)
