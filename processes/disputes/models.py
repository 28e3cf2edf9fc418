"""The municipality objects to one finding; somebody who did not audit answers."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from processes.audit.models import Finding
from processes.case.models import Case, StageModel
from processes.disputes import policies
from processes.organisations.models import Person
from processes.roles import Role
from workflow.engine.transitions import ENDS, automatic, held_by, needs
from workflow.models import Process


class Dispute(StageModel):
    """What the municipality thinks is wrong in a finding, and what became of it."""

    class State(models.TextChoices):
        FILED = "filed", _("to be answered")
        UPHELD = "upheld", _("upheld: the finding is to be corrected")
        REJECTED = "rejected", _("rejected: the finding stands")
        CARRIED_OUT = "carried_out", _("upheld: the finding is corrected")
        TAKEN_BACK = "taken_back", _("taken back")
        MOOT = "moot", _("fallen away with its case")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="disputes")
    number = models.PositiveSmallIntegerField(default=1)
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="disputes")
    visit_number = models.PositiveSmallIntegerField(default=1)
    """The visit that found it: after a new one there may be another objection."""
    own_process = models.OneToOneField(
        Process, null=True, on_delete=models.PROTECT, related_name="dispute"
    )
    state = FSMField(choices=State, default=State.FILED, protected=True)
    final = (State.REJECTED, State.CARRIED_OUT, State.TAKEN_BACK, State.MOOT)
    process_path = "own_process"
    text = models.TextField(_("what is wrong in the finding"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    last_date = models.DateField()
    """The last day on which it was in time."""
    answer_text = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    carried_text = models.TextField(_("how the finding was corrected"), blank=True)
    carried_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="dispute_number_once"),
            models.UniqueConstraint(
                fields=["finding"],
                name="one_open_dispute",
                condition=models.Q(state__in=["filed", "upheld"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.number}-{self.number}"

    @property
    def process(self) -> Process | None:
        """Its own small process, beside the case or after it."""
        return self.own_process

    @property
    def process_id(self) -> int | None:
        """The key of its own small process."""
        return self.own_process_id

    @transition("state", source=State.FILED, target=State.UPHELD)
    def uphold_finding(self, person: Person, moment: datetime, text: str) -> None:
        """The finding is wrong: the lead corrects it."""
        self.answered_by, self.answered_at, self.answer_text = person, moment, text

    @transition("state", source=State.FILED, target=State.REJECTED)
    def reject_it(self, person: Person, moment: datetime, text: str) -> None:
        """The finding stands, with reasons."""
        self.answered_by, self.answered_at, self.answer_text = person, moment, text

    @transition(
        "state",
        source=State.UPHELD,
        target=State.CARRIED_OUT,
        conditions=[needs(policies.is_corrected, _("Correct the finding first."))],
    )
    def carry_out(self, moment: datetime, text: str) -> None:
        """The lead has corrected the finding."""
        self.carried_at, self.carried_text = moment, text

    @transition(
        "state",
        source=State.FILED,
        target=State.TAKEN_BACK,
        permission=held_by(Role.COORDINATOR, Role.SIGNATORY),
        custom=ENDS,
    )
    def withdraw_it(self) -> None:
        """The municipality no longer objects."""

    @transition(
        "state",
        source=[State.FILED, State.UPHELD],
        target=State.MOOT,
        custom=ENDS | automatic("processes.disputes.actions.fall_away"),
    )
    def become_moot(self) -> None:
        """The case ended early: nothing rests on the finding any more."""
