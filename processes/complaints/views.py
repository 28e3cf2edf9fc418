"""Pages of a complaint for those who work with it: a page a task, and how it stands."""

from typing import Any, cast

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from processes.case.access import TaskRequest, attempt, finished, posted
from processes.case.models import Case, Certification
from processes.case.reader import Reader, reader_of
from processes.complaints import appealing, handling
from processes.complaints import handling_forms as forms
from processes.complaints.models import Complaint
from processes.complaints.policies import RUNNING
from processes.complaints.private_views import given_out
from processes.organisations.administration import bodies_of, page
from processes.organisations.models import Membership, Person
from processes.roles import BODY, Role
from processes.standing.models import Certificate
from workflow.calendar import local_date
from workflow.models import Task

SHOWN = 100


def acknowledge(request: TaskRequest) -> HttpResponse:
    """Read it, say whom of the body it is about, and tell whoever complained."""
    complaint, reader = _of(request), reader_of(request)
    form = forms.AcknowledgeForm(posted(request), people=_staff(complaint, reader))
    if request.method == "POST" and form.is_valid():
        of = [person.pk for person in form.cleaned_data["complained_of"]]
        by = _by(reader)
        if attempt(form, lambda: handling.acknowledge(complaint, of, **by)):
            return finished(request, _("The complaint is acknowledged."))
    return _page(request, form, _("Acknowledge the complaint"))


def _of(request: TaskRequest) -> Complaint:
    complaint: Complaint = request.subject
    return complaint


def _by(reader: Reader) -> dict[str, Any]:
    return {"by": reader.person, "at": reader.at}


def _staff(complaint: Complaint, reader: Reader) -> Any:
    held = Membership.objects.on(reader.today).filter(organisation=complaint.scheme.body_id)
    people = Person.objects.filter(pk__in=held.values("person"), is_active=True)
    return people.order_by("name_order", "pk")


def review(request: TaskRequest) -> HttpResponse:
    """Take it up, or say why not."""
    complaint, by = _of(request), _by(reader_of(request))
    form = forms.ReviewForm(posted(request), complaint=complaint)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if said["answer"] == "refer":
            done = attempt(form, lambda: appealing.refer(complaint, said["against"], **by))
        elif said["answer"] == "take_up":
            done = attempt(form, lambda: handling.take_up(complaint, **by))
        else:
            why = said["dismissed_because"].strip()
            done = attempt(form, lambda: handling.dismiss(complaint, why, **by))
        if done:
            return finished(request, _("Your answer is noted. Whoever complained is told."))
    return _page(request, form, _("Save"))


def prepare(request: TaskRequest) -> HttpResponse:
    """Make the copy that the municipality answers, or look into it at once."""
    complaint, by = _of(request), _by(reader_of(request))
    form = forms.ForwardForm(posted(request), complaint=complaint)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if said["to"] == "send_on":
            text, files = said["copy"].strip(), form.chosen
            done = attempt(form, lambda: handling.send_on(complaint, text, files, **by))
        else:
            done = attempt(form, lambda: handling.keep_back(complaint, **by))
        if done:
            return finished(request, _("It goes on."))
    return _page(request, form, _("Save"))


def answer(request: TaskRequest) -> HttpResponse:
    """The municipality reads the copy that was made for it, and answers."""
    complaint, by = _of(request), _by(reader_of(request))
    form = forms.ReplyForm(posted(request))
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["reply_text"].strip()
        if attempt(form, lambda: handling.reply(complaint, text, **by)):
            return finished(request, _("Your answer is sent."))
    return _page(request, form, _("Send the answer"), name="answer")


def look_into(request: TaskRequest) -> HttpResponse:
    """Ask, read, and write what was found."""
    complaint, by = _of(request), _by(reader_of(request))
    asks = "question" in request.POST
    question = forms.AskForm(request.POST if asks else None)
    form = forms.FindingsForm(None if asks else posted(request))
    if asks and question.is_valid():
        handling.ask(complaint, question.cleaned_data["question"].strip(), **by)
        return redirect("task", task_id=request.task.pk)
    if form.is_bound and form.is_valid():
        text = form.cleaned_data["findings"].strip()
        if attempt(form, lambda: handling.conclude(complaint, text, **by)):
            return finished(request, _("What you found is written. Somebody else decides."))
    return _page(request, form, _("Pass it on to be decided"), question=question)


def decide(request: TaskRequest) -> HttpResponse:
    """Decide on it, with reasons."""
    complaint, by = _of(request), _by(reader_of(request))
    form = forms.RulingForm(posted(request))
    if request.method == "POST" and form.is_valid():
        ruling = form.ruling()
        if attempt(form, lambda: handling.rule_on(complaint, ruling, **by)):
            return finished(request, _("It is decided. Whoever complained is told."))
    return _page(request, form, _("Decide"), certificate=_certificate(complaint))


def close(request: TaskRequest) -> HttpResponse:
    """Say what was done about it, and close it."""
    complaint, by = _of(request), _by(reader_of(request))
    form = forms.ClosingForm(posted(request))
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["done_text"].strip()
        if attempt(form, lambda: handling.round_off(complaint, text, **by)):
            return finished(request, _("The complaint is closed."))
    return _page(request, form, _("Close the complaint"), certificate=_certificate(complaint))


def _certificate(complaint: Complaint) -> Certificate | None:
    """The newest certificate of the municipality that it is about, if there is one."""
    known = {"organisation": complaint.about_id, "scheme": complaint.scheme_id}
    certification = Certification.objects.filter(**known).first()
    if certification is None:
        return None
    return Certificate.objects.of_certification(certification).first()


def _page(
    request: TaskRequest, form: Any, button: str, *, name: str = "handle", **more: Any
) -> HttpResponse:
    complaint = _of(request)
    context = {
        "complaint": complaint,
        "form": form,
        "button": button,
        "files": complaint.files.order_by("pk"),
        "messages_of": complaint.messages.select_related("by").order_by("pk"),
        **more,
    }
    return render(request, f"processes/complaints/{name}.html", context)


@require_safe
def complaint(request: HttpRequest, number: str) -> HttpResponse:
    """How a complaint stands; what it says only to whoever has one of its tasks."""
    found = _seen(request, number)
    waiting = Task.objects.filter(process=found.own_process, finished=None).exclude(role="")
    context = {
        "complaint": found,
        "tasks": waiting.select_related("owner", "organisation"),
        "reads": _reads_all(found, request.user.pk),
        "reads_copy": _reads_copy(found, request.user.pk),
    }
    return render(request, "processes/complaints/complaint.html", context)


def _seen(request: HttpRequest, number: str) -> Complaint:
    day = local_date(timezone.now())
    seen = Complaint.objects.visible_to(request.user.pk, day).filter(number=number)
    found: Complaint | None = seen.select_related("scheme__body", "about").first()
    if found is None:
        raise Http404
    return found


def _appealed(request: HttpRequest, number: str) -> Complaint | None:
    """One that was taken in as an appeal, to whoever may read that."""
    day = local_date(timezone.now())
    cases = Case.objects.visible_to(cast(Any, request.user), day)
    return Complaint.objects.filter(number=number, appeal__case__in=cases).first()


def _reads_all(complaint: Complaint, person: int | None) -> bool:
    """The person has one of its open tasks at the body: then, and only then, who complained."""
    tasks = Task.objects.filter(process=complaint.own_process, owner=person, finished=None)
    return tasks.filter(role__in=BODY).exists()


def _reads_copy(complaint: Complaint, person: int | None) -> bool:
    """The person answers or answered it for the municipality."""
    tasks = Task.objects.filter(process=complaint.own_process, owner=person)
    return tasks.filter(role=Role.COORDINATOR).exists()


@require_safe
def complaint_file(request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
    """A file of a complaint, to whoever works with it; to the municipality what was sent on."""
    found = _appealed(request, number) or _seen(request, number)
    files = found.files.filter(pk=pk)
    if found.appeal_id is not None:
        return given_out(request, get_object_or_404(files))
    if not _reads_all(found, request.user.pk):
        files = (
            files.filter(forwarded=True) if _reads_copy(found, request.user.pk) else files.none()
        )
    kept = files.first()
    if kept is None:
        raise Http404
    return given_out(request, kept)


@require_safe
def administered_complaints(request: HttpRequest) -> HttpResponse:
    """The complaints of the administrator's bodies: those under way first, then the latest.

    Neither what they say nor who complained: an administrator handles none of them.
    """
    runs = models.Case(
        models.When(state__in=[*RUNNING, "decided"], then=models.Value(0)), default=models.Value(1)
    )
    known = Complaint.objects.filter(scheme__body__in=bodies_of(request))
    rows = list(known.order_by(runs, "-pk")[:SHOWN])
    waiting = _waiting([row.own_process_id for row in rows])
    told = [{"complaint": row, "task": waiting.get(row.own_process_id)} for row in rows]
    context = {"rows": told, "shown": SHOWN}
    return page(request, "processes/complaints/administered.html", context)


def _waiting(processes: list[int | None]) -> dict[int | None, Any]:
    """The open task of each process, with whoever has it."""
    tasks = Task.objects.filter(process__in=processes, finished=None).exclude(role="")
    return {task.process_id: task for task in tasks.select_related("owner", "process")}
