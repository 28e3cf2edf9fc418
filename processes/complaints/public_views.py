"""Pages of complaints for everybody: what can be complained of, the form, a new private address."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.ratelimit import consume
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from processes.case.access import written
from processes.complaints import actions
from processes.complaints.actions import Draft
from processes.complaints.forms import ComplaintForm, LinkForm
from processes.complaints.models import Complaint
from processes.organisations.models import Organisation
from processes.register.public_page import asked_language, framed, public
from processes.scheme.models import RenewalCycle
from processes.scheme.rhythm import limits

TOLD = (
    *("acknowledge_complaint", "review_complaint", "answer_complaint", "investigate_complaint"),
    *("settle_complaint", "tell_progress", "private_address"),
    *("confirm_appeal", "admit_appeal", "answer_appeal"),
)
"""The limits that whoever complains is told of."""

OF_MUNICIPALITIES = (Complaint.Kind.MUNICIPALITY, Complaint.Kind.MARK, Complaint.Kind.APPEAL)
"""Of others it is not kept which was chosen: it may be the one that complains."""


def for_everybody(*methods: str) -> Callable[..., Callable[..., HttpResponse]]:
    """A page without sign-in that no cache keeps and no search engine shows."""

    def made(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            with translation.override(asked_language(request)):
                response = view(request, *args, **kwargs)
            response.headers["X-Robots-Tag"] = "noindex"
            return response

        return login_not_required(never_cache(require_http_methods(methods)(shown)))

    return made


def page(
    request: HttpRequest, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page of complaints in the frame of the public pages."""
    context = {**context, **framed(request)}
    return render(request, f"processes/complaints/{name}.html", context, status=status)


def cycle_in_force() -> RenewalCycle:
    """The cycle whose limits a new complaint goes by: that of the first open scheme. Or 404."""
    cycles = RenewalCycle.objects.filter(state="published").select_related("scheme__body")
    found = cycles.order_by("-scheme__is_open", "scheme").first()
    if found is None:
        raise Http404
    return found


@public
def complaints(request: HttpRequest) -> HttpResponse:
    """What can be appealed against or complained of, by whom, how long it takes.

    Obligation 80.
    """
    cycle = cycle_in_force()
    told = [(limits.LIMITS[key], limits.amount(cycle, key)) for key in TOLD]
    return page(request, "about", {"limits": told, "cycle": cycle})


@for_everybody("GET", "POST")
def complain(request: HttpRequest) -> HttpResponse:
    """The form, and the receipt of what was sent."""
    is_sent = request.method == "POST"
    given = [request.POST, request.FILES] if is_sent else []
    municipalities = Organisation.objects.municipalities().order_by("name_order")
    asked = {name: request.GET.get(name, "") for name in ("municipality", "promise")}
    asked |= {"kind": "municipality"} if asked["municipality"] else {}
    asked |= {"kind": "appeal"} if "appeal" in request.GET else {}
    form = ComplaintForm(*given, municipalities=municipalities, initial=asked)
    if is_sent and form.is_valid():
        if not _may_still(request):
            context = {"written": written(request.POST)}
            return page(request, "too_many", context, status=429)
        return page(request, "received", {"taken": _lodged(form, request)})
    status = 422 if form.is_bound else 200
    return page(request, "write", {"form": form, "promised": form.promised}, status=status)


def _may_still(request: HttpRequest) -> bool:
    """Not too many came from there within the hour, or in all."""
    return bool(
        consume(request, action="complain")
        and consume(request, action="complain_in_all", key="all")
    )


def _lodged(form: ComplaintForm, request: HttpRequest) -> actions.Taken:
    said, promised = form.cleaned_data, form.promised
    about = said["municipality"] if said["kind"] in OF_MUNICIPALITIES else None
    if promised is not None and about != promised.certification.organisation:
        promised = None
    draft = Draft(
        once=said["once"],
        kind=said["kind"],
        text=said["text"].strip(),
        name=said["name"].strip(),
        email=said["email"],
        language=translation.get_language() or "sv",
        may_be_named=said["may_be_named"],
        reference=said["reference"].strip(),
        about=about,
        promise=promised,
        whom=said["whom"].strip(),
    )
    cycle = cycle_in_force()
    return actions.lodge(cycle.scheme, cycle, draft, said["attached"], at=timezone.now())


@for_everybody("GET", "POST")
def complaint_link(request: HttpRequest) -> HttpResponse:
    """Ask for a new private address: the answer is the same, whatever was asked with."""
    form = LinkForm(request.POST if request.method == "POST" else None)
    if not (form.is_bound and form.is_valid()):
        status = 422 if form.is_bound else 200
        return page(request, "link", {"form": form}, status=status)
    said = form.cleaned_data
    if consume(request, action="complaint_link", key=said["number"].strip().upper()):
        actions.send_new_address(said["number"], said["email"], at=timezone.now())
    return page(request, "link_sent", {})
