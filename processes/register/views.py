"""The public register: no login, no cookies, no personal data."""

import io
from collections.abc import Iterable
from datetime import date
from typing import Any

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from processes.organisations.models import Organisation
from processes.pager import pager
from processes.promises.models import PublishedPromise
from processes.promises.policies import LEAST
from processes.register import listing
from processes.register.chart import shapes
from processes.register.entries import Entry, certificates, in_words, survey_of
from processes.register.forms import NumberForm, SearchForm
from processes.register.public_page import page, public
from processes.scheme.models import Criterion
from processes.standing.models import Certificate
from workflow.calendar import local_date


@public
def register(request: HttpRequest) -> HttpResponse:
    """Search, table and map of certified municipalities."""
    day, form = local_date(timezone.now()), SearchForm(request.GET)
    wish = form.wish()
    shown = listing.page(wish, day, request.GET.get("after", ""))
    on_the_map = listing.on_the_map(wish, day)
    total = listing.count(wish)
    context = {
        "search": form,
        "entries": shown.entries,
        "total": min(total, listing.CAP),
        "are_more": total > listing.CAP,
        "in_force": len({e.organisation.pk for e in on_the_map if e.is_in_force}),
        "shapes": shapes(on_the_map, wish.county),
        "schemes": len({entry.scheme for entry in on_the_map}),
        "is_filtered": bool(wish),
        **pager(request, reverse("register"), shown.after),
    }
    return page(request, "register", context)


@public
def register_certificate(request: HttpRequest, code: str) -> HttpResponse:
    """What a municipality's certificate says, its revisions, criteria and survey values.

    Obligation 2.
    """
    organisation = _municipality(code)
    day = local_date(timezone.now())
    held = certificates().filter(certification__organisation=organisation).order_by("-pk")
    context = {
        "organisation": organisation,
        "groups": [_group(rows, day) for rows in _by_scheme(held)],
        "survey": survey_of(organisation),
        "number_form": NumberForm(),
    }
    return page(request, "register_certificate", context)


def _municipality(code: str) -> Organisation:
    found = Organisation.objects.municipalities().filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _by_scheme(held: Iterable[Certificate]) -> list[list[Certificate]]:
    groups: dict[int, list[Certificate]] = {}
    for certificate in held:
        groups.setdefault(certificate.certification_id, []).append(certificate)
    return list(groups.values())


def _group(rows: list[Certificate], day: date) -> dict[str, Any]:
    """The latest certificate of a scheme, the promises it stands for, and all revisions."""
    newest = rows[0]
    promises = PublishedPromise.objects.filter(certification=newest.certification_id).current()
    musts = Criterion.objects.filter(
        area__edition=newest.case.edition, kind=Criterion.Kind.MUST
    ).select_related("area")
    return {
        "entry": Entry(newest.certification.organisation, newest, day),
        "certificate": newest,
        "scheme": newest.certification.scheme,
        "edition": newest.case.edition,
        "promises": promises.with_found(day),
        "least": LEAST,
        "criteria": musts.order_by("area__position", "position"),
        "revisions": [(row, in_words(row, day)) for row in rows],
    }


@public
def register_check(request: HttpRequest) -> HttpResponse:
    """Does a number on paper belong to a certificate that counts? (obligation 2)"""
    asked = "number" in request.GET
    form = NumberForm(request.GET if asked else None)
    found = None
    if asked and form.is_valid():
        found = _numbered(form.cleaned_data["number"])
    context = {
        "form": form,
        "asked": asked and form.is_valid(),
        "found": found,
        "words": in_words(found, local_date(timezone.now())),
        "newer": found.later_revisions().first() if found else None,
    }
    return page(request, "register_check", context)


def _numbered(number: str) -> Certificate | None:
    """By the full number, or the latest revision of a number without one."""
    full = certificates().filter(number=number.strip().upper())
    found: Certificate | None = certificates().numbered(number)
    return found or full.order_by("-revision").first()


@public
def register_qr(request: HttpRequest, code: str) -> HttpResponse:
    """A QR code that leads to the municipality's page in the register."""
    organisation = _municipality(code)
    address = reverse("register_certificate", args=[organisation.code])
    out = io.BytesIO()
    segno.make(request.build_absolute_uri(address), error="m").save(
        out, kind="svg", border=2, scale=4
    )
    return HttpResponse(out.getvalue(), content_type="image/svg+xml")
