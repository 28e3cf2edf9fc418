"""What was corrected in a finding after the visit: what it said, what it says now, and why."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from processes.audit.models import Finding
from processes.audit.report.models import Report


class Correction(models.Model):
    """One correction of a finding by the lead auditor; never changed, so all of them tell all."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="corrections")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="corrections")
    rounds = models.PositiveSmallIntegerField(default=0)
    """How many rounds of comments the report had been through by then."""
    before = models.JSONField()
    after = models.JSONField()
    is_worse = models.BooleanField(default=False)
    reason = models.TextField(_("reason for the correction"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.finding}: {self.reason}"


def content_of(report: Report) -> list[dict[str, Any]]:
    """The corrections of a report, as they are frozen with it."""
    return told(report.corrections.select_related("finding__criterion"))


def told(rows: models.QuerySet[Correction]) -> list[dict[str, Any]]:
    """Corrections as data, the oldest first."""
    return [
        {
            "criterion": one.finding.criterion.code,
            "at": one.at.isoformat(),
            "before": one.before,
            "after": one.after,
            "reason": one.reason,
        }
        for one in rows.order_by("pk")
    ]
