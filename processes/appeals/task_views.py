"""The pages of the tasks of an appeal: one a task."""

from functools import partial

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from processes.appeals import actions, admitting, deciding
from processes.appeals.forms import (
    AnswerForm,
    OutcomeForm,
    PutRightForm,
    StandByForm,
    StatementForm,
    TakenUpForm,
)
from processes.appeals.models import Appeal
from processes.case.access import TaskRequest, attempt, finished, posted
from processes.case.reader import Reader, reader_of


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


def confirm(request: TaskRequest) -> HttpResponse:
    """A signatory says whether the municipality appeals."""
    made: Appeal = request.task.process.appeal
    reader, form = reader_of(request), StandByForm(posted(request))
    if request.method == "POST" and form.is_valid():
        by = {"by": reader.person, "at": reader.at}
        if form.cleaned_data["answer"] == "stand_by":
            done = attempt(form, lambda: admitting.stand_by(made, **by))
        else:
            text = form.cleaned_data["answer_text"].strip()
            done = attempt(form, lambda: admitting.disown(made, text, **by))
        if done:
            return finished(request, _("Your answer is noted."))
    return _task_page(request, made, form, button=_("Save"))


def admit(request: TaskRequest) -> HttpResponse:
    """Take it up, or say why not."""
    made: Appeal = request.task.process.appeal
    reader = reader_of(request)
    form = TakenUpForm(posted(request), help_text=_("The municipality reads this."))
    if request.method == "POST" and form.is_valid():
        by = {"by": reader.person, "at": reader.at}
        if form.cleaned_data["answer"] == "take_up":
            done = attempt(form, lambda: admitting.admit(made, **by))
        else:
            text = form.cleaned_data["dismissed_because"].strip()
            done = attempt(form, lambda: admitting.dismiss(made, text, **by))
        if done:
            return finished(request, _("Your answer is noted. The municipality is told."))
    return _task_page(request, made, form, button=_("Save"))


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
        if outcome == "uphold_partly":
            say = partial(say, corrective=form.cleaned_data["corrective"])
        if attempt(form, lambda: say(made, text, by=reader.person, at=reader.at)):
            if outcome != "stay":
                return finished(request, _("The appeal is decided. The municipality is told."))
            messages.success(request, _("The suspension rests until the appeal is decided."))
            return redirect("task", request.task.pk)
    return _task_page(request, made, form, button=_("Decide"))


def put_right(request: TaskRequest) -> HttpResponse:
    """Say what was done about what an appeal found to be wrong."""
    made: Appeal = request.task.process.appeal
    reader, form = reader_of(request), PutRightForm(posted(request))
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["answer_text"].strip()
        if attempt(form, lambda: admitting.put_right(made, text, by=reader.person, at=reader.at)):
            return finished(request, _("It is put right. The municipality is told."))
    return _task_page(request, made, form, button=_("Save"))


def _outcomes(made: Appeal, reader: Reader) -> list[tuple[str, str]]:
    """What can be said of this appeal now, in words."""
    said = [
        ("reject", _("The decision stands")),
        ("dismiss", _("Dismiss: it came too late, or from nobody who may appeal")),
        ("uphold", _("Grant it: what was decided was wrong and is replaced")),
        ("uphold_partly", _("Grant it in part: the decision stands, but something is put right")),
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
