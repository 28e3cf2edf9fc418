"""An appeal of the municipality against how its case ended."""

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from processes.appeals import deadlines, policies
from processes.case.models import Case, StageModel
from processes.decision.models import Decision, Receipt
from processes.organisations.models import Person
from processes.roles import Role
from workflow.engine.transitions import ENDS, automatic, held_by, needs
from workflow.models import Process
from workflow.models.promises import Promise


class Appeal(StageModel):
    """What the municipality thinks is wrong, and what the certification body answers.

    Obligation 81.
    """

    class State(models.TextChoices):
        REGISTERED = "registered", _("registered")
        ACKNOWLEDGED = "acknowledged", _("acknowledged")
        UNCONFIRMED = "unconfirmed", _("waits for a signatory to confirm it")
        ADMITTED = "admitted", _("looked into")
        LAID = "laid", _("before the decision maker")
        ANSWERED = "answered", _("answered")
        GRANTED = "granted", _("granted: what was decided was wrong")
        REJECTED = "rejected", _("not granted: the decision stands")
        DISMISSED = "dismissed", _("dismissed: not looked into")
        SENT_BACK = "sent_back", _("sent back: somebody else decides anew")
        PARTLY = "partly", _("granted in part")
        TAKEN_BACK = "taken_back", _("taken back")

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
        State.PARTLY,
        State.TAKEN_BACK,
    )
    process_path = "own_process"
    text = models.TextField(_("what is wrong, and what you want changed"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    """Who wrote it; None where that was somebody without an account."""
    sender = models.CharField(max_length=200, blank=True)
    """The name of whoever wrote it without an account."""
    registered_at = models.DateTimeField()
    last_date = models.DateField()
    """The last day on which it was in time."""
    receipt = models.ForeignKey(
        Receipt, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    """The opening from which that was counted; None where nobody had opened it."""
    is_late = models.BooleanField(default=False)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    """The signatory who wrote it, or stands by what somebody else wrote."""
    confirmed_at = models.DateTimeField(null=True, blank=True)
    unconfirmed_at = models.DateTimeField(null=True, blank=True)
    """When the time to confirm it ended, and no signatory had."""
    told_at = models.DateTimeField(null=True, blank=True)
    """When the municipality was told last how far it is."""
    admitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    admitted_at = models.DateTimeField(null=True, blank=True)
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
    corrective = models.TextField(_("what is to be put right, and how"), blank=True)
    corrected = models.TextField(_("what was put right"), blank=True)
    corrected_at = models.DateTimeField(null=True, blank=True)
    stayed_at = models.DateTimeField(null=True, blank=True)
    stay_text = models.TextField(_("why the suspension rests"), blank=True)
    stay_limit = models.DateField(null=True, blank=True)
    """The limit of the suspension that rests: it goes on to the same day."""

    promises = (
        Promise("pass_unconfirmed", (State.UNCONFIRMED,), on=deadlines.confirmed_by),
        Promise("tell_appeal_progress", policies.TAKEN_IN, on=deadlines.progress_due),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="appeal_number_once"),
            models.UniqueConstraint(
                fields=["case"],
                name="one_open_appeal",
                condition=models.Q(state__in=policies.OPEN),
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
        """Tell the municipality that it is taken in."""
        self.acknowledged_at = self.told_at = moment

    @transition(
        "state",
        source=State.ACKNOWLEDGED,
        target=State.UNCONFIRMED,
        custom=automatic("processes.appeals.ways.ask_signatory"),
    )
    def ask_signatory(self) -> None:
        """Somebody wrote it who does not sign for the municipality: a signatory is asked."""

    @transition("state", source=State.UNCONFIRMED, target=State.ACKNOWLEDGED)
    def stand_by(self, person: Person, moment: datetime) -> None:
        """A signatory says that the municipality appeals."""
        self.confirmed_by, self.confirmed_at = person, moment

    @transition("state", source=State.UNCONFIRMED, target=State.TAKEN_BACK)
    def disown(self, person: Person, moment: datetime, text: str) -> None:
        """A signatory says that the municipality does not appeal."""
        self._ended(person, moment, text)

    @transition("state", source=State.UNCONFIRMED, target=State.ACKNOWLEDGED)
    def pass_unconfirmed(self) -> None:
        """The time to confirm it is over: an officer dismisses it, with reasons."""
        self.unconfirmed_at = self.step_at

    @transition(
        "state",
        source=State.ACKNOWLEDGED,
        target=State.ADMITTED,
        conditions=[
            needs(
                policies.is_confirmed,
                _("No signatory stands by it: dismiss it, and say so in the reasons."),
            )
        ],
    )
    def admit_appeal(self, person: Person, moment: datetime) -> None:
        """It is in time, by a party, and against something that can be appealed against."""
        self.admitted_by, self.admitted_at, self.told_at = person, moment, moment

    @transition("state", source=State.ACKNOWLEDGED, target=State.DISMISSED)
    def dismiss_inadmissible(self, person: Person, moment: datetime, text: str) -> None:
        """It is not looked into, with reasons: late, by nobody who may, or against nothing."""
        self._ended(person, moment, text)

    @transition("state", source=list(policies.TAKEN_IN), target=None)
    def tell_appeal_progress(self) -> None:
        """The municipality is told how far it is."""
        self.told_at = self.step_at or self.told_at

    @transition("state", source=State.ACKNOWLEDGED, target=State.ANSWERED)
    def answer(self, person: Person, moment: datetime, text: str) -> None:
        """Answer it, with reasons."""
        self.answered_by, self.answered_at, self.answer_text = person, moment, text

    def _ended(self, person: Person, moment: datetime, text: str) -> None:
        self.answered_by, self.answered_at, self.answer_text = person, moment, text

    @transition("state", source=[State.ACKNOWLEDGED, State.ADMITTED], target=State.LAID)
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

    @transition("state", source=State.LAID, target=State.PARTLY)
    def uphold_partly(self, person: Person, moment: datetime, text: str, corrective: str) -> None:
        """The decision stands, but something about it was wrong and is put right."""
        self._ended(person, moment, text)
        self.corrective = corrective

    @transition(
        "state",
        source=State.PARTLY,
        target=None,
        conditions=[needs(policies.is_to_be_put_right, _("Nothing is left to put right."))],
    )
    def put_right(self, moment: datetime, text: str) -> None:
        """What was to be put right is."""
        self.corrected, self.corrected_at = text, moment

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
        source=list(policies.OPEN),
        target=State.GRANTED,
        custom=ENDS
        | automatic(
            "processes.appeals.actions.fall_away", "processes.appeals.reconsidering.reconsider"
        ),
    )
    def fulfil(self, moment: datetime) -> None:
        """A new decision gives the municipality what it wanted: nothing is left to answer."""
        self.answered_at = moment

    @transition(
        "state",
        source=list(policies.OPEN),
        target=State.TAKEN_BACK,
        permission=held_by(Role.COORDINATOR, Role.SIGNATORY),
        custom=ENDS,
    )
    def recall_appeal(self, moment: datetime) -> None:
        """The municipality no longer wants an answer."""
        self.answered_at = moment

    @transition(
        "state",
        source=[State.REGISTERED, State.ACKNOWLEDGED, State.UNCONFIRMED],
        target=State.TAKEN_BACK,
        conditions=[
            needs(
                policies.is_unconfirmed,
                _("A signatory stands by it: the municipality takes it back on its own page."),
            )
        ],
        custom=ENDS | automatic("processes.complaints.appealing.take_back"),
    )
    def drop_appeal(self, moment: datetime) -> None:
        """Whoever wrote it without an account takes it back before a signatory stands by it."""
        self.answered_at = moment
