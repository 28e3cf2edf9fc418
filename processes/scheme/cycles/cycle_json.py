"""What a renewal cycle says, in plain words and numbers: to compare, and to lay down elsewhere."""

from datetime import datetime
from typing import Any

from processes.scheme.models import RenewalCycle, SurveillanceWindow
from workflow import trail

NAMES = (
    "validity_months",
    "recertification_visit",
    "recertification_decision",
    "restorable_months",
    "limits",
    "ladder",
    "quiet_weeks",
    "closed_days",
    "by_document",
)


def as_json(cycle: RenewalCycle) -> dict[str, Any]:
    """Everything that makes one cycle another than the next."""
    windows = cycle.windows.order_by("from_month").values_list("from_month", "to_month")
    return {name: getattr(cycle, name) for name in NAMES} | {"windows": [list(w) for w in windows]}


def lay_down(cycle: RenewalCycle, said: dict[str, Any], *, at: datetime) -> None:
    """Let a cycle say the same. Only where nobody is bound by it yet."""
    windows = said["windows"]
    RenewalCycle.objects.filter(pk=cycle.pk).update(
        **{name: said[name] for name in NAMES if name in said}
    )
    cycle.windows.all().delete()
    SurveillanceWindow.objects.bulk_create(
        SurveillanceWindow(cycle=cycle, from_month=first, to_month=last) for first, last in windows
    )
    cycle.refresh_from_db()
    trail.record(trail.Event(subject=cycle, step="load", by=None, at=at))
