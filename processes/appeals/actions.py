"""An appeal is registered, and comes onto the table of an officer who took no part."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from processes.amendments.models import Amendment
from processes.appeals.models import Appeal
from processes.appeals.policies import is_against_holder, is_appealable, refusal_of
from processes.case import exclusions
from processes.case.exclusions import Source, exclude
from processes.case.models import Case
from processes.decision import kinds, receipts
from processes.decision.models import Decision
from processes.decision.receipts import appeal_ends
from processes.organisations.models import Membership, Person
from processes.reasons import kept
from processes.roles import BODY, Role
from workflow import events, trail
from workflow.calendar import local_date
from workflow.engine import execution, locking
from workflow.engine.transitions import perform
from workflow.exceptions import Refused
from workflow.models import Process, Task, TrailEntry

FLOW = "processes/flows.appeal.AppealFlow3"
ENDING = ("close", "decline", "refuse")


@dataclass(frozen=True)
class Outside:
    """Who wrote an appeal without an account, and when it came."""

    name: str
    received_at: datetime


@transaction.atomic
def appeal(
    case: Case,
    text: str,
    *,
    by: Person | None,
    at: datetime,
    against: Decision | None = None,
    outside: Outside | None = None,
) -> Appeal:
    """Register an appeal, also a late one, and ask an officer to acknowledge it.

    ``against``: a decision about the certificate that the case issued; else how the case ended.
    ``outside``: of somebody without an account, instead of ``by``.
    """
    if case.main_process_id is not None:
        locking.lock(case.main_process_id, at)  # of two at once the second finds the first's
    _require_appealable(case, against)
    subject = against or refusal_of(case)
    made = _noted(case, subject, outside.received_at if outside else at)
    made.text, made.by, made.sender = text, by, outside.name if outside else ""
    if by is not None and _signs(by, case, at):
        made.confirmed_by, made.confirmed_at = by, at
    made.save()
    made.own_process = execution.create(
        FLOW, at=at, organisation=case.organisation, business_key=case.number, subject=case
    )
    made.save(update_fields=["own_process"])
    trail.record(trail.Event(subject=made, step="register", by=by, at=at, because=text))
    exclusions.catch_up(case, at=at)
    _keep_apart(made, at)
    execution.start(made.own_process, at=at, by=by)
    return made


def _noted(case: Case, subject: Decision | None, came: datetime) -> Appeal:
    """A new appeal, with what says whether it came in time."""
    last = appeal_ends(case, subject).date
    return Appeal(
        case=case,
        number=case.appeals.count() + 1,
        decision=subject,
        receipt=receipts.of(case, subject),
        registered_at=came,
        last_date=last,
        is_late=local_date(came) > last,
    )


def _signs(person: Person, case: Case, at: datetime) -> bool:
    held = Membership.objects.on(local_date(at)).filter(person=person, role=Role.SIGNATORY)
    return held.filter(organisation=case.certification.organisation_id).exists()


def _require_appealable(case: Case, against: Decision | None) -> None:
    if not (is_appealable(case) if against is None else is_against_holder(against)):
        raise Refused(
            _("There is nothing to appeal against: see how the case stands."),
            code="nothing_to_appeal",
        )
    if case.appeals.exclude(state__in=Appeal.final).exists():
        raise Refused(
            _("An appeal is registered already, and is being looked into."),
            code="appeal_registered",
        )


def _keep_apart(made: Appeal, at: datetime) -> None:
    """Keep whoever took part from handling it and from deciding it, whoever is left.

    Where nobody is, an administrator asks an independent reviewer (obligation 82).
    """
    took_part = _took_part(made.case)
    if made.decision is not None and made.decision.decided_by_id is not None:
        took_part.add(made.decision.decided_by_id)
    for person in Person.objects.filter(pk__in=took_part).order_by("pk"):
        for role in (Role.OFFICER, kinds.appeal_decider()):
            exclude(
                made.own_process,
                person,
                reason=kept("appealed"),
                at=at,
                role=role,
                source=Source.TOOK_PART,
            )


def _took_part(case: Case) -> set[int]:
    """Who did a task of the body in the case, or ended it."""
    processes = Process.objects.filter(chain__processes__case=case)
    tasks = Task.objects.filter(process__in=processes, finished__isnull=False, role__in=BODY)
    doers = set(tasks.exclude(owner=None).values_list("owner", flat=True))
    entries = TrailEntry.objects.filter(chain__processes__case=case, step__in=ENDING)
    return doers | set(entries.exclude(actor=None).values_list("actor", flat=True))


def acknowledge(made: Appeal, *, by: Person, at: datetime) -> None:
    """Tell the municipality that it is taken in."""
    perform(made.acknowledge, by=by, at=at, moment=at)


def answer(made: Appeal, text: str, *, by: Person, at: datetime) -> None:
    """Answer it, with reasons."""
    perform(made.answer, by=by, at=at, because=text, person=by, moment=at, text=text)


def fall_away(
    sender: type[Amendment], subject: Amendment, step: str, at: datetime, **more: object
) -> None:
    """A refusal that was replaced leaves no appeal to answer."""
    if step == "replace":
        for made in subject.case.appeals.exclude(state__in=Appeal.final):
            perform(made.fulfil, by=None, at=at, moment=at)


events.performed.connect(fall_away, sender=Amendment, dispatch_uid="processes.appeals.fall_away")
