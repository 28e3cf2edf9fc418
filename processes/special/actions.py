"""A special audit is ordered by an officer; what it showed is put on the officers' table.

Of an unannounced one the municipality hears at its notice moment, or when the visit begins.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from processes import kinds
from processes.case import actions as case_actions
from processes.case.criteria import criteria_with
from processes.case.models import Case, Certification
from processes.organisations.models import Person
from processes.reasons import kept
from processes.sanctions import actions as sanctions
from processes.sanctions.basis import latest
from processes.sanctions.grounds import Ground, Kind
from processes.special import policies
from processes.special.models import SpecialAudit
from processes.special.policies import fitting
from processes.standing.models import Certificate
from processes.standing.status import is_suspended, status_at
from workflow import acts, trail
from workflow.calendar import local_date
from workflow.engine.transitions import perform
from workflow.exceptions import Refused
from workflow.models.promises import keeps


@dataclass(frozen=True)
class Order:
    """Why a special audit is made, and what it looks at: the codes of criteria.

    ``unannounced``: the municipality is told at ``notice_at`` only, or when the visit begins.
    """

    ground: str
    facts: str
    codes: Sequence[str]
    unannounced: bool = False
    notice_at: datetime | None = None


@acts.one()
@transaction.atomic
def order(certification: Certification, said: Order, *, by: Person, at: datetime) -> Case:
    """Open the case of a special audit; it goes by the versions of the certificate's case.

    Raises Refused where the ground does not fit the certificate's status, nothing is to be looked
    at, or one of the same ground is under way.
    """
    # Of two who order at once, the second waits here and then finds the first's.
    Certification.objects.select_for_update(no_key=True).get(pk=certification.pk)
    certificate = latest(certification)
    codes = _refuse_impossible(certificate, said, at)
    before = certificate.case
    opening = case_actions.Opening(
        kinds.SPECIAL,
        previous=before,
        coordinator=None if said.unannounced else before.coordinator,
        keeps_versions=True,
        concealed=said.unannounced,
    )
    case = case_actions.create(certification, opening, by=by, at=at)
    made = SpecialAudit.objects.create(
        case=case,
        certification=certification,
        ground=said.ground,
        facts=said.facts.strip(),
        codes=codes,
        ordered_by=by,
        ordered_at=at,
        unannounced=said.unannounced,
        notice_at=said.notice_at,
    )
    trail.record(
        trail.Event(subject=made, step="order", by=by, at=at, data={"ground": made.ground})
    )
    begin = made.begin_unseen if said.unannounced else made.begin
    perform(begin, by=by, at=at, person=by, moment=at)
    case_actions.set_off(case, at=at, by=by)
    return case


@keeps("processes.specialaudit", "announce")
@transaction.atomic
def announce(made: SpecialAudit, *, at: datetime, by: Person | None = None) -> None:
    """Tell the municipality of an unannounced audit: from now on it sees the case.

    Obligation 65. The lead does so when the visit begins, an officer whenever it is wise.
    Raises Refused where the lead is too early, NotPermitted for anybody else.
    """
    is_early = by is not None and not policies.is_visit_begun(made, local_date(at))
    if is_early and policies.leads(made, by):
        words = _("The visit has not begun: you tell the municipality when you come.")
        raise Refused(words, code="visit_not_begun")
    case = made.case
    coordinator = case.previous.coordinator_id if case.previous else None
    Case.objects.filter(pk=case.pk).update(concealed=False, coordinator=coordinator)
    case.concealed, case.coordinator_id = False, coordinator
    perform(made.announce, by=by, at=at, moment=at)


def _refuse_impossible(certificate: Certificate, said: Order, at: datetime) -> list[str]:
    """The codes that it looks at, in the scheme's order. Raises Refused."""
    if said.ground not in fitting(status_at(certificate, local_date(at))):
        raise Refused(
            _("Choose a ground that fits the certificate as it stands."), code="special_ground"
        )
    if said.notice_at is not None and (not said.unannounced or said.notice_at <= at):
        raise Refused(_("Choose a moment to come for an unannounced audit."), code="notice_past")
    if not said.facts.strip():
        raise Refused(_("Say what has happened."), code="special_facts")
    codes = [one.code for one in criteria_with(certificate.case, said.codes)]
    if not codes:
        raise Refused(_("Choose at least one criterion."), code="no_criteria")
    others = SpecialAudit.objects.filter(certification=certificate.certification_id)
    running = others.exclude(state__in=SpecialAudit.final).filter(ground=said.ground).first()
    if running is not None:
        words = _("A special audit on this ground is under way: %(number)s.")
        raise Refused(words % {"number": running.case.number}, code="special_running")
    return codes


def follow(case: Case, step: str, *, at: datetime) -> None:
    """A special audit that has ended leaves its ground free; what it showed is proposed."""
    for made in SpecialAudit.objects.filter(case=case).exclude(state__in=SpecialAudit.final):
        perform(made.finish, by=None, at=at)
    if step in ("refuse", "carry_on"):
        _propose(case, passed=step == "carry_on", at=at)


def _propose(case: Case, *, passed: bool, at: datetime) -> None:
    """Ask an officer to propose what follows: suspend, withdraw or restore; or nothing."""
    certificate = latest(case.certification)
    suspended = is_suspended(certificate, local_date(at))
    if passed:
        kind, ground = (Kind.RESTORE, Ground.MET) if suspended else (None, None)
    elif suspended:
        kind, ground = Kind.WITHDRAW, Ground.UNMET
    else:
        kind, ground = Kind.SUSPEND, Ground.MAJORS
    if kind is None or ground is None or not sanctions.is_proposable(certificate, kind, at):
        return
    facts = kept("special_passed" if passed else "special_failed", number=case.number)
    sanctions.put(case.certification, sanctions.Draft(kind, ground, facts), by=None, at=at)
