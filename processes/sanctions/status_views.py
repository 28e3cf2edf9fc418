"""The status of a certificate, what is proposed about it, and the decisions that were taken."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from processes.case.access import (
    attempt,
    conflict_page,
    posted,
    visible_case,
)
from processes.case.models import Case
from processes.case.reader import Reader, reader_of
from processes.case.sides import serves, speaks
from processes.decision import receipts
from processes.decision.actions import is_untouched, replaced_by
from processes.decision.gate_texts import matrix
from processes.decision.models import Decision
from processes.decision.receipts import appeal_ends
from processes.decision.wording import words_of
from processes.hearing.forms import MaterialForm
from processes.organisations.signed_in import PersonRequest
from processes.roles import Role
from processes.sanctions import actions, deadlines
from processes.sanctions.basis import latest
from processes.sanctions.beside import adding
from processes.sanctions.forms import About, AskForm, ProposalForm, SpeakForm
from processes.sanctions.grounds import ASKED, BY_HAND, BY_SIGNATORY, Kind
from processes.sanctions.models import Proposal
from processes.sanctions.staff import staff_of
from processes.standing.history import history
from processes.standing.models import Certificate
from processes.standing.status import CURRENT, status_at
from workflow.calendar import local_date
from workflow.exceptions import Conflict, Refused


def certificate_of(request: PersonRequest, number: str) -> tuple[Certificate, Case]:
    """The newest certificate of the one with a full number, and its case, if it may be seen."""
    asked = Certificate.objects.numbered(number)
    if asked is None:
        raise Http404
    certificate = latest(asked.certification)
    return certificate, visible_case(request, pk=certificate.case_id)


@require_safe
def certificate_status(request: PersonRequest, number: str) -> HttpResponse:
    """The statuses of a certificate, what is proposed about it, and what an officer may propose."""
    certificate, case = certificate_of(request, number)
    reader = reader_of(request)
    status = status_at(certificate, reader.today)
    context = {
        "case": case,
        "certificate": certificate,
        "status": status,
        "history": history(certificate, reader.at),
        "proposals": _readable(certificate, case, reader),
        "choices": _choices(certificate, case, reader),
        "may_order": status in CURRENT and serves(case, reader, Role.OFFICER),
        "wishes": [
            (kind.value, str(kind.label))
            for kind in ASKED
            if _asks(case, reader, kind) and actions.is_proposable(certificate, kind, reader.at)
        ],
    }
    return render(request, "processes/sanctions/status.html", context)


def _readable(certificate: Certificate, case: Case, reader: Reader) -> list[Proposal]:
    """What is proposed: to the holder what was asked for, sent or passed on."""
    rows = Proposal.objects.filter(certification=certificate.certification_id)
    if not serves(case, reader):
        asked = Q(kind__in=list(ASKED), put_by__isnull=False)
        sent = ~Q(state__in=("proposed", "dropped")) & Q(prepared_at__isnull=False)
        rows = rows.filter(asked | sent)
    return list(rows.select_related("decision", "named").order_by("-number"))


def _choices(certificate: Certificate, case: Case, reader: Reader) -> list[tuple[str, str]]:
    """What an officer may propose now, by its key and in words."""
    if not serves(case, reader, Role.OFFICER):
        return []
    kinds = [kind for kind in BY_HAND if actions.is_proposable(certificate, kind, reader.at)]
    return [(kind.value, str(kind.label)) for kind in kinds]


@require_http_methods(["GET", "POST"])
def propose_sanction(request: PersonRequest, number: str, kind: str) -> HttpResponse:
    """An officer proposes a decision about a certificate in force."""
    certificate, case = certificate_of(request, number)
    reader = reader_of(request)
    if not serves(case, reader, Role.OFFICER):
        raise PermissionDenied
    if kind not in BY_HAND:
        raise Http404
    about = About(kind, certificate, status_at(certificate, reader.today))
    form = ProposalForm(posted(request), about=about, staff=staff_of(case, reader.today))

    def put() -> Proposal:
        return actions.propose(
            certificate.certification, form.draft, by=reader.person, at=reader.at
        )

    return _put(request, Page(certificate, case, Kind(kind), asks=False), form, put)


@require_http_methods(["GET", "POST"])
def ask_sanction(request: PersonRequest, number: str, kind: str) -> HttpResponse:
    """The holder asks for a decision about the certificate; an officer checks it first."""
    certificate, case = certificate_of(request, number)
    reader = reader_of(request)
    if kind not in ASKED:
        raise Http404
    if not _asks(case, reader, kind):
        raise PermissionDenied
    about = About(kind, certificate, status_at(certificate, reader.today))
    form = AskForm(posted(request), about=about)

    def put() -> Proposal:
        return actions.put(certificate.certification, form.draft, by=reader.person, at=reader.at)

    return _put(request, Page(certificate, case, Kind(kind), asks=True), form, put)


class Page(NamedTuple):
    """A page on which something is put forward: about what, and whether the holder asks for it."""

    certificate: Certificate
    case: Case
    kind: Kind
    asks: bool


def _put(
    request: PersonRequest, page: Page, form: ProposalForm | AskForm, put: Callable[[], Proposal]
) -> HttpResponse:
    """Put a proposal forward, or show its form; 409 where the status of the certificate forbids."""
    try:
        actions.refuse_impossible(page.certificate, page.kind, reader_of(request).at)
    except Refused as refused:
        conflict = Conflict(refused.message, code="status_forbids")
        return conflict_page(request, conflict, page.case)
    made: list[Proposal] = []
    if form.is_valid() and attempt(form, lambda: made.append(put())):
        messages.success(request, _next(made[0]))
        return redirect("sanction", number=str(page.certificate), n=made[0].number)
    context = {"form": form, **page._asdict()}
    return render(request, "processes/sanctions/propose.html", context)


def _asks(case: Case, reader: Reader, kind: str) -> bool:
    """Whoever speaks for the holder may ask; what is given up, only a signatory."""
    return speaks(case, reader, *([Role.SIGNATORY] if kind in BY_SIGNATORY else []))


def _next(made: Proposal) -> str:
    """Who is asked first."""
    if made.current_state == Proposal.State.PROPOSED:
        return _("Your request is sent. An officer looks into it.")
    if made.is_for_hearing:
        return _("The proposal is sent. The municipality answers first.")
    return _("The proposal is sent. A decision maker decides.")


@require_http_methods(["GET", "POST"])
def sanction(request: PersonRequest, number: str, n: int) -> HttpResponse:
    """A proposal with all that was said of it; here a signatory answers in time."""
    certificate, case = certificate_of(request, number)
    reader = reader_of(request)
    found = next((p for p in _readable(certificate, case, reader) if p.number == n), None)
    if found is None:
        raise Http404
    may_speak = found.current_state == "hearing" and speaks(case, reader, Role.SIGNATORY)
    form = SpeakForm(posted(request)) if may_speak else None
    if request.method == "POST" and form is None:
        raise PermissionDenied
    if form is not None and form.is_valid():
        text = form.cleaned_data["text"].strip()
        if attempt(form, lambda: actions.speak(found, text, by=reader.person, at=reader.at)):
            messages.success(request, _("Your answer is sent to the certification body."))
            return redirect("sanction", number=number, n=n)
    context = {
        "case": case,
        "certificate": certificate,
        "proposal": found,
        "form": form,
        "may_add": adding.may_be_added(found) and serves(case, reader, Role.OFFICER),
        "hearing_ends": deadlines.hearing_ends(found) if found.prepared_at else None,
    }
    return render(request, "processes/sanctions/sanction.html", context)


@require_http_methods(["GET", "POST"])
def sanction_material(request: PersonRequest, number: str, n: int) -> HttpResponse:
    """An officer sends what is new to the holder, while nothing is decided."""
    certificate, case = certificate_of(request, number)
    reader = reader_of(request)
    found = next((p for p in _readable(certificate, case, reader) if p.number == n), None)
    if found is None:
        raise Http404
    if not serves(case, reader, Role.OFFICER):
        raise PermissionDenied
    if not adding.may_be_added(found):
        raise Http404
    form = MaterialForm(posted(request))
    if form.is_valid():
        text, by = form.cleaned_data["text"], reader.person
        if attempt(form, lambda: adding.add(found, text, by=by, at=reader.at)):
            messages.success(request, _("It is sent. The municipality comments on it first."))
            return redirect("sanction", number=number, n=n)
    context = {"case": case, "certificate": certificate, "proposal": found, "form": form}
    return render(request, "processes/sanctions/add.html", context)


@require_safe
def certificate_decision(request: PersonRequest, number: str, n: int) -> HttpResponse:
    """A decision about a certificate in force: what was decided and why, and how to appeal."""
    certificate, case = certificate_of(request, number)
    rows = certificate.certification.decisions.filter(case=None, number=n)
    decision = rows.select_related("decided_by", "proposal__named").first()
    if decision is None or not decision.is_decided:
        raise Http404
    reader = reader_of(request)
    proposal = getattr(decision, "proposal", None)  # what is decided on an appeal has none
    at_holders_wish = proposal is not None and proposal.is_at_holders_wish
    is_appealable = decision.traits.appealable and not at_holders_wish
    found = receipts.note(case, reader, decision) if is_appealable else receipts.of(case, decision)
    ends = appeal_ends(case, decision)
    context: dict[str, Any] = {
        "case": case,
        "certificate": certificate,
        "decision": decision,
        "proposal": proposal,
        "words": words_of(decision),
        "gates": matrix(decision.basis),
        "untouched": is_untouched(decision),
        "limit": _limit(case, decision),
        "appeal_ends": ends,
        "is_late": reader.today > ends.date,
        "may_appeal": speaks(case, reader),
        "is_appealable": is_appealable,
        "receipt": found,
        "is_staff": serves(case, reader),
        "replaced_by": replaced_by(decision) if decision.traits.appealable else None,
        "decides": is_appealable and serves(case, reader, decision.traits.who_decides),
    }
    return render(request, decision.traits.letter, context)


def _limit(case: Case, decision: Decision) -> date | None:
    """The limit of the suspension that a decision began, also when it is over by now."""
    if decision.kind != Kind.SUSPEND or decision.decided_at is None:
        return None
    return deadlines.suspension_ends(case, local_date(decision.decided_at)).date
