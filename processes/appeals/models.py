"""An appeal of the municipality against how its case ended."""

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from processes.case.models import Case, StageModel
from processes.decision.models import Decision, Receipt
from processes.organisations.models import Person
from workflow.engine.transitions import ENDS, automatic
from workflow.models import Process


class Appeal(StageModel):
    """What the municipality thinks is wrong, and what the certification body answers.

    Obligation 81, in part.
    """

    class State(models.TextChoices):
        REGISTERED = "registered", _("registered")
        ACKNOWLEDGED = "acknowledged", _("acknowledged")
        LAID = "laid", _("before the decision maker")
        ANSWERED = "answered", _("answered")
        GRANTED = "granted", _("granted: what was decided was wrong")
        REJECTED = "rejected", _("not granted: the decision stands")
        DISMISSED = "dismissed", _("dismissed: not looked into")
        SENT_BACK = "sent_back", _("sent back: somebody else decides anew")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="appeals")
    number = models.PositiveSmallIntegerField(default=1)
    decision = models.ForeignKey(
        Decision, null=True, on_delete=models.PROTECT, related_name="appeals"
    )
    """The decision it is against; None where the case was declined or closed without one."""
    own_process = models.OneToOneField(
        Process, null=True, on_delete=models.PROTECT, related_name="appeal"
    )
    state = FSMField(choices=State, default=State.REGISTERED, protected=True)
    final = (
        State.ANSWERED,
        State.GRANTED,
        State.REJECTED,
        State.DISMISSED,
        State.SENT_BACK,
    )
    process_path = "own_process"
    text = models.TextField(_("what is wrong, and what you want changed"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    last_date = models.DateField()
    """The last day on which it was in time."""
    receipt = models.ForeignKey(
        Receipt, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    """The opening from which that was counted; None where nobody had opened it."""
    is_late = models.BooleanField(default=False)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    answer_text = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    statement = models.TextField(_("what was found"), blank=True)
    laid_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    laid_at = models.DateTimeField(null=True, blank=True)
    replaced_by = models.OneToOneField(
        Decision, null=True, on_delete=models.PROTECT, related_name="appeal_upheld"
    )
    """The decision by which an upheld appeal replaced the one it was against."""
    stayed_at = models.DateTimeField(null=True, blank=True)
    stay_text = models.TextField(_("why the suspension rests"), blank=True)
    stay_limit = models.DateField(null=True, blank=True)
    """The limit of the suspension that rests: it goes on to the same day."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="appeal_number_once"),
            models.UniqueConstraint(
                fields=["case"],
                name="one_open_appeal",
                condition=models.Q(state__in=["registered", "acknowledged", "laid"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.number}-{self.number}"

    @property
    def process(self) -> Process | None:
        """Its own small process: the case has ended."""
        return self.own_process

    @property
    def process_id(self) -> int | None:
        """The key of its own small process."""
        return self.own_process_id

    @transition("state", source=State.REGISTERED, target=State.ACKNOWLEDGED)
    def acknowledge(self, moment: datetime) -> None:
        """Tell the municipality that it is taken in, and is looked into."""
        self.acknowledged_at = moment

    @transition("state", source=State.ACKNOWLEDGED, target=State.ANSWERED)
    def answer(self, person: Person, moment: datetime, text: str) -> None:
        """Answer it, with reasons."""
        self.answered_by, self.answered_at, self.answer_text = person, moment, text

    def _ended(self, person: Person, moment: datetime, text: str) -> None:
        self.answered_by, self.answered_at, self.answer_text = person, moment, text

    @transition("state", source=State.ACKNOWLEDGED, target=State.LAID)
    def lay_before(self, person: Person, moment: datetime, text: str) -> None:
        """Say what was found, and let a decision maker decide who took no part."""
        self.laid_by, self.laid_at, self.statement = person, moment, text

    @transition("state", source=State.LAID, target=State.REJECTED)
    def reject_appeal(self, person: Person, moment: datetime, text: str) -> None:
        """The decision stands, with reasons."""
        self._ended(person, moment, text)

    @transition("state", source=State.LAID, target=State.DISMISSED)
    def dismiss_appeal(self, person: Person, moment: datetime, text: str) -> None:
        """It is not looked into, with reasons: it came too late, or from nobody who may."""
        self._ended(person, moment, text)

    @transition("state", source=State.LAID, target=State.GRANTED)
    def uphold_appeal(
        self, person: Person, moment: datetime, text: str, replaced_by: Decision | None
    ) -> None:
        """What was decided was wrong; a new decision replaces it, where there was one."""
        self._ended(person, moment, text)
        self.replaced_by = replaced_by

    @transition("state", source=State.LAID, target=State.SENT_BACK)
    def send_back_appeal(self, person: Person, moment: datetime, text: str) -> None:
        """Somebody who took no part decides anew."""
        self._ended(person, moment, text)

    @transition("state", source=State.LAID, target=None)
    def order_stay(self, person: Person, moment: datetime, text: str, limit: date) -> None:
        """Let the suspension rest until the appeal is decided."""
        self.stayed_at, self.stay_text, self.stay_limit = moment, text, limit

    @transition(
        "state",
        source=[State.REGISTERED, State.ACKNOWLEDGED, State.LAID],
        target=State.GRANTED,
        custom=ENDS | automatic("processes.appeals.actions.fall_away"),
    )
    def fulfil(self) -> None:
        """A new decision gives the municipality what it wanted: nothing is left to answer."""
