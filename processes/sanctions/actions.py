"""A proposal about a certificate in force: put, checked, answered, decided, or fallen away."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from processes.case import exclusions
from processes.case.actions import canonical_hash
from processes.case.exclusions import Source, exclude
from processes.case.models import Case, Certification
from processes.decision import actions as decisions
from processes.decision import kinds
from processes.decision.models import Decision
from processes.organisations.models import Person
from processes.reasons import kept
from processes.sanctions.basis import is_reworded, latest
from processes.sanctions.beside.refusing import lock_running, refuse, required
from processes.sanctions.grounds import REVISING, ROOM, Kind, fitting, possible
from processes.sanctions.models import Proposal
from processes.sanctions.policies import OPEN
from processes.standing.models import Certificate
from processes.standing.status import Status, status_at
from workflow import acts, events, timers, trail
from workflow.calendar import local_date
from workflow.definition.nodes import Activation
from workflow.engine import execution
from workflow.engine.transitions import perform
from workflow.exceptions import Conflict, Refused, heard
from workflow.models import Process

FLOW = "processes/flows.sanction.SanctionFlow"


@dataclass(frozen=True)
class Draft:
    """What is proposed: the kind of decision and why, and what its holder needs to know."""

    kind: str
    ground: str
    facts: str
    named: Person | None = None
    conditions: str = ""
    urgent: str = ""
    scope: str = ""
    issued_to: str = ""
    ends_suspension: bool = False
    refuses: Case | None = None


@acts.one()
@transaction.atomic
def propose(certification: Certification, draft: Draft, *, by: Person, at: datetime) -> Proposal:
    """An officer proposes a decision: the holder is heard, or the decision maker asked at once."""
    made = put(certification, draft, by=by, at=at)
    prepare(made, draft, by=by, at=at)
    return made


@acts.one()
@transaction.atomic
def put(certification: Certification, draft: Draft, *, by: Person | None, at: datetime) -> Proposal:
    """Put a proposal on the officers' table: one of them checks it. ``by`` None is the system.

    Raises Refused where the certificate's status does not allow it, or one is open already.
    """
    made = _made(certification, draft, by=by, at=at)
    execution.start(_begun(made, "put", by=by, at=at), at=at, by=by)
    return made


@transaction.atomic
def put_to_holder(
    certification: Certification, draft: Draft, *, by: Person | None, at: datetime
) -> Proposal:
    """Let the holder of a certificate suspended at once be heard afterwards. Nobody checks it anew.

    ``by``: who prepared the suspension.
    """
    made = _made(certification, draft, by=None, at=at, state=Proposal.State.HEARING)
    made.prepared_by, made.prepared_at = by, at
    own = _begun(made, "put", by=None, at=at)
    timers.begin(made)
    _keep_apart(made, at=at)
    execution.start(own, at=at)
    return made


def _made(
    certification: Certification, draft: Draft, *, by: Person | None, at: datetime, **first: Any
) -> Proposal:
    Certification.objects.select_for_update(no_key=True).get(pk=certification.pk)
    certificate = latest(certification)
    refuse_impossible(certificate, draft.kind, at)
    rows = Proposal.objects.filter(certification=certification)
    made = Proposal(certification=certification, case=certificate.case, **first)
    made.number = rows.count() + 1
    _fill(made, draft, certificate, at)
    made.put_by, made.put_at = by, at
    return made


def _begun(made: Proposal, step: str, *, by: Person | None, at: datetime) -> Process:
    """Keep a new proposal with a process of its own, and let the trail know."""
    case = made.case
    own = execution.create(
        FLOW, at=at, organisation=case.organisation, business_key=case.number, subject=case
    )
    made.own_process = own
    made.save()
    data = {"kind": made.kind, "ground": made.ground}
    trail.record(trail.Event(subject=made, step=step, by=by, at=at, data=data))
    exclusions.catch_up(case, at=at)
    return own


def refuse_impossible(certificate: Certificate, kind: str, at: datetime) -> None:
    """Raise Refused where nothing of that kind can be proposed about a certificate now."""
    status = status_at(certificate, local_date(at))
    if kind not in possible(status):
        words = (
            _("The certificate is temporarily withdrawn already: one limit runs.")
            if kind == Kind.SUSPEND and status == Status.SUSPENDED
            else _("This cannot be proposed: the certificate is %(status)s.")
            % {"status": status.label}
        )
        raise Refused(words, code="status_forbids")
    open_ = Proposal.objects.filter(certification=certificate.certification_id, state__in=OPEN)
    if open_.filter(kind=kind).exists():
        raise Refused(_("This is proposed already: it is decided first."), code="proposed_already")


def is_proposable(certificate: Certificate, kind: str, at: datetime) -> bool:
    """A decision of the kind can be proposed about the certificate now."""
    with heard():  # it is only asked, and refused nobody
        try:
            refuse_impossible(certificate, kind, at)
        except Refused:
            return False
    return True


def _fill(made: Proposal, draft: Draft, certificate: Certificate, at: datetime) -> None:
    status = status_at(certificate, local_date(at))
    if draft.ground not in fitting(draft.kind, status):
        raise Refused(_("Choose a ground that fits the proposal."), code="ground_does_not_fit")
    if not draft.facts.strip():
        raise Refused(_("Say what the proposal rests on."), code="no_facts")
    made.kind, made.ground, made.facts = draft.kind, draft.ground, draft.facts
    if draft.kind in REVISING:
        if not draft.scope.strip() or not draft.issued_to.strip():
            raise Refused(_("Say what the certificate is to say."), code="no_words")
        if not is_reworded(draft, certificate):
            raise Refused(_("The certificate says that already: change it."), code="same_words")
        made.scope, made.issued_to = draft.scope.strip(), draft.issued_to.strip()
        made.ends_suspension = draft.ends_suspension and status == Status.SUSPENDED
    made.refuses = required(draft.refuses, certificate.certification_id)
    made.named, made.conditions, made.urgent = draft.named, draft.conditions, draft.urgent


@acts.one()
@transaction.atomic
def prepare(proposal: Proposal, draft: Draft, *, by: Person, at: datetime) -> None:
    """Check and adopt a proposal; whoever does is its preparer, and does not decide on it."""
    _fill(proposal, draft, latest(proposal.certification), at)
    step = proposal.send_to_holder if proposal.is_for_hearing else proposal.pass_on
    proposal.prepared_by = by
    _keep_apart(proposal, at=at)
    perform(step, by=by, at=at, person=by, moment=at)


def _keep_apart(proposal: Proposal, *, at: datetime) -> None:
    """Keep the preparer, and whoever is kept from deciding in a case of it, from deciding."""
    role = kinds.decider(*ROOM)
    away = exclusions.people_of_all(proposal.certification, role)
    away -= exclusions.people(proposal.own_process_id, role)
    for person in Person.objects.filter(pk__in=away | {proposal.prepared_by_id}).order_by("pk"):
        exclude(
            proposal.own_process,
            person,
            reason=kept("prepared" if person.pk == proposal.prepared_by_id else "audited"),
            at=at,
            role=role,
            source=Source.TOOK_PART,
        )


def drop(proposal: Proposal, reasons: str, *, by: Person, at: datetime) -> None:
    """Do not take a proposal further, for a reason; nobody decides. Who asked for it is told."""
    step = proposal.turn_down if proposal.is_asked_for else proposal.drop
    perform(step, by=by, at=at, because=reasons, person=by, moment=at, reasons=reasons)


def answer(proposal: Proposal, text: str, *, by: Person, at: datetime) -> None:
    """Say what the municipality thinks of a proposal; an empty text says nothing."""
    perform(proposal.answer, by=by, at=at, person=by, moment=at, text=text)


def speak(proposal: Proposal, text: str, *, by: Person, at: datetime) -> None:
    """Say what the signatory thinks of a proposal, while the municipality may answer."""
    perform(proposal.speak, by=by, at=at, person=by, moment=at, text=text)


def open_room(activation: Activation) -> None:
    """Freeze what the decision rests on: its room opens."""
    proposal = Proposal.objects.get(own_process=activation.process)
    at = activation.process.moment or proposal.put_at
    decisions.ask(proposal.certification, proposal.kind, by=None, at=at)


def pending(proposal: Proposal) -> Decision:
    """The decision that is to be taken on a proposal. Raises Conflict where it is taken."""
    waiting = Decision.objects.filter(case=None, certification=proposal.certification_id)
    found = waiting.filter(kind=proposal.kind, state=Decision.State.PENDING).first()
    if found is None:
        raise Conflict(code="moved_on")
    return found


@acts.one()
@transaction.atomic
def decide(
    proposal: Proposal, reasons: str, *, as_proposed: bool, by: Person, at: datetime
) -> Decision:
    """Decide on a proposal, on the basis that was frozen.

    Raises Conflict with the code ``basis_changed`` where the basis is another one by now.
    """
    Certification.objects.select_for_update(no_key=True).get(pk=proposal.certification_id)
    lock_running(proposal, at)
    decision = pending(proposal)
    if canonical_hash(fresh_basis(decision, at)) != decision.basis_sha256:
        raise Conflict(
            _("What the decision rests on has changed since it was frozen."), code="basis_changed"
        )
    step = proposal.decide_as_proposed if as_proposed else proposal.decide_otherwise
    perform(step, by=by, at=at, because=reasons, decision=decision)
    if as_proposed:
        refuse(proposal.refuses, reasons, by=by, at=at)
        decisions.settle(decision, reasons, by=by, at=at)
    else:
        kind = "lift" if proposal.kind == Kind.CONFIRM else "leave"
        decisions.leave(decision, kind, reasons, by=by, at=at)
    return decision


def fresh_basis(decision: Decision, at: datetime) -> dict[str, Any]:
    """What a decision would rest on now."""
    decision.step_at = at
    return decisions.basis_of(decision)


@acts.one()
@transaction.atomic
def freeze_anew(proposal: Proposal, *, by: Person, at: datetime) -> Decision:
    """Freeze the basis as it is now; what was written so far stands in the new decision."""
    Certification.objects.select_for_update(no_key=True).get(pk=proposal.certification_id)
    old = pending(proposal)
    outdate(old, at=at)
    made = decisions.ask(proposal.certification, proposal.kind, by=by, at=at)
    return decisions.save_draft(made, made.version, reasons=old.reasons, dissent=old.dissent)


def outdate(decision: Decision, *, at: datetime) -> None:
    """Let nobody decide on a basis that is another one by now."""
    perform(decision.outdate, by=None, at=at)


def fall_away(certification: Certification, *, at: datetime) -> None:
    """What can no longer be decided about a certificate is not asked any more."""
    status = status_at(latest(certification), local_date(at))
    waiting = Proposal.objects.filter(certification=certification, state__in=OPEN)
    for proposal in waiting:
        if proposal.ground in fitting(proposal.kind, status):
            continue
        asked = Decision.objects.filter(
            case=None, certification=certification, kind=proposal.kind, state="pending"
        )
        for decision in asked:
            outdate(decision, at=at)
        perform(proposal.settle, by=None, at=at)


def follow(
    sender: type[Certificate], subject: Certificate, step: str, at: datetime, **more: object
) -> None:
    """A certificate whose status turns leaves no proposal that no longer fits."""
    if step in ("suspend", "restore", "withdraw", "discontinue", "expire"):
        fall_away(subject.certification, at=at)


events.performed.connect(follow, sender=Certificate, dispatch_uid="processes.sanctions.follow")
