"""The pages of an appeal: to write it, to read it, to take it back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from processes.appeals import actions, admitting
from processes.appeals.forms import AppealForm
from processes.appeals.models import Appeal
from processes.appeals.policies import OPEN, is_against_holder, is_appealable, refusal_of
from processes.case.access import attempt, conflict_page, posted, visible_case
from processes.case.models import Case
from processes.case.reader import Reader, reader_of
from processes.case.sides import serves, speaks
from processes.decision.models import Decision
from processes.decision.receipts import appeal_ends
from processes.organisations.signed_in import PersonRequest
from processes.reviewing.actions import left_alone
from processes.roles import Role
from processes.sanctions.status_views import certificate_of
from workflow.calendar import Deadline
from workflow.exceptions import Conflict


@require_http_methods(["GET", "POST"])
def case_appeal(request: HttpRequest, number: str) -> HttpResponse:
    """Write an appeal against how the case ended; a coordinator or signatory does."""
    case, reader = visible_case(request, number=number), reader_of(request)
    if not speaks(case, reader):
        raise PermissionDenied
    form = AppealForm(posted(request))
    if request.method == "POST" and form.is_valid():
        made = _registered(case, form, reader)
        if made is not None:
            messages.success(request, _("Your appeal is registered. This page is your receipt."))
            return redirect("appeal", number=case.number, n=made.number)
    ends = appeal_ends(case, refusal_of(case)) if is_appealable(case) else None
    return _write(request, case, form, ends)


def _write(
    request: HttpRequest, case: Case, form: AppealForm, ends: Deadline | None
) -> HttpResponse:
    context = {
        "case": case,
        "form": form,
        "ends": ends,
        "is_late": ends is not None and reader_of(request).today > ends.date,
    }
    return render(request, "processes/appeals/write.html", context)


@require_http_methods(["GET", "POST"])
def appeal_decision(request: PersonRequest, number: str, n: int) -> HttpResponse:
    """Write an appeal against a decision about a certificate in force."""
    certificate, case = certificate_of(request, number)
    reader = reader_of(request)
    found = certificate.certification.decisions.filter(case=None, number=n).first()
    if found is None or not found.is_decided:
        raise Http404
    if not speaks(case, reader):
        raise PermissionDenied
    form = AppealForm(posted(request))
    if request.method == "POST" and form.is_valid():
        made = _registered(case, form, reader, found)
        if made is not None:
            messages.success(request, _("Your appeal is registered. This page is your receipt."))
            return redirect("appeal", number=case.number, n=made.number)
    ends = appeal_ends(case, found) if is_against_holder(found) else None
    return _write(request, case, form, ends)


def _registered(
    case: Case, form: AppealForm, reader: Reader, against: Decision | None = None
) -> Appeal | None:
    made: list[Appeal] = []
    text = form.cleaned_data["text"].strip()

    def register() -> None:
        made.append(actions.appeal(case, text, by=reader.person, at=reader.at, against=against))

    return made[0] if attempt(form, register) else None


@require_http_methods(["GET", "POST"])
def appeal(request: HttpRequest, number: str, n: int) -> HttpResponse:
    """An appeal with its receipt, how far it has come, and the answer; here it is taken back."""
    case, reader = visible_case(request, number=number), reader_of(request)
    known = case.appeals.select_related("by", "confirmed_by", "decision", "receipt")
    made = known.filter(number=n).first()
    if made is None:
        raise Http404
    may = speaks(case, reader)
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        try:
            admitting.recall(made, by=reader.person, at=reader.at)
        except Conflict as conflict:
            return conflict_page(request, conflict, case)
        messages.success(request, _("The appeal is taken back."))
        return redirect("appeal", number=case.number, n=made.number)
    may_recall = may and made.current_state in OPEN
    context = {
        "case": case,
        "appeal": made,
        "may_recall": may_recall,
        "new_case": _begun_by(made),
        "is_left_alone": serves(case, reader, Role.ADMINISTRATOR)
        and made.own_process is not None
        and left_alone(made.own_process, reader.at) is not None,
    }
    return render(request, "processes/appeals/appeal.html", context)


def _begun_by(made: Appeal) -> Case | None:
    """The case that began because the appeal was granted."""
    if made.current_state != Appeal.State.GRANTED or made.answered_at is None:
        return None
    return made.case.following.filter(opened_at=made.answered_at).first()
