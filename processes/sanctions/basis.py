"""What a decision about a certificate in force rests on, frozen when its room opens."""

from datetime import date
from typing import Any

from django.utils import timezone

from processes.case.models import Case, Certification
from processes.case.visibility import TOLD
from processes.decision.actions import Ground as Basis
from processes.decision.models import Decision
from processes.sanctions.beside import adding, refusing
from processes.sanctions.grounds import AT_THE_HOLDERS_WISH
from processes.sanctions.models import Proposal
from processes.sanctions.policies import OPEN, Standing
from processes.standing.models import Certificate, CertificateQuerySet, StatusInterval
from processes.standing.status import status_at
from workflow.calendar import local_date


def grounded(decision: Decision) -> Basis:
    """The proposal with the holder's answer, the certificate as it stands, what runs beside it."""
    about: Proposal = proposal_of(decision)
    certificate = latest(decision.certification)
    content: dict[str, Any] = {
        "certificate": str(certificate),
        "scope": certificate.scope,
        "status": _status(certificate, local_date(decision.step_at or timezone.now())),
        "proposal": _proposed(about),
        "hearing": _heard(about),
        "cases": _running(decision.certification),
        "proposals": _others(about),
    }
    content |= refusing.frozen(about.refuses) | adding.frozen(about)
    if about.is_revising:
        content["issued_to"] = certificate.issued_to
    facts = Standing(
        status=content["status"]["kind"],
        is_heard=about.was_heard and not adding.is_open(content),
        names_person=about.named_id is not None,
        names_conditions=bool(about.conditions.strip()),
        is_at_holders_wish=about.ground in AT_THE_HOLDERS_WISH,
        has_evidence=bool(about.facts.strip()),
        rewords=is_reworded(about, certificate),
    )
    return Basis(content, facts)


def proposal_of(decision: Decision) -> Proposal:
    """The proposal that a decision is about: the one that is open, or it was taken on."""
    if decision.is_decided:
        return Proposal.objects.get(decision=decision)
    found = Proposal.objects.filter(certification=decision.certification_id, state__in=OPEN)
    return found.select_related("named", "answered_by", "signatory", "refuses").get(
        kind=decision.kind
    )


def latest(certification: Certification) -> Certificate:
    """The newest certificate of a certification. Raises DoesNotExist where it never had one."""
    rows: CertificateQuerySet = Certificate.objects.select_related("case__cycle")
    return rows.of_certification(certification).get()


def _status(certificate: Certificate, day: date) -> dict[str, Any]:
    row = StatusInterval.objects.filter(number=certificate.number, to_at=None).first()
    return {
        "kind": str(status_at(certificate, day)),
        "interval": row.pk if row else None,
        "since": row.from_at.isoformat() if row else "",
        "expiry": certificate.expiry_date.isoformat(),
    }


def is_reworded(about: Any, certificate: Certificate) -> bool:
    """What is proposed says something else than the certificate does."""
    return (about.scope, about.issued_to) != (certificate.scope, certificate.issued_to)


def _proposed(about: Proposal) -> dict[str, Any]:
    said = {
        "scope": about.scope,
        "issued_to": about.issued_to,
        "ends_suspension": about.ends_suspension,
    }
    return (said if about.is_revising else {}) | {
        "number": about.number,
        "kind": about.kind,
        "ground": about.ground,
        "facts": about.facts,
        "named": str(about.named) if about.named else "",
        "conditions": about.conditions,
        "urgent": about.urgent,
    }


def _heard(about: Proposal) -> dict[str, str]:
    """What the holder answered; silence is an answer where the holder could have spoken."""
    if not about.is_for_hearing:
        return {"state": "not_needed", "answer": "", "signatory": ""}
    state = "answered" if about.answered_at or about.signatory_at else "silent"
    return {"state": state, "answer": about.answer_text, "signatory": about.signatory_text}


def _running(certification: Certification) -> list[str]:
    known = Case.objects.filter(TOLD, certification=certification)
    cases = known.filter(state=Case.State.RUNNING)
    return list(cases.order_by("pk").values_list("number", flat=True))


def _others(about: Proposal) -> list[dict[str, Any]]:
    others = Proposal.objects.filter(certification=about.certification_id, state__in=OPEN)
    rows = others.exclude(pk=about.pk).order_by("number")
    return [dict(zip(OTHERS, row, strict=True)) for row in rows.values_list(*OTHERS)]


OTHERS = ("number", "kind", "state")
