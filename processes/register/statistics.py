"""How the certification goes, in numbers: no names of municipalities under way, no people."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from processes.case.models import Case
from processes.case.reader import reader_of
from processes.case.rows import lateness
from processes.case.stages import WAY, Stage
from processes.case.visibility import TOLD
from processes.register.forms import MomentForm
from processes.standing.history import counted
from processes.standing.models import Certificate
from processes.standing.status import Status, lasting
from workflow.models import Task


@dataclass(frozen=True)
class Line:
    """A row of a table: its words, its number, and the share of the largest, in per cent."""

    words: str
    number: int
    share: int


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Cases under way, decisions and certificates, for observers and the body; 404 for others."""
    reader = reader_of(request)
    if not reader.reads_statistics:
        raise Http404
    form = MomentForm(request.GET, today=reader.today)
    context = {
        "form": form,
        "moment": form.moment(reader.at),
        "statuses": _lines(counted(form.moment(reader.at)), dict(lasting())),
        "late": lateness.figures(reader.today),
        "stages": _lines(_by_stage(), dict(Stage.choices)),
        "outcomes": _lines(_by_outcome(), dict(Case.State.choices)),
        "counties": _lines(_by_county(reader.today), {}),
    }
    return render(request, "processes/register/statistics.html", context)


def _by_stage() -> Counter[str]:
    """Running cases by the stage of their open task."""
    running = Case.objects.running().filter(TOLD).values("main_process")
    tasks = Task.objects.filter(process__in=running, status__in=Task.OPEN)
    counted = tasks.exclude(role="").values_list("flow_task").annotate(number=Count("pk"))
    found: Counter[str] = Counter(dict.fromkeys([one.value for one in WAY[:-1]], 0))
    for node, number in counted:
        found[str(node.stage)] += number
    return found


def _by_outcome() -> Counter[str]:
    """Closed cases by how they ended."""
    closed = Case.objects.filter(TOLD).exclude(state=Case.State.RUNNING)
    return Counter(dict(closed.values_list("state").annotate(number=Count("pk"))))


def _by_county(day: date) -> Counter[str]:
    """Valid certificates by county."""
    valid = Certificate.objects.having(Status.VALID, day)
    county = "certification__organisation__county_name"
    counted = valid.values_list(county).annotate(number=Count("pk")).order_by(county)
    return Counter(dict(counted))


def _lines(counted: Counter[str], words: dict[Any, Any]) -> list[Line]:
    largest = max(counted.values(), default=0) or 1
    return [
        Line(str(words.get(key, key)) or "–", number, round(100 * number / largest))
        for key, number in counted.items()
    ]
