"""What the decision on a transfer rests on: what was told, and what the reviewer found of it."""

from datetime import date
from typing import Any

from django.utils import timezone

from processes.decision.actions import Ground, agreed
from processes.decision.models import Decision
from processes.decision.supplies import supplied
from processes.transfer.deadlines import due, taken_over_until
from processes.transfer.models import Transfer
from processes.transfer.policies import TOLD, Held, lasts
from workflow.calendar import local_date

FOUND = (
    *("is_in_force", "is_accredited", "is_read", "open_majors", "open_minors"),
    *("minors_without_plan", "done", "justification", "follow_up"),
)


def taken_over(decision: Decision) -> Ground:
    """The certificate of the other body with its papers, and the review (obligations 78, 79)."""
    case = decision.its_case
    transfer: Transfer = Transfer.objects.select_related("case__cycle").get(case=case)
    day = local_date(decision.step_at or timezone.now())
    until, must = taken_over_until(transfer), due(transfer, case.cycle, day)
    content: dict[str, Any] = {
        "case": case.number,
        "kind": case.kind,
        "held": {name: _plain(getattr(transfer, name)) for name in (*TOLD, "ceased_date")},
        "papers": _papers(transfer),
        "found": {name: getattr(transfer, name) for name in FOUND},
        "reviewed_by": str(transfer.reviewed_by),
        "until": _plain(until),
        "due": must,
        **supplied(case.pk),
    }
    facts = Held(
        agreement_is_signed=agreed(case.certification_id).first() == "signed",
        is_valid=lasts(transfer, day),
        is_in_force=bool(transfer.is_in_force),
        is_accredited=bool(transfer.is_accredited),
        is_read=bool(transfer.is_read),
        open_majors=transfer.open_majors,
        minors_without_plan=transfer.minors_without_plan,
        is_in_cycle=(transfer.done or 0) >= must,
        is_in_time=until is None or day <= until,
    )
    return Ground(content, facts)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _papers(transfer: Transfer) -> list[dict[str, str]]:
    rows = transfer.papers.filter(evidence__removed_at=None).order_by("pk")
    named = ("kind", "evidence__title", "evidence__sha256", "evidence__link")
    return [
        dict(zip(("kind", "title", "sha256", "link"), row, strict=True))
        for row in rows.values_list(*named)
    ]
