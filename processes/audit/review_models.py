"""The conclusion of a review of documents: written, sent, and kept for each round."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from processes.case.models import Case
from workflow.language import Text

REVIEWED: dict[str, Text] = {
    "documents": _("the documented way of working, against the criteria"),
    "sites": _("the places and what is particular to each"),
    "scope": _("the scope, and what the law asks within it"),
    "resources": _("people and means"),
    "internal": _("internal audit and review by the management: planned and made"),
    "readiness": _("how ready the municipality is for the visit"),
    "focus": _("where the visit is to look, and whom it is to meet"),
}
"""What is looked at one by one before a visit."""


class DocumentReview(models.Model):
    """What the lead found in one round: in order, of concern, and from when a visit makes sense.

    Obligation 26. Frozen when it is sent.
    """

    audit = models.ForeignKey(
        "processes.Audit", on_delete=models.PROTECT, related_name="document_reviews"
    )
    number = models.PositiveSmallIntegerField()
    is_ready = models.BooleanField(_("ready for the visit"))
    in_order = models.TextField(_("what was found in order"), blank=True)
    concerns = models.TextField(_("areas of concern"), blank=True)
    looked_at = models.JSONField(default=list)
    not_before_date = models.DateField(_("the visit no earlier than"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["audit", "number"], name="document_review_once")
        ]

    def __str__(self) -> str:
        return f"{self.case.number}: {self.number}"

    @property
    def case(self) -> Case:
        """The audit's case."""
        case: Case = self.audit.case
        return case

    @property
    def topics(self) -> list[Text]:
        """What was looked at, in words."""
        return [words for key, words in REVIEWED.items() if key in self.looked_at]

    @property
    def content(self) -> dict[str, Any]:
        """Everything that it says."""
        return {
            "case": self.case.number,
            "number": self.number,
            "ready": self.is_ready,
            "looked_at": self.looked_at,
            "in_order": self.in_order,
            "concerns": self.concerns,
            "not_before": str(self.not_before_date or ""),
        }
