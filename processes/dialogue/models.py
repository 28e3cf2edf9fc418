"""What the municipality and the body write to each other in a case, and what the body notes."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from processes.case.models import Case, Evidence, StageModel
from processes.roles import Role
from workflow.engine.transitions import held_by

SPEAKING = held_by(Role.COORDINATOR, Role.SIGNATORY)
SERVING = held_by(Role.OFFICER, Role.AUDITOR)


class CaseMessage(StageModel):
    """One message, note or letter: written once, changed by nobody.

    ``internal``: only the body reads it. No basis and no paper is made of any of them.
    """

    class State(models.TextChoices):
        WRITTEN = "written", _("not sent yet")
        SENT = "sent", _("sent")

    class Kind(models.TextChoices):
        TO_BODY = "to_body", _("to the certification body")
        TO_MUNICIPALITY = "to_municipality", _("to the municipality")
        NOTE = "note", _("internal note")
        LETTER = "letter", _("incoming letter")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="dialogue")
    number = models.PositiveIntegerField()
    state = FSMField(choices=State, default=State.WRITTEN, protected=True)
    final = (State.SENT,)
    kind = models.CharField(max_length=16, choices=Kind)
    internal = models.BooleanField(default=False)
    text = models.TextField(_("text"))
    """What is said; of a letter what it is about."""
    sender = models.CharField(_("from whom"), max_length=200, blank=True)
    received_date = models.DateField(null=True, blank=True)
    """Of a letter that came from outside: from whom and when."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    files: Any = models.ManyToManyField(Evidence, related_name="messages")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="message_number_once"),
            models.CheckConstraint(
                condition=~models.Q(kind="note") | models.Q(internal=True),
                name="note_is_internal",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind__in=["to_body", "to_municipality"], internal=True),
                name="message_is_for_both",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.number}-{self.number}"

    @transition("state", source=State.WRITTEN, target=State.SENT, permission=SPEAKING)
    def send_to_body(self) -> None:
        """The municipality writes to the body."""

    @transition("state", source=State.WRITTEN, target=State.SENT, permission=SERVING)
    def send_to_municipality(self) -> None:
        """The body writes to the municipality."""

    @transition("state", source=State.WRITTEN, target=State.SENT, permission=SERVING)
    def note(self) -> None:
        """The body writes to itself."""

    @transition("state", source=State.WRITTEN, target=State.SENT, permission=held_by(Role.OFFICER))
    def register_letter(self) -> None:
        """An officer registers what came from outside, for both to read."""

    @transition("state", source=State.WRITTEN, target=State.SENT, permission=held_by(Role.OFFICER))
    def register_inside(self) -> None:
        """An officer registers what came from outside, for the body alone."""
