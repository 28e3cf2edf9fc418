"""The tasks of a proposal about a certificate: to check it, to answer it, to decide on it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from processes.case.access import TaskRequest, attempt, finished, posted
from processes.case.reader import reader_of
from processes.decision import actions as decisions
from processes.decision.differences import Difference
from processes.decision.gate_texts import matrix
from processes.decision.models import Decision
from processes.decision.views import keep
from processes.sanctions import actions, deadlines
from processes.sanctions.basis import latest
from processes.sanctions.beside.refusing import refusable
from processes.sanctions.differences import differences
from processes.sanctions.forms import (
    AS_PROPOSED,
    DROP,
    PREPARE,
    About,
    AnswerForm,
    DropForm,
    ProposalForm,
    RoomForm,
)
from processes.sanctions.grounds import Kind
from processes.sanctions.models import Proposal
from processes.sanctions.staff import staff_of
from processes.standing.status import status_at
from workflow.calendar import local_date
from workflow.exceptions import Conflict

CHANGED = f"{Conflict.kind}.basis_changed"


def prepare(request: TaskRequest) -> HttpResponse:
    """An officer checks what was put on the table, and takes it further or not."""
    proposal: Proposal = request.task.process.proposal
    reader, sent = reader_of(request), posted(request)
    drops = DROP in request.POST
    said = {"ground": proposal.ground, "facts": proposal.said, "named": proposal.named_id}
    if proposal.is_revising:
        said |= {"scope": proposal.scope, "issued_to": proposal.issued_to}
    certificate = latest(proposal.certification)
    form = ProposalForm(
        sent if PREPARE in request.POST else None,
        about=About(proposal.kind, certificate, status_at(certificate, reader.today)),
        staff=staff_of(request.case, reader.today),
        initial={
            **said,
            "conditions": proposal.conditions,
            "urgent": proposal.urgent,
            "refuses": proposal.refuses_id is not None,
        },
    )
    refusal = DropForm(sent if drops else None)
    if drops and refusal.is_valid():
        why = refusal.cleaned_data["reasons"].strip()
        if attempt(refusal, lambda: actions.drop(proposal, why, by=reader.person, at=reader.at)):
            return finished(request, _("The proposal is not taken further."))
    if form.is_valid() and attempt(
        form, lambda: actions.prepare(proposal, form.draft, by=reader.person, at=reader.at)
    ):
        return finished(request, _("The proposal is sent on."))
    return _page(request, "prepare", proposal, form=form, refusal=refusal)


def hear(request: TaskRequest) -> HttpResponse:
    """The holder answers a proposal, or says that there is nothing to say."""
    proposal: Proposal = request.task.process.proposal
    form, reader = AnswerForm(posted(request)), reader_of(request)
    if form.is_valid():
        text = form.cleaned_data["text"].strip()
        if attempt(form, lambda: actions.answer(proposal, text, by=reader.person, at=reader.at)):
            return finished(request, _("Your answer is sent to the certification body."))
    return _page(request, "hear", proposal, form=form)


def _page(request: TaskRequest, name: str, proposal: Proposal, **more: object) -> HttpResponse:
    context = {
        "case": request.case,
        "proposal": proposal,
        "certificate": latest(proposal.certification),
        **more,
    }
    return render(request, f"processes/sanctions/{name}.html", context)


def decide(request: TaskRequest) -> HttpResponse:
    """Decide on a proposal, on the basis that was frozen when the room opened."""
    proposal: Proposal = request.task.process.proposal
    decision = actions.pending(proposal)
    reader = reader_of(request)
    if "anew" in request.POST:
        actions.freeze_anew(proposal, by=reader.person, at=reader.at)
        messages.success(request, _("The basis is frozen anew. What you wrote is kept."))
        return redirect("task", task_id=request.task.pk)
    form, status = _form(request, proposal, decision), 200
    changed = _changed(proposal, decision, reader.at) if request.method == "GET" else []
    if request.method == "POST" and form.is_valid():
        try:
            if (done := _said(request, form, proposal, decision)) is not None:
                return done
        except Conflict as conflict:
            if conflict.code != CHANGED:
                raise
            status = 409
            now = actions.fresh_basis(decision, reader.at)
            changed = differences(decision.basis, now)
        status = 409 if form.theirs else status
    context = _room(request, proposal, decision) | {"form": form, "changed": changed}
    return render(request, "processes/sanctions/decide.html", context, status=status)


def _changed(proposal: Proposal, decision: Decision, at: datetime) -> list[Difference]:
    """What came since the basis was frozen, where the holder has got new material."""
    if not proposal.material.exists():
        return []
    return differences(decision.basis, actions.fresh_basis(decision, at))


def _form(request: TaskRequest, proposal: Proposal, decision: Decision) -> RoomForm:
    missing = [row.title for row in matrix(decision.basis) if not row.is_met]
    closed = {AS_PROPOSED: [_("Not met: %(gate)s.") % {"gate": title} for title in missing]}
    case = proposal.refuses
    if case is not None and refusable(proposal.certification_id) != case:
        missing.append(case.number)
        words = _("The surveillance %(case)s does not wait to be refused any more.")
        closed[AS_PROPOSED].append(words % {"case": case.number})
    otherwise = "lift" if proposal.kind == Kind.CONFIRM else "leave"
    return RoomForm(
        posted(request),
        decision=decision,
        otherwise=otherwise,
        refusals=closed if missing else {},
    )


def _said(
    request: TaskRequest, form: RoomForm, proposal: Proposal, decision: Decision
) -> HttpResponse | None:
    """Keep the draft, and decide if that was pressed. None where the form says what is wrong."""
    if keep(form, decision) is None:
        return None
    if "decide" not in request.POST:
        messages.success(request, _("Saved. Nothing is decided or sent yet."))
        return redirect("task", task_id=request.task.pk)
    if not form.demand():
        return None
    reader, said = reader_of(request), form.cleaned_data
    as_proposed = said["choice"] == AS_PROPOSED
    given = {"as_proposed": as_proposed, "by": reader.person, "at": reader.at}
    if attempt(form, lambda: actions.decide(proposal, said["reasons"].strip(), **given)):
        return finished(request, _("Your decision is recorded and the municipality is told."))
    return None


def _room(request: TaskRequest, proposal: Proposal, decision: Decision) -> dict[str, Any]:
    day = local_date(reader_of(request).at)
    limit = deadlines.suspension_ends(request.case, day)
    return {
        "case": request.case,
        "proposal": proposal,
        "certificate": latest(proposal.certification),
        "decision": decision,
        "gates": matrix(decision.basis),
        "untouched": decisions.is_untouched(decision),
        "limit": limit if proposal.kind == Kind.SUSPEND else None,
        "refused": _refused(proposal),
    }


def _refused(proposal: Proposal) -> dict[str, Any] | None:
    """The surveillance that is refused in the same act, with the gates that it does not meet."""
    if proposal.refuses is None:
        return None
    asked = proposal.refuses.decisions.latest("number")
    return {"case": proposal.refuses, "gates": matrix(asked.basis)}
