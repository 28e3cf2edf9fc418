"""An officer chooses whether a planned surveillance is visited or made by document."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from processes.audit.forms import text_area
from processes.case import access
from processes.case.reader import reader_of
from processes.case.sides import serves
from processes.organisations.models import Person
from processes.renewal.changeover.moving import shift
from processes.renewal.changeover.preview import held
from processes.renewal.deadlines import chosen, programme, term_of
from processes.renewal.models import ProgrammeItem
from processes.roles import Role
from workflow import acts
from workflow.engine.transitions import perform
from workflow.exceptions import Conflict, Refused

VISIT, DOCUMENT = "visit", "document"


class WayForm(forms.Form):
    """How the surveillance is made, and why otherwise than the cycle says."""

    way = forms.ChoiceField(
        label=gettext_lazy("How it is made"),
        widget=forms.RadioSelect,
        choices=[
            (VISIT, gettext_lazy("With a visit")),
            (DOCUMENT, gettext_lazy("By document: what is handed in is examined")),
        ],
    )
    reasons = forms.CharField(
        label=gettext_lazy("Reasons"),
        help_text=gettext_lazy("The municipality reads this."),
        widget=text_area(3),
        max_length=5000,
    )


@acts.one()
@transaction.atomic
def choose(
    item: ProgrammeItem, *, by_document: bool, reasons: str, by: Person, at: datetime
) -> None:
    """Let a planned surveillance be made otherwise; its dates follow (obligation 59).

    One whose day an officer chose keeps its dates. Raises Refused where nothing would change.
    """
    if not item.traits.is_owed or item.by_document == by_document:
        raise Refused(_("It is planned so already."), code="same_way")
    by_hand = item.is_by_hand
    perform(item.choose_way, by=by, at=at, because=reasons, by_document=by_document)
    if by_hand:
        return
    certificate = item.programme.certificate
    items = list(item.programme.items.select_related("case__audit", "cycle").order_by("pk"))
    cycle = item.cycle or certificate.case.cycle
    ways = chosen(items, cycle, certificate.case.cycle)
    planned = programme(cycle, term_of(certificate, held(items)), ways)
    mine = next(one for one in planned if (one.kind, one.ordinal) == (item.kind, item.ordinal))
    shift(ProgrammeItem.objects.get(pk=item.pk), mine, by=by, at=at, cycle=item.cycle)


@require_http_methods(["GET", "POST"])
def surveillance_way(request: HttpRequest, number: str, n: int) -> HttpResponse:
    """The page on which an officer chooses, of a surveillance that has not begun."""
    case, reader = access.visible_case(request, number=number), reader_of(request)
    if not serves(case, reader, Role.OFFICER):
        raise PermissionDenied
    items = ProgrammeItem.objects.filter(programme__certificate__certification=case.certification)
    mine = items.filter(kind="surveillance", ordinal=n).select_related("programme__certificate")
    item = mine.order_by("-pk").first()
    if item is None:
        raise Http404
    if item.current_state != ProgrammeItem.State.PLANNED:
        words = _("The surveillance has begun, or is not planned any more.")
        return access.conflict_page(request, Conflict(words, code="surveillance_begun"), case)
    form = WayForm(access.posted(request))
    form.fields["way"].initial = VISIT if item.by_document else DOCUMENT

    def change() -> None:
        by_document = form.cleaned_data["way"] == DOCUMENT
        said: dict[str, Any] = {"reasons": form.cleaned_data["reasons"].strip()}
        choose(item, by_document=by_document, by=reader.person, at=reader.at, **said)

    if form.is_valid() and access.attempt(form, change):
        messages.success(request, _("It is planned anew."))
        return redirect("case_programme", number=case.number)
    context = {"case": case, "item": item, "form": form}
    return render(request, "processes/renewal/surveillance_way.html", context)
