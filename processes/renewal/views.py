"""The effect of a renewal cycle, seen before it is published."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.case.reader import reader_of
from processes.organisations.administration import bodies_of, page
from processes.organisations.signed_in import PersonRequest
from processes.renewal import tasks
from processes.renewal.changeover import change_table, preview
from processes.renewal.changeover.publishing import Choice, publish
from processes.renewal.forecast.charts import chart
from processes.renewal.forms import PublishForm, StartForm
from processes.renewal.models import Changeover
from processes.scheme.cycles import judgement
from processes.scheme.models import RenewalCycle
from processes.scheme.rhythm.feasibility import judge
from processes.scheme.rhythm.planned_items import rhythm_of
from workflow.calendar import local_date
from workflow.engine.transitions import open_steps
from workflow.exceptions import Refused

TOLD = {
    True: gettext_lazy(
        "The cycle is published. New cases use it, and so do the items that are planned. "
        "Cases already opened keep the cycle they have."
    ),
    False: gettext_lazy(
        "The cycle is published. New cases use it. Surveillances that are planned or opened keep "
        "the cycle they have, with its dates, limits and reminders. A renewal that is planned "
        "keeps its dates and takes the limits and reminders of the new one when it opens."
    ),
}


def cycle_preview(request: PersonRequest, pk: int) -> HttpResponse:
    """The calendar, the moves, the auditor days and the mails of a cycle; and its publishing."""
    cycles = RenewalCycle.objects.filter(scheme__body__in=bodies_of(request))
    cycle = get_object_or_404(cycles.select_related("scheme"), pk=pk)
    form = PublishForm(request.POST or None)
    if cycle.is_draft and form.is_valid():
        _publish(request, cycle, form)
        cycle.refresh_from_db()
    if form.is_bound and not cycle.is_draft:
        return _after(cycle)  # published just now, or by the first of two presses
    planned = preview.moves(cycle, reader_of(request).today) if cycle.is_draft else []
    seen = preview.mark(cycle, planned)
    form.initial = {"mark": seen}
    if form.is_bound:
        # What is shown again is what is true now, not what was true when the page was opened.
        form.data = {**request.POST.dict(), "mark": seen}
    context = {"form": form, **_shown(request, cycle, planned)}
    return page(request, "processes/renewal/cycle_preview.html", context)


def _publish(request: PersonRequest, cycle: RenewalCycle, form: PublishForm) -> None:
    chosen = form.cleaned_data
    choice = Choice(chosen["mark"], moves_planned=chosen["effect"] == PublishForm.ALSO_PLANNED)
    try:
        begun = publish(cycle, choice, by=request.user, at=timezone.now())
    except Refused as refused:
        form.add_error(None, refused.message)
        return
    if begun:
        tasks.wake()
    messages.success(request, TOLD[choice.moves_planned])


def _after(cycle: RenewalCycle) -> HttpResponse:
    """Where it is seen what publishing did."""
    begun = Changeover.objects.filter(cycle=cycle).exists()
    return redirect("changeover" if begun else "cycle", cycle.pk)


def _shown(
    request: HttpRequest, cycle: RenewalCycle, planned: list[preview.Move]
) -> dict[str, Any]:
    start, unused = _start(request)
    now = cycle.scheme.cycles.filter(state=RenewalCycle.State.PUBLISHED).first() or cycle
    days = preview.auditor_days(planned)
    steps = {step.name: step for step in open_steps(cycle, request.user)}
    return {
        "cycle": cycle,
        "scheme": cycle.scheme,
        "start": start,
        "errors": unused,
        "rows": list(preview.calendar(cycle, start.cleaned_data["start"])),
        "limits": preview.limits_from(cycle, start.cleaned_data["start"]),
        **_moves(request, planned),
        "planned": len(planned),
        "days": days,
        "chart": chart(days),
        "mails_now": preview.mails((m.kind, m.ladder(now)) for m in planned if m.item),
        "mails_then": preview.mails((m.kind, m.ladder_then()) for m in planned if m.planned),
        "unkept": judgement.told(judge(rhythm_of(cycle))),
        "publish": steps.get("publish"),
    }


def _moves(request: HttpRequest, planned: list[preview.Move]) -> dict[str, Any]:
    """What would change, a page of it in rows: a whole country makes a long table."""
    changes = [move for move in planned if move.is_change]
    shown = Paginator(changes, change_table.PAGE).get_page(request.GET.get("page"))
    return {
        "moves": changes,
        "by_hand": change_table.of_kept(move for move in planned if move.by_hand),
        "lines": change_table.of_moves(shown.object_list),
        "shown": shown,
    }


def _start(request: HttpRequest) -> tuple[StartForm, list[str]]:
    """The chosen day, or today and what is wrong with the one that was chosen."""
    today: date = local_date(timezone.now())
    form = StartForm(request.GET if "start" in request.GET else {"start": today.isoformat()})
    if form.is_valid():
        return form, []
    form = StartForm({"start": today.isoformat()})
    form.is_valid()
    return form, [_("That is not a day. The calendar begins today.")]
