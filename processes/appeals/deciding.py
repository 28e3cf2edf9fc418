"""The outcome of an appeal: somebody who took no part decides, and what is wrong is replaced."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from processes.appeals.admitting import end_stay, locked
from processes.appeals.basis import against_of
from processes.appeals.effects import SUSPENDING
from processes.appeals.models import Appeal
from processes.application.reopening import begin_anew
from processes.case import exclusions
from processes.case.actions import canonical_hash
from processes.case.exclusions import Source, exclude
from processes.case.models import Case
from processes.certificate.actions import issue
from processes.certificate.following import go_on
from processes.decision import actions as decisions
from processes.decision import kinds
from processes.decision.models import Decision
from processes.organisations.models import Membership, Person
from processes.reasons import kept
from processes.roles import Role
from processes.sanctions import actions as sanctions
from processes.sanctions.basis import latest
from processes.sanctions.grounds import ROOM, Kind
from processes.sanctions.models import Proposal
from processes.sanctions.policies import OPEN
from processes.standing.status import is_suspended
from workflow import acts, trail
from workflow.calendar import local_date
from workflow.engine import locking
from workflow.engine.transitions import perform
from workflow.exceptions import Refused


@acts.one()
@transaction.atomic
def lay_before(made: Appeal, text: str, *, by: Person, at: datetime) -> None:
    """Say what was found, and lay the appeal before a decision maker; not the same person."""
    if made.own_process is not None:
        exclude(
            made.own_process,
            by,
            reason=kept("prepared"),
            at=at,
            role=kinds.appeal_decider(),
            source=Source.TOOK_PART,
        )
    perform(made.lay_before, **_given(by, at, text))


def _given(by: Person, at: datetime, text: str) -> dict[str, Any]:
    return {"by": by, "at": at, "because": text, "person": by, "moment": at, "text": text}


@acts.one()
@transaction.atomic
def reject(made: Appeal, text: str, *, by: Person, at: datetime) -> None:
    """The decision stands, with reasons; a suspension that rested goes on."""
    locked(made, at)
    perform(made.reject_appeal, **_given(by, at, text))
    end_stay(made, at)


@acts.one()
@transaction.atomic
def dismiss(made: Appeal, text: str, *, by: Person, at: datetime) -> None:
    """The appeal is not looked into, as it came too late; a suspension that rested goes on."""
    locked(made, at)
    perform(made.dismiss_appeal, **_given(by, at, text))
    end_stay(made, at)


@acts.one()
@transaction.atomic
def uphold_partly(made: Appeal, text: str, *, corrective: str, by: Person, at: datetime) -> None:
    """Something about the decision was wrong and is put right; what it led to stays.

    Obligation 84.
    """
    locked(made, at)
    if not corrective.strip():
        raise Refused(_("Say what is to be put right, and how."), code="nothing_put_right")
    perform(made.uphold_partly, **_given(by, at, text), corrective=corrective.strip())
    end_stay(made, at)


@acts.one()
@transaction.atomic
def uphold(made: Appeal, text: str, *, by: Person, at: datetime) -> None:
    """Replace what was wrong by a new decision in the same act; both stay readable.

    Of a case that was declined or closed it is said that this was wrong, and a new one begins.
    Raises Refused where the new decision is not possible as things stand.
    """
    locked(made, at)
    against = made.decision
    if against is None or (against.case is not None and not against.case.traits.issues):
        perform(made.uphold_appeal, **_given(by, at, text), replaced_by=None)
        if against is None:
            _begin_anew(made, at)
    elif against.case is not None:
        granted = _asked_anew(made.case, at)
        perform(made.uphold_appeal, **_given(by, at, text), replaced_by=granted)
        _grant(granted, text, by=by, at=at)
    else:
        annulling = decisions.ask(made.case.certification, "annul", by=None, at=at)
        perform(made.uphold_appeal, **_given(by, at, text), replaced_by=annulling)
        decisions.settle(annulling, text, by=by, at=at)


def _begin_anew(made: Appeal, at: datetime) -> None:
    """A new case goes on where the old one ended; who ended that does not review it, if others can.

    Obligation 84.
    """
    new = begin_anew(made.case, at=at)
    if new is None or made.own_process is None:
        return
    away = exclusions.people(made.own_process_id, Role.OFFICER)
    held = Membership.objects.on(local_date(at)).filter(
        organisation=new.scheme.body_id, role=Role.OFFICER, person__is_active=True
    )
    if not held.exclude(person__in=away).exists():
        return
    for person in Person.objects.filter(pk__in=away).order_by("pk"):
        exclude(
            new.main_process,
            person,
            reason=kept("appealed"),
            at=at,
            role=Role.OFFICER,
            source=Source.TOOK_PART,
        )


def grant_anew(case: Case, text: str, *, by: Person, at: datetime) -> Decision:
    """Grant what was refused, on the basis as it is now. Raises Refused where a gate forbids it."""
    granted = _asked_anew(case, at)
    _grant(granted, text, by=by, at=at)
    return granted


def _asked_anew(case: Case, at: datetime) -> Decision:
    """A decision on the basis as it is now. Raises Refused where a later case decides instead."""
    later = Case.objects.filter(certification=case.certification_id, pk__gt=case.pk)
    if case.current_state != Case.State.REFUSED or later.exists():
        raise Refused(
            _("The municipality has a later case, in which the certificate is decided."),
            code="later_case",
        )
    locking.lock(case.main_process_id or 0, at)
    made = decisions.asked(case, number=case.decisions.count() + 1)
    made.step_at = at
    made.basis = decisions.basis_of(made)
    made.basis_sha256 = canonical_hash(made.basis)
    made.save()
    trail.record(trail.Event(subject=made, step="freeze", by=None, at=at))
    return made


def _grant(decision: Decision, text: str, *, by: Person, at: datetime) -> None:
    case = decision.its_case
    perform(decision.grant_instead, by=None, at=at, decider=by, moment=at, reasons=text)
    issued = issue(decision, at=at)
    perform(case.overturn, by=None, at=at, moment=at)
    go_on(case, issued, at=at)


@acts.one()
@transaction.atomic
def send_back(made: Appeal, text: str, *, by: Person, at: datetime) -> Proposal:
    """Let somebody else decide a suspension anew, who took no part; until then it stands."""
    locked(made, at)
    against = against_of(made)
    about = against.proposal
    perform(made.send_back_appeal, **_given(by, at, text))
    end_stay(made, at)
    draft = sanctions.Draft(Kind.CONFIRM, about.ground, about.facts, about.named, about.conditions)
    anew = sanctions.put(made.case.certification, draft, by=None, at=at)
    for person in filter(None, (against.decided_by, by)):
        if anew.own_process is not None:
            exclude(
                anew.own_process,
                person,
                reason=kept("decided"),
                at=at,
                role=kinds.decider(*ROOM),
                source=Source.TOOK_PART,
            )
    return anew


@acts.one()
@transaction.atomic
def order_stay(made: Appeal, text: str, *, by: Person, at: datetime) -> None:
    """Let a suspension rest until the appeal is decided. Raises Refused where it cannot."""
    locked(made, at)
    if not may_stay(made, at):
        raise Refused(
            _("There is no suspension that could rest until the appeal is decided."),
            code="nothing_to_stay",
        )
    limit = latest(made.case.certification).suspended_until
    resting = decisions.ask(made.case.certification, "stay", by=None, at=at)
    perform(made.order_stay, **_given(by, at, text), limit=limit)
    decisions.settle(resting, text, by=by, at=at)


def may_stay(made: Appeal, at: datetime) -> bool:
    """It is against a suspension that runs, and that nobody is about to confirm or lift."""
    against = made.decision
    if against is None or against.case is not None or against.kind not in SUSPENDING:
        return False
    certification = made.case.certification
    open_ = Proposal.objects.filter(certification=certification, state__in=OPEN)
    is_heard = open_.filter(kind=Kind.CONFIRM).exists()
    runs = is_suspended(latest(certification), local_date(at))
    return runs and made.stayed_at is None and not is_heard


def may_send_back(made: Appeal) -> bool:
    """It is against a suspension: somebody else can decide it anew."""
    against = made.decision
    return against is not None and against.case is None and against.kind in SUSPENDING


OUTCOMES: dict[str, Callable[..., Any]] = {
    "reject": reject,
    "dismiss": dismiss,
    "uphold": uphold,
    "uphold_partly": uphold_partly,
    "send_back": send_back,
    "stay": order_stay,
}
"""What whoever decides an appeal can say."""
