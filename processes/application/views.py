"""Pages of the application stage."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms.models import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from processes import kinds
from processes.application.actions import accept as accept_reviewed
from processes.application.actions import (
    begin,
    begun_already,
    is_certified,
    send_back,
    submit,
)
from processes.application.extras import shown
from processes.application.forms import (
    QUESTIONS,
    Apply,
    DeclineAgreement,
    NewApplication,
    Review,
    Sign,
)
from processes.application.models import Application
from processes.application.openings import openings
from processes.application.summaries import reviewed, summary
from processes.case.access import TaskRequest, attempt, finished, posted, visible_case
from processes.case.coming_back import came_back
from processes.case.open_tasks import tasks_of
from processes.case.reader import Reader, reader_of
from processes.organisations.models import Organisation
from processes.roles import Role
from processes.scheme.models import Scheme
from workflow.engine.transitions import perform
from workflow.exceptions import ConditionFailed, Refused
from workflow.language import in_language
from workflow.models import Task


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, kind: str = kinds.INITIAL) -> HttpResponse:
    """Begin an application, or ask for a transfer: choose the scheme, read what will happen."""
    reader = reader_of(request)
    places = _own_municipalities(reader)
    if not places:
        raise PermissionDenied
    schemes = Scheme.objects.filter(is_open=True).order_by("code")
    if request.method == "POST":
        # Whatever was chosen: it may be open no longer, or begun by the press before this one.
        form = NewApplication(request.POST, schemes=schemes, municipalities=places)
        if form.is_valid() and (begun := _begun(form, places, reader, kind)) is not None:
            return begun
    else:
        form = NewApplication(schemes=schemes, municipalities=places)
    found = openings(list(places), list(schemes), reader.today)
    form.offer(found.places, found.schemes)
    context = {"form": form, "obstacles": found.obstacles, "can_begin": bool(found.schemes)}
    context["is_transfer"] = kind == kinds.TRANSFER
    return render(request, "processes/application/new.html", context)


def _begun(
    form: NewApplication, places: QuerySet[Organisation], reader: Reader, kind: str
) -> HttpResponse | None:
    """Leads to the draft; None where the form says why there is none."""
    municipality = form.cleaned_data.get("municipality") or places[0]
    scheme = form.cleaned_data["scheme"]
    if is_certified(municipality, scheme, reader.today):
        form.add_error(None, _("You are certified already. The next case opens by itself."))
        return None
    try:
        case = begun_already(municipality, scheme, reader.person, kind) or begin(
            municipality, scheme, by=reader.person, at=reader.at, kind=kind
        )
    except Refused as refused:
        form.add_error(None, refused.message)
        return None
    task = cast(Task, tasks_of(case).filter(status__in=Task.OPEN).first())
    return redirect("task", task_id=task.pk)


def _own_municipalities(reader: Reader) -> QuerySet[Organisation]:
    held = [one.organisation_id for one in reader.memberships if one.role == Role.COORDINATOR]
    return Organisation.objects.municipalities().filter(pk__in=held)


def apply(request: TaskRequest) -> HttpResponse:
    """Write the application, keep it as a draft, check it, submit it."""
    application = request.case.application
    if request.POST.get("step") == "submit":
        return _submitted(request, application)
    form = Apply(posted(request), instance=application)
    if request.method == "POST":
        _keep(application, form)
        if form.is_valid():
            return _kept(request)
    elif "check" in request.GET:
        return _check(request, application)
    return _write(request, form)


def _write(request: TaskRequest, form: Apply) -> HttpResponse:
    context = {
        "form": form,
        "case": request.case,
        "application": request.case.application,
        "came_back": came_back(request.task),
        "extra": shown(request.case),
    }
    return render(request, "processes/application/apply.html", context)


def _keep(application: Application, form: Apply) -> None:
    """Keep every answer that can be kept, also when another one has an error."""
    form.is_valid()
    kept = {name: form.cleaned_data[name] for name in form.fields if name in form.cleaned_data}
    Application.objects.filter(pk=application.pk).update(**kept)


def _kept(request: TaskRequest) -> HttpResponse:
    if request.POST.get("step") == "check":
        return redirect(f"{request.path}?check")
    messages.success(request, _("Your draft is saved. Continue whenever you like."))
    return redirect("case", number=request.case.number)


def _check(request: TaskRequest, application: Application) -> HttpResponse:
    context = {"case": request.case, "rows": summary(application), "extra": shown(request.case)}
    return render(request, "processes/application/check.html", context)


def _submitted(request: TaskRequest, application: Application) -> HttpResponse:
    reader = reader_of(request)
    try:
        submit(application, by=reader.person, at=reader.at)
    except ConditionFailed as refused:
        return _incomplete(request, application, refused)
    return finished(request, _("The application is submitted. We answer within the time stated."))


def _incomplete(
    request: TaskRequest, application: Application, refused: ConditionFailed
) -> HttpResponse:
    """The application again, with what is missing said at each field."""
    kept = model_to_dict(application, fields=Apply.Meta.fields)
    form = Apply(kept, instance=application)
    form.demand()
    for words in refused.refusals:
        form.add_error(None, words)
    return _write(request, form)


def review(request: TaskRequest) -> HttpResponse:
    """Accept the application, return it for completion or decline it, with reasons."""
    application = request.case.application
    form = Review(posted(request), initial=Review.of(application))
    if request.method == "POST" and form.is_valid():
        for name, said in form.answers.items():
            setattr(application, name, said)
        application.save(update_fields=list(QUESTIONS))
        if (answer := _reviewed(request, application, form)) is not None:
            return answer
    context = {"form": form, "case": request.case, "rows": summary(application)}
    context["extra"] = shown(request.case)
    return render(request, "processes/application/review.html", context)


def _reviewed(request: TaskRequest, application: Application, form: Review) -> HttpResponse | None:
    """The answer to the chosen button; None where the form has to be corrected."""
    reader, step = reader_of(request), request.POST.get("step")
    person, at = reader.person, reader.at
    if step == "accept":
        done = attempt(form, lambda: accept_reviewed(application, by=person, at=at))
        done = done or form.demand()
        words = _("The application is accepted. The agreement has gone to the signatory.")
        return finished(request, words) if done else None
    if step not in ("send_back", "decline"):
        Application.objects.filter(pk=application.pk).update(reasons=form.cleaned_data["reasons"])
        messages.success(request, _("Your review is saved. Continue whenever you like."))
        return redirect("case", number=request.case.number)
    reasons = form.cleaned_data["reasons"].strip()
    if not reasons:
        form.add_error("reasons", _("Give the reasons: the municipality must know why."))
        return None
    given: Any = {"by": person, "at": at}
    if step == "send_back":
        done = attempt(form, lambda: send_back(application, reasons, **given))
    else:
        said = {"because": reasons, "reasons": reasons, **given}
        done = attempt(form, lambda: perform(application.decline, **said))
    if not done:
        return None
    words = _("The application is returned.") if step == "send_back" else _("The case is closed.")
    return finished(request, words)


def sign_agreement(request: TaskRequest) -> HttpResponse:
    """Read the agreement and sign it, or decline it with reasons."""
    agreement = request.case.agreement
    declines = request.POST.get("step") == "decline"
    form = Sign(None if declines else posted(request))
    refusal = DeclineAgreement(posted(request) if declines else None)
    if request.method == "POST":
        done = _not_signed(request, refusal) if declines else _signed(request, form)
        if done is not None:
            return done
    text = in_language(agreement, "text")
    context = {"form": form, "refusal": refusal, "case": request.case, "text": text}
    return render(request, "processes/application/sign_agreement.html", context)


def _signed(request: TaskRequest, form: Sign) -> HttpResponse | None:
    agreement, reader = request.case.agreement, reader_of(request)
    given = {"signatory": reader.person, "moment": reader.at}
    if form.is_valid() and attempt(
        form, lambda: perform(agreement.sign, by=reader.person, at=reader.at, **given)
    ):
        return finished(request, _("The agreement is signed. The self-assessment can begin."))
    return None


def _not_signed(request: TaskRequest, form: DeclineAgreement) -> HttpResponse | None:
    if not form.is_valid():
        return None
    agreement, reader = request.case.agreement, reader_of(request)
    why = form.cleaned_data["reasons"].strip()
    said = {"because": why, "reasons": why}
    if attempt(form, lambda: perform(agreement.decline, by=reader.person, at=reader.at, **said)):
        return finished(request, _("The agreement is declined, and the case has ended."))
    return None


@require_safe
def read(request: HttpRequest, number: str) -> HttpResponse:
    """The application as it stands."""
    case = visible_case(request, number=number)
    application = getattr(case, "application", None)
    if application is None:
        raise Http404
    reader, body = reader_of(request), case.scheme.body_id
    inside = any(one.organisation_id == body for one in reader.memberships)
    context = {"case": case, "application": application, "rows": summary(application)}
    context["reviewed"] = reviewed(application) if inside else []
    context["extra"] = shown(case)
    return render(request, "processes/application/read.html", context)


@require_safe
def read_agreement(request: HttpRequest, number: str) -> HttpResponse:
    """The agreement, as text frozen when the application was accepted."""
    case = visible_case(request, number=number)
    agreement = getattr(case, "agreement", None)
    if agreement is None:
        raise Http404
    context = {"case": case, "agreement": agreement, "text": in_language(agreement, "text")}
    return render(request, "processes/application/agreement.html", context)
