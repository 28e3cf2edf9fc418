"""A place in an audit team that somebody left unforeseen, until the officer has seen to it."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from processes.case.models import Case, StageModel
from workflow.engine.transitions import ENDS, automatic
from workflow.models import Process


class Vacancy(StageModel):
    """Who left, and what became of the place."""

    class State(models.TextChoices):
        OPEN = "open", _("to be seen to")
        FILLED = "filled", _("somebody else is asked")
        LEFT_EMPTY = "left_empty", _("the others go on")
        SETTLED = "settled", _("settled by itself")

    audit = models.ForeignKey("processes.Audit", on_delete=models.PROTECT, related_name="vacancies")
    member = models.ForeignKey(
        "processes.TeamMember", on_delete=models.PROTECT, related_name="vacancies"
    )
    """Who left."""
    own_process = models.OneToOneField(
        Process, null=True, on_delete=models.PROTECT, related_name="vacancy"
    )
    state = FSMField(choices=State, default=State.OPEN, protected=True)
    final = (State.FILLED, State.LEFT_EMPTY, State.SETTLED)
    process_path = "own_process"
    opened_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    reasons = models.TextField(_("reasons"), blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member"], name="one_vacancy_each")]

    @property
    def case(self) -> Case:
        """The audit's case."""
        return self.audit.case

    @property
    def process(self) -> Process | None:
        """Its own small process, beside the case."""
        return self.own_process

    @property
    def process_id(self) -> int | None:
        """The key of its own small process."""
        return self.own_process_id

    @transition("state", source=State.OPEN, target=State.FILLED)
    def fill(self, moment: datetime, reasons: str) -> None:
        """Somebody else is asked to take the place."""
        self.settled_at, self.reasons = moment, reasons

    @transition("state", source=State.OPEN, target=State.LEFT_EMPTY)
    def leave_empty(self, moment: datetime, reasons: str) -> None:
        """The others go on without."""
        self.settled_at, self.reasons = moment, reasons

    @transition(
        "state",
        source=State.OPEN,
        target=State.SETTLED,
        custom=ENDS | automatic("processes.audit.team.vacancies.settle"),
    )
    def settle(self, moment: datetime) -> None:
        """Somebody has taken the place, or nobody needs to any more: no answer is asked for."""
        self.settled_at = moment
