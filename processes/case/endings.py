"""How a case ends, and on what grounds it is closed early."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseState(models.TextChoices):
    """It runs, or how it ended."""

    RUNNING = "running", _("running")
    GRANTED = "granted", _("granted")
    CONTINUED = "continued", _("continued")
    REFUSED = "refused", _("refused")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")
    CLOSED = "closed", _("closed")
    DELETED = "deleted", _("deleted draft")


class Ground(models.TextChoices):
    """Why a case was closed early: the first by an officer, the last by the system."""

    NO_ANSWER = "no_answer", _("the municipality does not answer")
    DUPLICATE = "duplicate", _("the case is a duplicate")
    WRONG_SCHEME = "wrong_scheme", _("the wrong scheme was chosen")
    MERGED = "merged", _("the municipality has become part of another")
    UNSIGNED = "unsigned", _("the agreement is not signed")
    OTHER = "other", _("another ground")
    LAPSED = "lapsed", _("it was left lying too long")
    CERTIFICATE_ENDED = "certificate_ended", _("the certificate has ended")
    TIME_OVER = "time_over", _("the time to restore the certificate is over")


BY_SYSTEM = (Ground.LAPSED, Ground.CERTIFICATE_ENDED, Ground.TIME_OVER)
