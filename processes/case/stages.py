"""The stages of a case, in order of time."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """Where a case stands; every task of the flow belongs to one."""

    APPLICATION = "application", _("Application")
    AGREEMENT = "agreement", _("Agreement")
    SELF_ASSESSMENT = "self_assessment", _("Self-assessment")
    AUDIT = "audit", _("Audit")
    REPORT = "report", _("Report")
    CORRECTIVE_ACTIONS = "corrective_actions", _("Corrective actions")
    DECISION = "decision", _("Decision")
    CERTIFICATE = "certificate", _("Certificate")
