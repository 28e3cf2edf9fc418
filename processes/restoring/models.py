"""Why a case restores an expired certificate, and what must be shown in it."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from processes.case.models import Case, Certification, StageModel
from workflow.engine.transitions import automatic


class Restoration(StageModel):
    """The start of a case that restores an expired certificate, by either side.

    Obligation 71.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("asked for")
        BEGUN = "begun", _("begun")

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="restoration")
    certification = models.ForeignKey(
        Certification, on_delete=models.PROTECT, related_name="restorations"
    )
    conditions = models.TextField(_("what must be shown"))
    last_date = models.DateField(_("last day to restore it"))
    state = FSMField(choices=State, default=State.ASKED, protected=True)
    final = (State.BEGUN,)
    by_body = models.BooleanField(default=False, db_default=False)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case.number}: {self.certification_id}"

    @transition(
        "state",
        source=State.ASKED,
        target=State.BEGUN,
        custom=automatic("processes.restoring.actions.restore_expired"),
    )
    def begin(self, person: Any, moment: datetime) -> None:
        """Its case begins."""
        self.started_by, self.started_at = person, moment
