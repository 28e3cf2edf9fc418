"""A change is told, reviewed by an officer, and leads to nothing, an audit or a proposal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from processes.case.models import Case, Certification
from processes.changing.deadlines import is_near
from processes.changing.models import ChangeNotice
from processes.organisations.models import Person
from processes.reasons import kept
from processes.sanctions import actions as sanctions
from processes.sanctions.basis import latest
from processes.sanctions.grounds import Ground, Kind
from processes.special import actions as special
from processes.special.models import SpecialAudit
from processes.standing.status import is_current
from workflow import acts, events, trail
from workflow.calendar import local_date
from workflow.engine import execution
from workflow.engine.transitions import perform
from workflow.exceptions import Refused

FLOW = "processes/flows.change.ChangeFlow"


@dataclass(frozen=True)
class Change:
    """What changes and from when; the scope that is asked for, where it is to hold for more."""

    kind: str
    text: str
    from_date: date
    scope: str = ""


@acts.one()
@transaction.atomic
def report(certification: Certification, said: Change, *, by: Person, at: datetime) -> ChangeNotice:
    """Put a change on the officers' table.

    Raises Refused where no certificate is in force, nothing is said, or the scope is as it was.
    """
    Certification.objects.select_for_update(no_key=True).get(pk=certification.pk)
    certificate = latest(certification)
    day = local_date(at)
    if not is_current(certificate, day):
        raise Refused(
            _("No certificate is in force: there is nothing that it changes."), code="nothing_held"
        )
    _refuse_unsaid(said, certificate.scope, day)
    case = certificate.case
    made = ChangeNotice.objects.create(
        case=case,
        certification=certification,
        number=ChangeNotice.objects.filter(certification=certification).count() + 1,
        kind=said.kind,
        text=said.text.strip(),
        from_date=said.from_date,
        scope=said.scope.strip() if said.kind == ChangeNotice.Kind.SCOPE else "",
        by=by,
        reported_at=at,
    )
    made.own_process = execution.create(
        FLOW, at=at, organisation=case.organisation, business_key=case.number, subject=case
    )
    made.save(update_fields=["own_process"])
    data = {"kind": made.kind}
    trail.record(trail.Event(subject=made, step="report", by=by, at=at, data=data))
    execution.start(made.own_process, at=at, by=by)
    return made


def _refuse_unsaid(said: Change, scope: str, day: date) -> None:
    if not said.text.strip():
        raise Refused(_("Say what changes."), code="no_change")
    if not is_near(said.from_date, day):
        raise Refused(_("Name a day within three years."), code="change_too_far")
    if said.kind == ChangeNotice.Kind.SCOPE and said.scope.strip() in ("", scope):
        raise Refused(_("Write what the scope is to be."), code="same_scope")


def find_harmless(made: ChangeNotice, text: str, *, by: Person, at: datetime) -> None:
    """Say that it has no effect on the certificate, and why."""
    perform(made.find_harmless, by=by, at=at, because=text, person=by, moment=at, text=text)


@acts.one()
@transaction.atomic
def examine(
    made: ChangeNotice, text: str, codes: Sequence[str], *, by: Person, at: datetime
) -> Case:
    """Order a special audit of what it changes. Raises Refused as the order of one does."""
    order = special.Order(SpecialAudit.Ground.CHANGE, made.text, codes)
    case = special.order(made.certification, order, by=by, at=at)
    perform(made.examine, by=by, at=at, because=text, person=by, moment=at, text=text, special=case)
    return case


@acts.one()
@transaction.atomic
def take_up(made: ChangeNotice, text: str, *, by: Person, at: datetime) -> None:
    """Propose the scope that is asked for: what was handed in is enough to decide on.

    Raises Refused where another scope is not asked for, or the certificate is not valid.
    """
    if not made.scope:
        raise Refused(_("Another scope is not asked for."), code="no_scope_asked")
    draft = _draft(made, Ground.DOCUMENTS, text)
    proposal = sanctions.propose(made.certification, draft, by=by, at=at)
    perform(
        made.take_up,
        by=by,
        at=at,
        because=text,
        person=by,
        moment=at,
        text=text,
        proposal=proposal,
    )


def _draft(made: ChangeNotice, ground: Ground, facts: str) -> sanctions.Draft:
    name = latest(made.certification).issued_to
    return sanctions.Draft(Kind.EXTEND, ground, facts, scope=made.scope, issued_to=name)


def recall(made: ChangeNotice, *, by: Person, at: datetime) -> None:
    """The municipality no longer wants it looked at."""
    perform(made.recall, by=by, at=at)


def follow_audit(
    sender: type[SpecialAudit], subject: SpecialAudit, step: str, at: datetime, **more: object
) -> None:
    """A special audit that was passed lets the scope that was asked for be proposed.

    Obligation 64.
    """
    if step != "finish" or subject.case.current_state != Case.State.CONTINUED:
        return
    waiting = ChangeNotice.objects.filter(special=subject.case, proposal=None).exclude(scope="")
    for made in waiting:
        certificate = latest(made.certification)
        if certificate.scope == made.scope:
            continue
        if not sanctions.is_proposable(certificate, Kind.EXTEND, at):
            continue
        facts = kept("special_passed", number=subject.case.number)
        draft = _draft(made, Ground.AUDITED, facts)
        made.proposal = sanctions.put(made.certification, draft, by=None, at=at)
        made.save(update_fields=["proposal"])
        trail.record(trail.Event(subject=made, step="propose", by=None, at=at))


events.performed.connect(
    follow_audit, sender=SpecialAudit, dispatch_uid="processes.changing.follow_audit"
)
