"""What was supplied for a decision, and what the municipality says of what the lead supplied."""

from typing import Any

from processes.decision.models import Decision

SUPPLIED = ("number", "asked_for", "asked_of", "supplement")
COMMENTED = ("number", "text", "comment_text", "state")


def supplied(case: int) -> dict[str, Any]:
    """What was asked for in each round and supplied, and the comments, as a basis freezes it."""
    deferred = Decision.objects.filter(case=case, state=Decision.State.DEFERRED)
    rounds = _rows(deferred.order_by("number"), SUPPLIED)
    said: dict[str, Any] = {"supplements": rounds}
    if rounds:
        material = deferred.filter(material__isnull=False).order_by("material__number")
        names = tuple(f"material__{name}" for name in COMMENTED)
        found = [dict(zip(COMMENTED, row, strict=True)) for row in material.values_list(*names)]
        said |= {"comments": found} if found else {}
    return said


def _rows(rows: Any, names: tuple[str, ...]) -> list[dict[str, Any]]:
    return [dict(zip(names, row, strict=True)) for row in rows.values_list(*names)]
