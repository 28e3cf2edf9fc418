"""One renewal cycle: read, and while it is a draft, edited. The preview publishes it."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from processes.organisations.administration import bodies_of, page
from processes.organisations.models import Person
from processes.organisations.signed_in import PersonRequest
from processes.scheme import drafts
from processes.scheme.cycles import judgement
from processes.scheme.cycles.forms import CycleForm
from processes.scheme.editing import Part, edit
from processes.scheme.models import RenewalCycle
from processes.scheme.rhythm.feasibility import judge
from processes.scheme.rhythm.planned_items import rhythm_of
from workflow import trail

LATEST = 20


def cycle_of(request: HttpRequest, pk: int) -> RenewalCycle:
    """A cycle of a scheme the person administers; otherwise 404."""
    cycles = RenewalCycle.objects.filter(scheme__body__in=bodies_of(request))
    return get_object_or_404(cycles.select_related("scheme"), pk=pk)


@require_GET
def cycle(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything a cycle says, in one table."""
    row = cycle_of(request, pk)
    context = {
        "cycle": row,
        "scheme": row.scheme,
        "form": CycleForm(instance=row),
        "unkept": judgement.told(judge(rhythm_of(row))),
        "history": trail.history(row).reverse()[:LATEST],
    }
    return page(request, "processes/scheme/cycle.html", context)


def edit_cycle(request: PersonRequest, pk: int) -> HttpResponse:
    """Change a draft; its effect is shown before it is published."""
    row = cycle_of(request, pk)
    form = CycleForm(request.POST or None, instance=row)
    back = "cycle_preview" if "preview" in request.POST else "cycle"

    def save(*, by: Person, at: datetime) -> None:
        windows = form.cleaned_data["windows"]
        drafts.save_cycle(row, windows, before=form.before, by=by, at=at)

    part = Part(
        row,
        form,
        _("Renewal cycle"),
        reverse(back, args=[row.pk]),
        save,
        template="processes/scheme/edit_cycle.html",
    )
    return edit(request, part)
