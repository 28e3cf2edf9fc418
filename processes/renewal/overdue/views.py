"""The page on which an officer decides how an overdue item goes on."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from processes.case.access import TaskRequest, attempt, finished, posted
from processes.case.reader import reader_of
from processes.renewal import deadlines
from processes.renewal.overdue import actions as overdue
from processes.renewal.overdue.forms import ANEW, GO_ON, LEAVE_OUT, MOVE, SUSPEND, OverdueForm
from processes.renewal.overdue.models import Overdue
from processes.sanctions.actions import is_proposable
from processes.sanctions.grounds import Kind

ACTIONS: dict[str, Callable[..., None]] = {
    GO_ON: overdue.go_on,
    ANEW: overdue.open_anew,
    MOVE: overdue.move,
    LEAVE_OUT: overdue.leave_out,
    SUSPEND: overdue.propose_suspension,
}


def settle_overdue(request: TaskRequest) -> HttpResponse:
    """Let the case go on, open a new one, move the item or leave it out, with reasons."""
    asked: Overdue = request.task.process.overdue
    reader, item = reader_of(request), asked.item
    certificate = item.programme.certificate
    running = item.case is not None and item.case.is_running
    renews = item.traits.restores
    last = deadlines.last_of_all(item, reader.today)
    form = OverdueForm(
        posted(request),
        today=reader.today,
        last=last,
        running=running,
        renews=renews,
        may_suspend=is_proposable(certificate, Kind.SUSPEND, reader.at),
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        answer = overdue.Answer(said["reasons"].strip(), said["day"])
        act = ACTIONS[said["answer"]]
        if attempt(form, lambda: act(asked, answer, by=reader.person, at=reader.at)):
            return finished(request, _("It is decided how it goes on."))
    context: dict[str, Any] = {
        "case": request.case,
        "form": form,
        "item": item,
        "renews": renews,
        "certificate": certificate,
        "running": item.case if running else None,
        "hard_date": deadlines.hard_date(item),
        "earlier": item.overdues.exclude(pk=asked.pk).order_by("-put_at"),
    }
    return render(request, "processes/renewal/settle_overdue.html", context)
