"""The pages on which a case is let rest, and goes on."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from processes.case.access import (
    TaskRequest,
    attempt,
    conflict_page,
    finished,
    posted,
    visible_case,
)
from processes.case.models import Case
from processes.case.reader import Reader, reader_of
from processes.case.sides import serves, speaks
from processes.parking import actions, deadlines, rules
from processes.parking.forms import AskForm, DeclineForm, ParkForm, ProlongForm
from processes.parking.models import Parking, ParkingWish
from processes.roles import Role
from workflow.calendar import local_date
from workflow.exceptions import Conflict


@require_http_methods(["GET", "POST"])
def case_park(request: HttpRequest, number: str) -> HttpResponse:
    """An officer lets the case rest; whoever speaks for the municipality asks for it."""
    case, reader = visible_case(request, number=number), reader_of(request)
    is_officer = serves(case, reader, Role.OFFICER)
    if not is_officer and not speaks(case, reader):
        raise PermissionDenied
    waiting = actions.pending(case)
    if waiting is not None and not is_officer:
        return _take_back(request, waiting, reader)
    kind = ParkForm if is_officer else AskForm
    form = kind(posted(request), case=case, today=reader.today)
    act = actions.park if is_officer else actions.ask
    done = _("The case rests.") if is_officer else _("An officer answers within a few days.")
    if request.method == "POST" and form.is_valid():
        by: dict[str, Any] = {"by": reader.person, "at": reader.at}
        if attempt(form, lambda: act(case, form.wanted, **by)):
            messages.success(request, done)
            return redirect("case", number=case.number)
    context = {"case": case, "form": form, "is_officer": is_officer, **_bounds(case, reader)}
    return render(request, "processes/parking/park.html", context)


def _bounds(case: Case, reader: Reader) -> dict[str, Any]:
    return {
        "hard": rules.next_hard_date(case, reader.today),
        "longest": deadlines.longest(case, reader.today),
    }


def _take_back(request: HttpRequest, waiting: ParkingWish, reader: Reader) -> HttpResponse:
    if request.method == "POST":
        try:
            actions.take_back(waiting, by=reader.person, at=reader.at)
        except Conflict as conflict:
            return conflict_page(request, conflict, waiting.case)
        messages.success(request, _("It is taken back. The case goes on."))
        return redirect("case", number=waiting.case.number)
    context = {"case": waiting.case, "wish": waiting}
    return render(request, "processes/parking/take_back.html", context)


@require_http_methods(["GET", "POST"])
def case_prolong(request: HttpRequest, number: str) -> HttpResponse:
    """An officer lets a case that rests do so until a later day."""
    case, reader = visible_case(request, number=number), reader_of(request)
    resting = rules.resting(case)
    if resting is None:
        raise Http404
    if not serves(case, reader, Role.OFFICER):
        raise PermissionDenied
    form = ProlongForm(posted(request), parking=resting, today=reader.today)
    if form.is_valid():
        said = form.cleaned_data
        given: dict[str, Any] = {"beyond": said["beyond"].strip(), "by": reader.person}
        given["at"] = reader.at
        reasons = said["reasons"].strip()
        if attempt(form, lambda: actions.prolong(resting, said["until"], reasons, **given)):
            messages.success(request, _("The case rests longer. Everybody in it has been told."))
            return redirect("case", number=case.number)
    context = {
        "case": case,
        "parking": resting,
        "form": form,
        "hard": rules.next_hard_date(case, reader.today),
        "longest": deadlines.longest(case, local_date(resting.from_at)),
    }
    return render(request, "processes/parking/prolong.html", context)


@require_http_methods(["GET", "POST"])
def case_resume(request: HttpRequest, number: str) -> HttpResponse:
    """The case goes on before its day."""
    case, reader = visible_case(request, number=number), reader_of(request)
    resting = rules.resting(case)
    if resting is None:
        raise Http404
    if not may_resume(resting, reader):
        raise PermissionDenied
    if request.method == "POST":
        try:
            actions.resume(resting, by=reader.person, at=reader.at)
        except Conflict as conflict:
            return conflict_page(request, conflict, case)
        messages.success(request, _("The case goes on. Its limits have moved by what it rested."))
        return redirect("case", number=case.number)
    return render(request, "processes/parking/resume.html", {"case": case, "parking": resting})


def may_resume(parking: Parking, reader: Reader) -> bool:
    """The reader is an officer, or speaks for the municipality that had asked for the rest."""
    if serves(parking.case, reader, Role.OFFICER):
        return True
    return parking.wish_id is not None and speaks(parking.case, reader)


def answer_parking(request: TaskRequest) -> HttpResponse:
    """Let the case rest as the municipality asks, or let it go on with reasons."""
    wish: ParkingWish = request.task.process.parking_wish
    reader, declines = reader_of(request), request.POST.get("step") == "decline"
    by: dict[str, Any] = {"by": reader.person, "at": reader.at}
    first = {"until": wish.wished_until, "ground": wish.ground, "reasons": wish.reasons}
    given = posted(request)
    form = ParkForm(
        None if declines else given, case=request.case, today=reader.today, initial=first
    )
    refusal = DeclineForm(given if declines else None)
    if form.is_valid() and attempt(form, lambda: actions.accept(wish, form.wanted, **by)):
        return finished(request, _("The case rests. The municipality has been told."))
    if declines and refusal.is_valid():
        why = refusal.cleaned_data["reasons"].strip()
        if attempt(refusal, lambda: actions.decline(wish, why, **by)):
            return finished(request, _("The case goes on. The municipality has been told."))
    context = {"case": request.case, "wish": wish, "form": form, "refusal": refusal}
    return render(request, "processes/parking/answer.html", context | _bounds(request.case, reader))
