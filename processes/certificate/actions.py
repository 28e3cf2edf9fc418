"""What follows a granted decision: issue, renew or continue (obligations 53 to 56, 69)."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from processes.case.actions import next_number
from processes.case.models import Case
from processes.certificate.models import Certificate
from processes.certificate.following import followers
from processes.decision.actions import facts_of
from processes.decision.policies import is_distinguished
from workflow import timers, trail
from workflow.calendar import exact_months, local_date
from workflow.transitions import perform


def carry_out(activation: Any) -> None:
    """Carry out a granted decision by the kind of its case."""
    at = activation.process.moment or timezone.now()
    case = Case.objects.get(pk=activation.process.subject_id)
    if case.kind == Case.Kind.SURVEILLANCE:
        perform(case.carry_on, by=None, at=at, moment=at)
    else:
        issue(case, at=at)
        perform(case.grant, by=None, at=at, moment=at)
    for follow in followers():
        follow(case, at=at)


def issue(case: Case, *, at: datetime) -> Certificate:
    """Issue a certificate: the first, or the next revision whose expiry follows the old."""
    day = local_date(at)
    old = case.certification.certificates.filter(state=Certificate.State.VALID).first()
    anchor = old.expiry_date if old else day
    if old:
        perform(old.replace, by=None, at=at)
    certificate = Certificate.objects.create(
        certification=case.certification,
        case=case,
        number=old.number if old else next_number(f"{case.scheme.prefix}C", day.year),
        revision=old.revision + 1 if old else 1,
        scope=_scope(case),
        decided_date=day,
        effective_date=day,
        anchor_date=anchor,
        expiry_date=exact_months(anchor, case.cycle.validity_months),
        with_distinction=_distinction(case),
    )
    timers.begin(certificate, at=at)
    data = {"number": certificate.number, "revision": certificate.revision}
    event = trail.Event(
        subject=certificate, step="issue", by=None, at=at, target="valid", data=data
    )
    trail.record(event)
    return certificate


def _scope(case: Case) -> str:
    """The scope applied for, in this case or the one it renews."""
    applied = case.certification.cases.filter(application__isnull=False).order_by("-pk").first()
    scope: str = applied.application.scope if applied else ""
    return scope


def _distinction(case: Case) -> bool:
    results = case.organisation.survey_results.filter(index="NKI")
    latest = results.order_by("-year").values_list("year", flat=True).first()
    values = list(results.filter(year=latest).values_list("value", flat=True)) if latest else []
    return is_distinguished(facts_of(case), case.edition.rule, values)


def certificate_on(certification: Any, day: date) -> Certificate | None:
    """The certificate in force on a local day, if any."""
    valid = certification.certificates.filter(effective_date__lte=day, expiry_date__gte=day)
    found: Certificate | None = valid.exclude(state="expired").order_by("-revision").first()
    return found
