"""What a draft cycle would mean for auditor days: asked for, made, shown."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from processes.organisations.administration import page
from processes.organisations.signed_in import PersonRequest
from processes.renewal import tasks
from processes.renewal.forecast import forecasts
from processes.renewal.forecast.charts import chart
from processes.renewal.forecast.models import Forecast, Months
from processes.scheme.cycles.views import cycle_of
from workflow.exceptions import Refused


@require_GET
def forecast(request: HttpRequest, pk: int) -> HttpResponse:
    """What it is; while it is made, how far it is; then both pictures of the years."""
    cycle = cycle_of(request, pk)
    row = Forecast.objects.filter(cycle=cycle).select_related("cycle__scheme", "by").first()
    context = {
        "cycle": cycle,
        "scheme": cycle.scheme,
        "forecast": row,
        "municipalities": forecasts.MUNICIPALITIES,
        "years": forecasts.YEARS,
        "goes_on": row is not None and row.finished_at is None and not row.is_left,
        **(_result(row) if row and row.finished_at else {}),
    }
    return page(request, "processes/renewal/forecast.html", context)


def _result(row: Forecast) -> dict[str, Any]:
    months = row.months
    return {
        "days": months,
        "chart": chart(months),
        "sums": _by_year(months),
        "whole": _sums(months),
        "is_of_now": forecasts.is_of_now(row),
    }


def _by_year(months: Months) -> list[tuple[int, int, int]]:
    years = groupby(months, key=lambda row: row[0].year)
    return [(year, *_sums(list(rows))) for year, rows in years]


def _sums(months: Months) -> tuple[int, int]:
    return sum(now for _m, now, _then in months), sum(then for _m, _now, then in months)


@require_POST
def begin_forecast(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask for it; a second press while it is made changes nothing."""
    try:
        forecasts.begin(cycle_of(request, pk), by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        tasks.wake_forecaster()
    return redirect("forecast", pk)
