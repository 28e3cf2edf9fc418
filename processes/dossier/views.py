"""The pages of a case."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from processes.case import panels
from processes.case.access import visible_case
from processes.case.open_tasks import open_tasks_of, progress, stage_of
from processes.case.reader import reader_of
from processes.case.rows import lateness
from processes.case.sides import is_inside
from processes.dossier import chart, dates, documents, possibilities, timeline
from processes.dossier.remarks import remarks_of
from processes.evidence import actions as evidence


@require_safe
def overview(request: HttpRequest, number: str) -> HttpResponse:
    """Who acts next, since when, what comes next, and what is closed and why."""
    case, reader = visible_case(request, number=number), reader_of(request)
    open_tasks = open_tasks_of(case, reader)
    position = chart.position(case)
    shown, ways = panels.of(panels.OVERVIEW, case, reader)
    context = {
        "case": case,
        "open_tasks": open_tasks,
        "late": lateness.in_case(case.main_process, reader.today),
        "stage": stage_of(case, open_tasks),
        "stages": progress(case, open_tasks, reader),
        "possible": [
            (open_task, possibilities.of(open_task, case, reader.person))
            for open_task in open_tasks
            if open_task.mine or open_task.takeable
        ],
        "dates": dates.coming(case, open_tasks),
        "places": chart.places(case, *position),
        "diagram": chart.drawing(case, *position),
        "panels": shown,
        "ways": ways,
        "latest": timeline.entries(case, reader, latest=3),
        "reader": reader,
    }
    return render(request, "processes/case/overview.html", context)


@require_safe
def papers(request: HttpRequest, number: str) -> HttpResponse:
    """The frozen papers and the evidence."""
    case, reader = visible_case(request, number=number), reader_of(request)
    context = {
        "case": case,
        "documents": documents.of(case),
        **documents.evidence_of(case, reader),
        "may_add": evidence.may_add(case, reader),
        "is_inside": is_inside(case, reader),
    }
    return render(request, "processes/case/documents.html", context)


@require_safe
def correspondence(request: HttpRequest, number: str) -> HttpResponse:
    """What has been said in the case, and the notices sent about it."""
    case, reader = visible_case(request, number=number), reader_of(request)
    said, shown, ways = panels.thread(case, reader)
    context: dict[str, Any] = {
        "case": case,
        "remarks": remarks_of(case),
        "said": said,
        "panels": shown,
        "ways": ways,
    }
    return render(request, "processes/case/messages.html", context)


@require_safe
def history(request: HttpRequest, number: str) -> HttpResponse:
    """Everything that happened, newest first."""
    case, reader = visible_case(request, number=number), reader_of(request)
    context = {"case": case, "entries": timeline.entries(case, reader)}
    return render(request, "processes/case/history.html", context)
