"""A surveillance that is not done in time lies on the officer's table until it goes on or ends."""

from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from processes.case.models import Case, StageModel
from processes.renewal.models import ProgrammeItem
from workflow.engine.transitions import ENDS, automatic, locks
from workflow.models import Process

LEADS_ON = locks("case__certification")
"""An answer changes the programme, and may open or close a case or propose something."""


class Overdue(StageModel):
    """What an officer is asked about an overdue surveillance, and what was answered."""

    class State(models.TextChoices):
        OPEN = "open", _("to be answered")
        GOING_ON = "going_on", _("the case under way goes on")
        OPENED_ANEW = "opened_anew", _("opened anew")
        MOVED = "moved", _("moved")
        LEFT_OUT = "left_out", _("left out")
        SUSPENDING = "suspending", _("it was proposed that the certificate is suspended")
        SETTLED = "settled", _("settled by itself")

    item = models.ForeignKey(ProgrammeItem, on_delete=models.PROTECT, related_name="overdues")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="overdues")
    own_process = models.OneToOneField(
        Process, null=True, on_delete=models.PROTECT, related_name="overdue"
    )
    state = FSMField(choices=State, default=State.OPEN, protected=True)
    final = (
        *(State.GOING_ON, State.OPENED_ANEW, State.MOVED),
        *(State.LEFT_OUT, State.SUSPENDING, State.SETTLED),
    )
    process_path = "own_process"
    put_at = models.DateTimeField()
    until = models.DateField(null=True, blank=True)
    reasons = models.TextField(_("reasons"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item"], name="one_open_overdue", condition=models.Q(state="open")
            )
        ]

    @property
    def process(self) -> Process | None:
        """Its own small process, beside or after the case."""
        return self.own_process

    @property
    def process_id(self) -> int | None:
        """The key of its own small process."""
        return self.own_process_id

    def _answered(self, moment: datetime, reasons: str, until: date | None) -> None:
        self.answered_at, self.reasons, self.until = moment, reasons, until

    @transition("state", source=State.OPEN, target=State.GOING_ON, custom=LEADS_ON)
    def go_on(self, moment: datetime, reasons: str, until: date | None) -> None:
        """The case under way goes on; if it is not done by the day, this comes again."""
        self._answered(moment, reasons, until)

    @transition("state", source=State.OPEN, target=State.OPENED_ANEW, custom=LEADS_ON)
    def open_anew(self, moment: datetime, reasons: str, until: date | None) -> None:
        """A new case is opened now; if it is not done by the day, this comes again."""
        self._answered(moment, reasons, until)

    @transition("state", source=State.OPEN, target=State.MOVED, custom=LEADS_ON)
    def move(self, moment: datetime, reasons: str, until: date | None) -> None:
        """A new case opens on the day."""
        self._answered(moment, reasons, until)

    @transition("state", source=State.OPEN, target=State.LEFT_OUT, custom=LEADS_ON)
    def leave_out(self, moment: datetime, reasons: str, until: date | None) -> None:
        """It is not done, for a reason."""
        self._answered(moment, reasons, until)

    @transition("state", source=State.OPEN, target=State.SUSPENDING, custom=LEADS_ON)
    def propose_suspension(self, moment: datetime, reasons: str, until: date | None) -> None:
        """It is proposed that the certificate is suspended; on the day this comes again."""
        self._answered(moment, reasons, until)

    @transition(
        "state",
        source=State.OPEN,
        target=State.SETTLED,
        custom=ENDS | automatic("processes.renewal.overdue.actions.settle"),
    )
    def settle(self, moment: datetime) -> None:
        """It was done after all, or its certificate ended: nobody has to answer."""
        self.answered_at = moment
