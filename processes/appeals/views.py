"""The pages of an appeal: to write it, to read it, to acknowledge and to answer it."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from processes.appeals import actions, deciding
from processes.appeals.forms import AnswerForm, AppealForm, OutcomeForm, StatementForm
from processes.appeals.models import Appeal
from processes.appeals.policies import is_against_holder, is_appealable, refusal_of
from processes.case.access import TaskRequest, attempt, finished, posted, visible_case
from processes.case.models import Case
from processes.case.reader import Reader, reader_of
from processes.case.sides import speaks
from processes.decision.models import Decision
from processes.decision.receipts import appeal_ends
from processes.organisations.signed_in import PersonRequest
from processes.sanctions.status_views import certificate_of
from workflow.calendar import Deadline


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


@require_safe
def appeal(request: HttpRequest, number: str, n: int) -> HttpResponse:
    """An appeal with its receipt, how far it has come, and the answer."""
    case = visible_case(request, number=number)
    made = case.appeals.filter(number=n).select_related("by", "decision", "receipt").first()
    if made is None:
        raise Http404
    return render(request, "processes/appeals/appeal.html", {"case": case, "appeal": made})


def acknowledge(request: TaskRequest) -> HttpResponse:
    """Read the appeal and tell the municipality that it is taken in."""
    made: Appeal = request.task.process.appeal
    reader = reader_of(request)
    if request.method == "POST":
        actions.acknowledge(made, by=reader.person, at=reader.at)
        return finished(request, _("The municipality has been told that the appeal is taken in."))
    return _task_page(request, made, None)


def answer(request: TaskRequest) -> HttpResponse:
    """Answer the appeal, with reasons."""
    made: Appeal = request.task.process.appeal
    reader, form = reader_of(request), AnswerForm(posted(request))
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["answer_text"].strip()
        if attempt(form, lambda: actions.answer(made, text, by=reader.person, at=reader.at)):
            return finished(request, _("The appeal is answered. The municipality has been told."))
    return _task_page(request, made, form)


def look_into(request: TaskRequest) -> HttpResponse:
    """Say what was found, and lay the appeal before a decision maker."""
    made: Appeal = request.task.process.appeal
    reader, form = reader_of(request), StatementForm(posted(request))
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["answer_text"].strip()
        if attempt(form, lambda: deciding.lay_before(made, text, by=reader.person, at=reader.at)):
            return finished(request, _("The appeal lies before a decision maker."))
    return _task_page(request, made, form, button=_("Lay it before a decision maker"))


def decide(request: TaskRequest) -> HttpResponse:
    """Decide the appeal, with reasons; here a suspension can be let rest first."""
    made: Appeal = request.task.process.appeal
    reader = reader_of(request)
    form = OutcomeForm(posted(request), choices=_outcomes(made, reader))
    if request.method == "POST" and form.is_valid():
        text, outcome = form.cleaned_data["answer_text"].strip(), form.cleaned_data["outcome"]
        say = deciding.OUTCOMES[outcome]
        if attempt(form, lambda: say(made, text, by=reader.person, at=reader.at)):
            if outcome != "stay":
                return finished(request, _("The appeal is decided. The municipality is told."))
            messages.success(request, _("The suspension rests until the appeal is decided."))
            return redirect("task", request.task.pk)
    return _task_page(request, made, form, button=_("Decide"))


def _outcomes(made: Appeal, reader: Reader) -> list[tuple[str, str]]:
    """What can be said of this appeal now, in words."""
    said = [
        ("reject", _("The decision stands")),
        ("dismiss", _("Dismiss: it came too late, or from nobody who may appeal")),
        ("uphold", _("Grant it: what was decided was wrong and is replaced")),
    ]
    if deciding.may_send_back(made):
        said.append(("send_back", _("Send it back: somebody else decides anew")))
    if deciding.may_stay(made, reader.at):
        said.append(("stay", _("Not yet: let the suspension rest until the appeal is decided")))
    return said


def _task_page(
    request: TaskRequest, made: Appeal, form: forms.Form | None, *, button: str = ""
) -> HttpResponse:
    button = button or _("Send the answer")
    context = {"case": request.case, "appeal": made, "form": form, "button": button}
    return render(request, "processes/appeals/handle.html", context)
