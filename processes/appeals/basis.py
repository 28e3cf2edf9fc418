"""What a decision rests on that replaces another one, or lets its effect rest meanwhile."""

from typing import Any

from django.utils import timezone

from processes.appeals.models import Appeal
from processes.case.models import Case
from processes.case.visibility import TOLD
from processes.decision.actions import Ground
from processes.decision.models import Decision
from processes.sanctions.basis import latest
from processes.standing.status import status_at
from workflow.calendar import local_date


def appealed(decision: Decision) -> Ground:
    """The appeal with what was found, the decision it is against, the certificate as it stands."""
    made = appeal_of(decision)
    against = against_of(made)
    content = {
        **_standing(decision),
        "appeal": {"number": made.number, "case": made.case.number, "text": made.text},
        "statement": made.statement,
        "against": {
            "number": against.number,
            "kind": against.kind,
            "sha256": against.basis_sha256,
        },
    }
    return Ground(content, facts=None)


def reconsidered(decision: Decision) -> Ground:
    """What whoever takes a decision anew said of it, and the certificate as it stands."""
    return Ground(decision.basis | _standing(decision), facts=None)


def _standing(decision: Decision) -> dict[str, Any]:
    """The certificate as it stands, and what runs beside it."""
    certificate = latest(decision.certification)
    day = local_date(decision.step_at or timezone.now())
    known = Case.objects.filter(TOLD, certification=decision.certification)
    running = known.filter(state=Case.State.RUNNING)
    return {
        "certificate": str(certificate),
        "scope": certificate.scope,
        "status": {
            "kind": str(status_at(certificate, day)),
            "expiry": certificate.expiry_date.isoformat(),
        },
        "cases": list(running.order_by("pk").values_list("number", flat=True)),
    }


def appeal_of(decision: Decision) -> Appeal:
    """The appeal that a decision was asked for by: the one that waits for its outcome."""
    waiting = Appeal.objects.filter(
        case__certification=decision.certification_id, state=Appeal.State.LAID
    )
    return waiting.filter(decision__case=None).select_related("decision", "case").get()


def against_of(made: Appeal) -> Decision:
    """The decision that an appeal is against. Raises ValueError where it is against none."""
    if made.decision is None:
        raise ValueError(made)
    return made.decision


def replaced_of(decision: Decision) -> Decision:
    """The decision that this one replaces, or whose effect it lets rest."""
    earlier = Decision.objects.filter(certification=decision.certification_id, case=None)
    return earlier.get(number=decision.basis["against"]["number"])
