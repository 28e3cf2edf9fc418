"""What a case of the bench is about: one row with states, as a stage of the process has it."""

from django.db import models
from django_fsm import FSMField, transition

from workflow.calendar import Deadline, WorkingCalendar, local_date
from workflow.models import Process, StatefulModel
from workflow.models.promises import Promise


def _until_lapse(casework: "Casework") -> Deadline:
    return WorkingCalendar().add_working_days(local_date(casework.opened_at), 60, "lapse")


class Casework(StatefulModel):
    """Assessed, audited, corrected, verified, decided; lapses if nobody corrects."""

    class State(models.TextChoices):
        OPENED = "opened"
        ASSESSED = "assessed"
        AUDITED = "audited"
        CORRECTED = "corrected"
        VERIFIED = "verified"
        DECIDED = "decided"
        LAPSED = "lapsed"

    state = FSMField(choices=State, default=State.OPENED, protected=True)
    opened_at = models.DateTimeField()
    main_process_id: int | None
    main_process = models.OneToOneField(Process, null=True, on_delete=models.PROTECT)

    final = (State.DECIDED, State.LAPSED)
    process_path = "main_process"
    promises = (Promise("lapse", (State.AUDITED,), _until_lapse),)

    def __str__(self) -> str:
        return f"case {self.pk}"

    @property
    def process(self) -> Process | None:
        """Its own process."""
        return self.main_process

    @property
    def process_id(self) -> int | None:
        """The key of its own process."""
        return self.main_process_id

    @transition("state", source=State.OPENED, target=State.ASSESSED)
    def assess(self) -> None:
        """Hand in the self-assessment."""

    @transition("state", source=State.OPENED, target=State.ASSESSED)
    def resume(self) -> None:
        """Hand it in after the wait."""

    @transition("state", source=State.ASSESSED, target=State.AUDITED)
    def audit(self) -> None:
        """Hand in the findings."""

    @transition("state", source=State.AUDITED, target=State.CORRECTED)
    def correct(self) -> None:
        """Hand in what was corrected."""

    @transition("state", source=State.CORRECTED, target=State.VERIFIED)
    def verify(self) -> None:
        """Find the corrections effective."""

    @transition("state", source=State.VERIFIED, target=State.DECIDED)
    def decide(self) -> None:
        """Decide."""

    @transition("state", source=State.AUDITED, target=State.LAPSED)
    def lapse(self) -> None:
        """Nobody corrected in time."""
