"""The stages of a case, in order of time."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """Where a case stands; every task of a flow belongs to one."""

    APPLICATION = "application", _("Application")
    AGREEMENT = "agreement", _("Agreement")
    TRANSFER = "transfer", _("Review of a transfer")
    SELF_ASSESSMENT = "self_assessment", _("Self-assessment")
    AUDIT = "audit", _("Audit")
    REPORT = "report", _("Report")
    CORRECTIVE_ACTIONS = "corrective_actions", _("Corrective actions")
    DECISION = "decision", _("Decision")
    CERTIFICATE = "certificate", _("Certificate")
    CLOSING = "closing", _("Closing")
    """Of what goes on beside a case in order to end it, whatever stage the case is in."""


WAY = tuple(one for one in Stage if one != Stage.CLOSING)
"""The stages that a case itself goes through."""


def label_of(stage: str) -> str:
    """A stage in words; of a task that belongs to none, as in another process, nothing."""
    return str(Stage(stage).label) if stage in Stage else ""
