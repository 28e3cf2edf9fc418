"""How far a published cycle's changeover has come, and at the end what it changed."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from processes.organisations.administration import bodies_of, page
from processes.renewal import tasks
from processes.renewal.changeover import change_table
from processes.renewal.changeover import changes as actions
from processes.renewal.models import Changeover, ChangeoverPart


def changeover_of(request: HttpRequest, pk: int) -> Changeover:
    """The changeover to a cycle of a scheme the person administers; otherwise 404."""
    mine = Changeover.objects.filter(cycle__scheme__body__in=bodies_of(request))
    return get_object_or_404(mine.select_related("cycle__scheme"), cycle=pk)


@require_GET
def changeover(request: HttpRequest, pk: int) -> HttpResponse:
    """So many of all; when it is finished, what was moved, and what could not be."""
    row = changeover_of(request, pk)
    context = {
        "changeover": row,
        "cycle": row.cycle,
        "scheme": row.cycle.scheme,
        "count": row.count,
        **(_summary(request, row) if row.finished_at else {}),
    }
    return page(request, "processes/renewal/changeover.html", context)


def _summary(request: HttpRequest, row: Changeover) -> dict[str, Any]:
    parts = row.parts.select_related("certificate__certification__organisation").order_by("pk")
    done = parts.filter(done_at__isnull=False)
    shown = Paginator(done, change_table.PAGE).get_page(request.GET.get("page"))
    return {
        "sums": done.aggregate(*(Sum(name, default=0) for name in ("moved", "added", "cancelled"))),
        "otherwise": _places(done.filter(as_shown=False)),
        "left": _places(parts.filter(ChangeoverPart.LEFT)),
        "lines": change_table.of_parts(shown.object_list),
        "shown": shown,
    }


def _places(parts: QuerySet[ChangeoverPart]) -> list[str]:
    names = parts.values_list("certificate__certification__organisation__name", flat=True)
    return list(names)


@require_POST
def try_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try once more what was left after too many attempts."""
    actions.try_again(changeover_of(request, pk))
    tasks.wake()
    messages.success(request, _("What was left is tried again."))
    return redirect("changeover", pk)
