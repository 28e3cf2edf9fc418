"""The decision room, the supplement, and the decision as the municipality reads it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from processes.audit.team.pages import is_staff, led
from processes.case import access
from processes.case.access import TaskRequest
from processes.case.models import Case
from processes.case.reader import reader_of
from processes.case.sides import serves, speaks
from processes.decision import actions, policies, receipts
from processes.decision.forms import DecisionForm, SupplementForm, VersionedForm
from processes.decision.gate_texts import matrix
from processes.decision.models import Decision
from processes.decision.renewed import renewed
from processes.decision.wording import words_of
from processes.organisations.signed_in import PersonRequest
from processes.standing.models import Certificate
from workflow import trail
from workflow.engine.transitions import open_steps, perform
from workflow.exceptions import Conflict


def decide(request: TaskRequest) -> HttpResponse:
    """Review everything and decide, on a frozen basis."""
    decision: Decision = request.case.decisions.latest("number")
    refusals, today = _refusals(decision, request), reader_of(request).today
    form = DecisionForm(request.POST or None, decision=decision, refusals=refusals, today=today)
    status = 200
    if request.method == "POST" and form.is_valid():
        kept = keep(form, decision)
        status = 200 if kept else 409
        done = kept and _decided(request, form, kept)
        if done:
            return done
    return render(
        request, "processes/decision/decide.html", _room(request, decision, form), status=status
    )


def _refusals(decision: Decision, request: TaskRequest) -> dict[str, list[str]]:
    """Why a choice is closed: the gates by name, or the step's own words."""
    closed = [step for step in open_steps(decision, request.user) if not step.allowed]
    refusals = {step.name: list(step.refusals) for step in closed if step.name in actions.CHOICES}
    if "settle" in refusals:
        refusals[decision.kind] = refusals.pop("settle")
    missing = [row.title for row in matrix(decision.basis) if not row.is_met]
    if missing and "grant" in refusals:
        refusals["grant"] = [_("Not met: %(gate)s.") % {"gate": title} for title in missing]
    return refusals


def keep(form: VersionedForm, decision: Decision) -> Decision | None:
    """Save the draft; None when it met another text, which is shown beside it instead."""
    try:
        kept = actions.save_draft(decision, form.cleaned_data["version"], **form.draft())
    except Conflict:
        form.meet(Decision.objects.get(pk=decision.pk))
        return None
    form.saved(kept)
    return kept


def _decided(request: TaskRequest, form: DecisionForm, decision: Decision) -> HttpResponse | None:
    if "decide" not in request.POST:
        return _again(request)
    if not form.demand():
        return None
    step = form.cleaned_data["choice"]
    take: Callable[..., None] = actions.CHOICES.get(step, actions.settle)
    reasons, by, at = form.cleaned_data["reasons"].strip(), request.user, timezone.now()
    if access.attempt(form, lambda: take(decision, reasons, by=by, at=at)):
        return access.finished(
            request, _("Your decision is recorded and the municipality is told.")
        )
    return None


def _room(request: TaskRequest, decision: Decision, form: DecisionForm) -> dict[str, Any]:
    case = request.case
    declared = trail.history(case).filter(step="declare_impartiality", actor=request.user).last()
    plan, audit = getattr(case, "corrective_plan", None), getattr(case, "audit", None)
    return {
        "case": case,
        "decision": decision,
        "form": form,
        "gates": matrix(decision.basis),
        "untouched": actions.is_untouched(decision),
        "room": decision.traits.room,
        "report": audit.reports.filter(state="locked").order_by("-number").first()
        if audit
        else None,
        "responses": plan.responses.select_related("finding__criterion") if plan else (),
        "declared": declared,
        "team": [member.person for member in audit.current_team] if audit else [],
        "renewed": renewed(decision),
        "lapsed": _suspended_to_the_end(case),
        "waiting": case.amendments.filter(state__in=policies.WAITING).first(),
        "rounds": policies.rounds_of(decision),
        "most_rounds": policies.ROUNDS,
        "earlier": case.decisions.filter(state="deferred").order_by("-number"),
    }


def _suspended_to_the_end(case: Case) -> Certificate | None:
    """The certificate that a renewal would restore, where a suspension ran when it expired."""
    if not case.traits.restores:
        return None
    latest = Certificate.objects.of_certification(case.certification_id).first()
    ran = latest is not None and latest.current_state == "expired" and latest.suspended_until
    return latest if ran else None


@led
def supplement(request: TaskRequest) -> HttpResponse:
    """The lead auditor supplies what the decision maker asked for."""
    return supply(request)


def supply(request: TaskRequest) -> HttpResponse:
    """The one who was asked supplies it; it is added to the basis of the decision."""
    decision: Decision = request.case.decisions.latest("number")
    form = SupplementForm(request.POST or None, decision=decision)
    status = 200
    if request.method == "POST" and form.is_valid():
        kept = keep(form, decision)
        status = 200 if kept else 409
        done = kept and _supplied(request, form, kept)
        if done:
            return done
    context = {"case": request.case, "decision": decision, "form": form}
    return render(request, "processes/decision/supplement.html", context, status=status)


def _supplied(
    request: TaskRequest, form: SupplementForm, decision: Decision
) -> HttpResponse | None:
    if "send" not in request.POST:
        return _again(request)
    if not form.demand():
        return None
    text, by, at = form.cleaned_data["supplement"].strip(), request.user, timezone.now()
    if access.attempt(form, lambda: perform(decision.supply, by=by, at=at, supplement=text)):
        return access.finished(request, _("The supplement is sent to the decision maker."))
    return None


def _again(request: TaskRequest) -> HttpResponse:
    messages.success(request, _("Saved. Nothing is decided or sent yet."))
    return redirect("task", task_id=request.task.pk)


@require_safe
def case_decision(request: PersonRequest, number: str, n: int) -> HttpResponse:
    """A decision with its reasons, and how to appeal against it (obligation 49)."""
    case: Case = access.visible_case(request, number=number)
    decision = case.decisions.filter(number=n).select_related("decided_by").first()
    if decision is None or not decision.is_decided:
        raise Http404
    reader = reader_of(request)
    may_appeal = speaks(case, reader) and not actions.replaced_by(decision)
    opens = decision.traits.appealable and may_appeal
    receipt = receipts.note(case, reader, decision) if opens else receipts.of(case, decision)
    appeal_ends = receipts.appeal_ends(case, decision)
    context = {
        "case": case,
        "decision": decision,
        "words": words_of(decision),
        "gates": matrix(decision.basis),
        "appeal_ends": appeal_ends,
        "is_late": reader.today > appeal_ends.date,
        "may_appeal": may_appeal,
        "receipt": receipt,
        "replaced_by": actions.replaced_by(decision),
        "amendments": decision.amendments.exclude(basis_sha256="").order_by("number"),
        "is_staff": is_staff(request, case),
        "renewed": renewed(decision),
        "decides": serves(case, reader, decision.traits.who_decides),
    }
    return render(request, decision.traits.letter, context)
