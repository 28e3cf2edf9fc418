"""What follows a granted decision: issue, renew or continue."""

from datetime import date, datetime
from typing import cast

from django.utils import timezone
from django.utils.translation import gettext as _

from processes.case.actions import next_number
from processes.case.models import Case
from processes.certificate import policies
from processes.certificate.following import go_on
from processes.decision import effects
from processes.decision.actions import facts_of
from processes.decision.models import Decision
from processes.decision.policies import is_distinguished
from processes.promises.models import frozen
from processes.standing import actions as standing
from processes.standing.models import Certificate
from processes.standing.status import (
    Status,
    is_continued,
    is_decidable,
    is_suspended,
    is_valid,
    must_expire,
)
from processes.transfer.deadlines import anchor_of
from processes.transfer.models import Transfer
from workflow import timers, trail
from workflow.calendar import exact_months, local_date
from workflow.definition.nodes import Activation
from workflow.engine.transitions import perform
from workflow.exceptions import Refused


def carry_out(activation: Activation) -> None:
    """Do what the decision that moved the case leads to."""
    decision = cast(Decision, activation.process.mover)
    decision.case = Case.of(activation.process)
    effects.carry_out(decision, at=activation.process.moment or timezone.now())


@effects.effect("issue")
def grant_case(decision: Decision, *, at: datetime) -> None:
    """Issue the certificate or its next revision, and close the case with it."""
    case = decision.its_case
    issued = issue(decision, at=at)
    perform(case.grant, by=None, at=at, moment=at)
    go_on(case, issued, at=at)


@effects.effect("continue")
def continue_case(decision: Decision, *, at: datetime) -> None:
    """Close the case; the certificate stands (obligation 52)."""
    case = decision.its_case
    perform(case.carry_on, by=None, at=at, moment=at)
    go_on(case, None, at=at)


def issue(decision: Decision, *, at: datetime) -> Certificate:
    """Issue what a decision grants: the first certificate, or the next revision (obligation 56).

    A new expiry follows the old one, also when the old one expired no longer ago than the cycle
    lets it be restored. Validity never begins before the decision. A decision issues once: the
    database refuses a second certificate of it, and with it all that is done in the transaction.
    """
    case = decision.its_case
    if not policies.may_be_issued(decision):
        raise Refused(
            _("A certificate is issued only after a decision that grants it."), code="not_granted"
        )
    day = local_date(at)
    old = _followed(case, at)
    if old is not None and is_valid(old, day):
        perform(old.replace, by=None, at=at)
    anchor, expiry = _time(case, old, day)
    certificate = Certificate.objects.create(
        certification=case.certification,
        case=case,
        decision=decision,
        number=old.number if old else next_number(f"{case.scheme.prefix}C", day.year),
        revision=old.revision + 1 if old else 1,
        scope=_scope(case, old),
        issued_to=case.organisation.full_name,
        decided_date=day,
        effective_date=day,
        anchor_date=anchor,
        expiry_date=expiry,
        with_distinction=_distinction(case),
        promised=frozen(case.certification),
    )
    timers.begin(certificate)
    data = {"number": certificate.number, "revision": certificate.revision}
    event = trail.Event(
        subject=certificate, step="issue", by=None, at=at, target="valid", data=data
    )
    trail.record(event)
    standing.turn(certificate, Status.VALID, at=at, decision=decision)
    return certificate


def _followed(case: Case, at: datetime) -> Certificate | None:
    """The certificate that the new one continues, if it can still be continued."""
    day = local_date(at)
    latest = Certificate.objects.of_certification(case.certification).first()
    if latest is None:
        return None
    if must_expire(latest, day):
        standing.expire(latest, at=at)
    if is_suspended(latest, day):
        words = _("The certificate is temporarily withdrawn: decide first that it is restored.")
        raise Refused(words, code="suspended")
    # A case that could restore it was closed with the last day, but for what waited to be decided.
    restores = case.traits.restores and is_decidable(latest, day)
    return latest if restores or is_continued(latest, day) else None


def _time(case: Case, old: Certificate | None, day: date) -> tuple[date, date]:
    """Anchor and last day; of a certificate that is taken over those it had (obligation 79)."""
    transfer: Transfer | None = getattr(case, "transfer", None)
    if transfer is not None and transfer.last_date is not None:
        if not transfer.lasts(day):
            words = _(
                "The certificate of the other body is no longer valid: it cannot be followed."
            )
            raise Refused(words, code="held_expired")
        return anchor_of(transfer), transfer.last_date
    anchor = old.expiry_date if old else day
    return anchor, _expiry(case, anchor, old)


def _expiry(case: Case, anchor: date, old: Certificate | None) -> date:
    """Counted in one leap from the first anchor, so that 29 February is never lost.

    Obligation 69.
    """
    origin = _origin(old) if old else anchor
    months = (anchor.year - origin.year) * 12 + anchor.month - origin.month
    return exact_months(origin, months + case.cycle.validity_months)


def _origin(certificate: Certificate) -> date:
    """The day from which the expiry of every revision of a number is counted."""
    numbered = certificate.certification.certificates.filter(number=certificate.number)
    first: date = numbered.order_by("revision").values_list("anchor_date", flat=True)[0]
    return first


def _scope(case: Case, old: Certificate | None) -> str:
    """The scope applied for in this case, else that of the certificate that it continues."""
    if old is not None and not case.traits.is_applied_for:
        return old.scope
    accepted = (
        case.certification.cases.filter(application__state="accepted").order_by("-pk").first()
    )
    scope: str = accepted.application.scope if accepted else ""
    return scope


def _distinction(case: Case) -> bool:
    # What businesses answered about one service says nothing of another.
    if not case.traits.is_audited:
        return False
    results = case.organisation.survey_results.filter(index=case.scheme.survey)
    latest = results.order_by("-year").values_list("year", flat=True).first()
    values = list(results.filter(year=latest).values_list("value", flat=True)) if latest else []
    return is_distinguished(facts_of(case), case.edition.rule, values)
