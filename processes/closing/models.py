"""A wish to withdraw a case that is bound by an agreement: a signatory confirms it, or not."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from processes.case.models import Case, StageModel
from processes.organisations.models import Person
from processes.roles import Role
from workflow.engine.transitions import ENDS, held_by, locks
from workflow.models import Process


class Withdrawal(StageModel):
    """What a coordinator asks for and a signatory answers, while the case goes on."""

    class State(models.TextChoices):
        ASKED = "asked", _("to be confirmed by a signatory")
        CONFIRMED = "confirmed", _("confirmed")
        DECLINED = "declined", _("not confirmed")
        TAKEN_BACK = "taken_back", _("taken back")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="withdrawals")
    own_process = models.OneToOneField(
        Process, null=True, on_delete=models.PROTECT, related_name="withdrawal"
    )
    state = FSMField(choices=State, default=State.ASKED, protected=True)
    final = (State.CONFIRMED, State.DECLINED, State.TAKEN_BACK)
    process_path = "own_process"
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reasons = models.TextField(_("reasons"), blank=True)
    asked_at = models.DateTimeField()
    answer_text = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], name="one_open_withdrawal", condition=models.Q(state="asked")
            )
        ]

    @property
    def process(self) -> Process | None:
        """Its own small process, beside the case."""
        return self.own_process

    @property
    def process_id(self) -> int | None:
        """The key of its own small process."""
        return self.own_process_id

    @transition(
        "state",
        source=State.ASKED,
        target=State.CONFIRMED,
        custom=locks("case__certification"),
    )
    def confirm(self, person: Person, moment: datetime) -> None:
        """The signatory withdraws the case."""
        self.answered_by, self.answered_at = person, moment

    @transition("state", source=State.ASKED, target=State.DECLINED)
    def decline(self, person: Person, moment: datetime, text: str) -> None:
        """The signatory lets the case go on."""
        self.answered_by, self.answered_at, self.answer_text = person, moment, text

    @transition(
        "state",
        source=State.ASKED,
        target=State.TAKEN_BACK,
        permission=held_by(Role.COORDINATOR),
        custom=ENDS,
    )
    def take_back(self) -> None:
        """The coordinator no longer wants it."""
