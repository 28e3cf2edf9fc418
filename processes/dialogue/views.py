"""The pages on which messages are written and letters registered."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from processes.case.access import attempt, posted, visible_case
from processes.case.models import Case
from processes.case.reader import Reader, reader_of
from processes.case.sides import is_inside
from processes.dialogue import actions
from processes.dialogue.forms import LetterForm, MessageForm
from processes.dialogue.models import CaseMessage

TEMPLATE = "processes/dialogue/write.html"


@require_http_methods(["GET", "POST"])
def message_write(request: HttpRequest, number: str) -> HttpResponse:
    """Write to the other side; the body also to itself."""
    case, reader, kinds = _admitted(request, number)
    form = MessageForm(posted(request), request.FILES or None, kinds=kinds)
    if form.is_valid() and _written(form, case, reader):
        messages.success(request, _("It is written. Whoever it is for is told that it came."))
        return redirect("case_messages", number=case.number)
    context = {"case": case, "form": form, "is_inside": is_inside(case, reader)}
    return render(request, TEMPLATE, context)


@require_http_methods(["GET", "POST"])
def letter_register(request: HttpRequest, number: str) -> HttpResponse:
    """Register what came from outside."""
    case, reader, kinds = _admitted(request, number)
    if CaseMessage.Kind.LETTER not in kinds:
        raise PermissionDenied
    form = LetterForm(posted(request), request.FILES or None, today=reader.today)
    if form.is_valid() and _written(form, case, reader):
        messages.success(request, _("The letter is registered."))
        return redirect("case_messages", number=case.number)
    return render(request, TEMPLATE, {"case": case, "form": form, "is_letter": True})


def _admitted(request: HttpRequest, number: str) -> tuple[Case, Reader, list[str]]:
    case, reader = visible_case(request, number=number), reader_of(request)
    kinds = actions.kinds_for(case, reader)
    if not kinds:
        raise PermissionDenied
    return case, reader, kinds


def _written(form: Any, case: Case, reader: Reader) -> bool:
    by: dict[str, Any] = {"by": reader.person, "at": reader.at}
    return attempt(form, lambda: actions.write(case, form.said, **by))
