"""Whether the basis of a decision follows an earlier one on a report that was corrected since."""

from dataclasses import dataclass
from typing import Any

from processes.audit.report.models import Report
from processes.decision.differences import Difference, differences
from processes.decision.models import Decision


@dataclass(frozen=True)
class Renewed:
    """An earlier basis beside the present one, and the reports that lie between them."""

    before: Decision
    reports: list[Report]
    differences: list[Difference]


def renewed(decision: Decision) -> Renewed | None:
    """What changed since the basis before; None where the report is the same, or it is the first.

    A report that comes of a new visit is none that was corrected.
    """
    earlier: Any = decision.its_case.decisions.filter(number__lt=decision.number)
    before = earlier.order_by("-number").first()
    if before is None or before.basis.get("report") == decision.basis.get("report"):
        return None
    span = (before.basis.get("report") or 0) + 1, decision.basis.get("report") or 0
    reports = Report.objects.filter(audit__case=decision.case, number__range=span)
    corrected = reports.exclude(corrects=None).select_related("corrects").order_by("number")
    if not corrected:
        return None
    return Renewed(before, list(corrected), differences(before.basis, decision.basis))
