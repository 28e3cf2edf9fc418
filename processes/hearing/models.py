"""What enters the basis of a decision after its holder was heard: sent out, and commented on."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from processes.case.models import Case, StageModel
from processes.decision.models import Decision
from processes.hearing import deadlines
from processes.organisations.models import Person
from workflow.engine.transitions import ENDS, automatic
from workflow.models import Process
from workflow.models.promises import Promise


class Material(StageModel):
    """Something that a decision will rest on, and what the municipality says of it.

    Of a proposal about a certificate, or of a decision in a case that was deferred.
    """

    class State(models.TextChoices):
        SENT = "sent", _("with the municipality for comment")
        COMMENTED = "commented", _("commented on")
        SILENT = "silent", _("sent, and not commented on")
        MOOT = "moot", _("no longer needed")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="material")
    """In whose history it stands: that of the decision, or the one that issued the certificate."""
    number = models.PositiveSmallIntegerField()
    proposal = models.ForeignKey(
        "processes.Proposal", null=True, on_delete=models.PROTECT, related_name="material"
    )
    decision = models.ForeignKey(
        Decision, null=True, on_delete=models.PROTECT, related_name="material"
    )
    """The deferred decision for which it was supplied."""
    own_process = models.OneToOneField(
        Process, null=True, on_delete=models.PROTECT, related_name="material"
    )
    state = FSMField(choices=State, default=State.SENT, protected=True)
    final = (State.COMMENTED, State.SILENT, State.MOOT)
    process_path = "own_process"
    text = models.TextField(_("new material"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    comment_text = models.TextField(_("comment of the municipality"), blank=True)
    commented_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    commented_at = models.DateTimeField(null=True, blank=True)

    promises = (
        Promise("pass_without_comment", (State.SENT,), on=deadlines.comment_ends, rests=False),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="material_number_once"),
            models.CheckConstraint(
                condition=models.Q(proposal=None) ^ models.Q(decision=None),
                name="material_of_one",
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

    @transition("state", source=State.SENT, target=State.COMMENTED)
    def comment_on(self, person: Person, moment: datetime, text: str) -> None:
        """The municipality says what it thinks, or that it has nothing to say."""
        self.commented_by, self.commented_at, self.comment_text = person, moment, text

    @transition("state", source=State.SENT, target=State.SILENT)
    def pass_without_comment(self) -> None:
        """The time to comment is over."""

    @transition(
        "state",
        source=State.SENT,
        target=State.MOOT,
        custom=ENDS | automatic("processes.hearing.actions.become_moot"),
    )
    def lose_its_use(self) -> None:
        """It was decided otherwise, or nothing is left to decide."""
