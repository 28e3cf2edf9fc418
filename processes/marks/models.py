"""A demand that misuse of the mark or the certificate stops, and what its holder did."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from processes.case.models import Case, Certification, StageModel
from processes.marks import deadlines
from processes.organisations.models import Person
from processes.sanctions.models import Proposal
from workflow.models import Process
from workflow.models.promises import Promise


class MarkDemand(StageModel):
    """What is misused, what must stop, and what an officer found when checking.

    It stands in the history of the case that issued the certificate, and has a process of its own.
    Obligation 57.
    """

    class State(models.TextChoices):
        DEMANDED = "demanded", _("waits for the holder to stop and to answer")
        CHECKING = "checking", _("waits for an officer to check it")
        STOPPED = "stopped", _("has stopped")
        PROPOSED = "proposed", _("leads to a proposal about the certificate")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="mark_demands")
    """The case that issued the certificate: its cycle, and who may see it."""
    certification = models.ForeignKey(
        Certification, on_delete=models.PROTECT, related_name="mark_demands"
    )
    number = models.PositiveSmallIntegerField()
    facts = models.TextField(_("what is misused, and where"))
    demand = models.TextField(_("what must be done"))
    own_process = models.OneToOneField(
        Process, null=True, on_delete=models.PROTECT, related_name="mark_demand"
    )
    state = FSMField(choices=State, default=State.DEMANDED, protected=True)
    final = (State.STOPPED, State.PROPOSED)
    process_path = "own_process"
    demanded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    demanded_at = models.DateTimeField()
    answer_text = models.TextField(_("what the holder did"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    checked_text = models.TextField(_("what the check found"), blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    proposal = models.OneToOneField(
        Proposal, null=True, on_delete=models.PROTECT, related_name="mark_demand"
    )

    promises = (
        Promise("leave_unanswered", (State.DEMANDED,), on=deadlines.answer_ends, rests=False),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["certification", "number"], name="mark_demand_number_once"
            ),
            models.UniqueConstraint(
                fields=["certification"],
                name="one_open_mark_demand",
                condition=models.Q(state__in=["demanded", "checking"]),
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

    @property
    def is_open(self) -> bool:
        """It waits to be answered or checked."""
        return self.current_state not in self.final

    def _checked(self, person: Person, moment: datetime, text: str) -> None:
        self.checked_by, self.checked_at, self.checked_text = person, moment, text

    @transition("state", source=State.DEMANDED, target=State.CHECKING)
    def report_stopped(self, person: Person, moment: datetime, text: str) -> None:
        """The municipality says what it did."""
        self.answered_by, self.answered_at, self.answer_text = person, moment, text

    @transition("state", source=State.DEMANDED, target=State.CHECKING)
    def leave_unanswered(self) -> None:
        """The time to answer is over: it is checked without an answer."""

    @transition("state", source=State.CHECKING, target=State.STOPPED)
    def find_stopped(self, person: Person, moment: datetime, text: str) -> None:
        """An officer has checked it: the misuse has stopped."""
        self._checked(person, moment, text)

    @transition("state", source=State.CHECKING, target=State.DEMANDED)
    def demand_again(self, person: Person, moment: datetime, text: str) -> None:
        """It has not stopped altogether: the holder has the same time once more."""
        self._checked(person, moment, text)
        self.demanded_at = moment

    @transition("state", source=State.CHECKING, target=State.PROPOSED)
    def go_further(self, person: Person, moment: datetime, text: str, proposal: Proposal) -> None:
        """It has not stopped: a decision about the certificate is proposed."""
        self._checked(person, moment, text)
        self.proposal = proposal
