"""A task's last day is moved once: because the municipality asked, or an officer saw the need."""

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from processes.case.models import Case, StageModel
from processes.extending import deadlines
from processes.organisations.models import Person
from processes.roles import Role
from workflow.engine.transitions import ENDS, automatic, held_by
from workflow.models import Process, Task
from workflow.models.promises import Promise


class Extension(StageModel):
    """Until when somebody wants to have time for a task, why, and what was answered."""

    class State(models.TextChoices):
        ASKED = "asked", _("to be answered")
        GRANTED = "granted", _("more time was given")
        DECLINED = "declined", _("no more time was given")
        TAKEN_BACK = "taken_back", _("taken back")
        FALLEN_AWAY = "fallen_away", _("the task was done before it was answered")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="extensions")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+")
    own_process = models.OneToOneField(
        Process, null=True, on_delete=models.PROTECT, related_name="extension"
    )
    """Its own small process; None where an officer gave more time unasked."""
    state = FSMField(choices=State, default=State.ASKED, protected=True)
    final = (State.GRANTED, State.DECLINED, State.TAKEN_BACK, State.FALLEN_AWAY)
    process_path = "own_process"
    reasons = models.TextField(_("reasons"))
    wished_last = models.DateField(_("new last day"))
    old_last = models.DateField()
    new_last = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    wished_at = models.DateTimeField()
    answer_text = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    promises = (Promise("fall_away", (State.ASKED,), on=deadlines.looked_at, rests=False),)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task"], name="one_open_extension", condition=models.Q(state="asked")
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

    @property
    def proof(self) -> dict[str, str]:
        """From which day to which."""
        new = {"new": self.new_last.isoformat()} if self.new_last else {}
        return {"old": self.old_last.isoformat(), **new}

    @transition("state", source=State.ASKED, target=State.GRANTED)
    def grant_more(self, person: Person, moment: datetime, day: date, text: str) -> None:
        """Give more time, until a day."""
        self.answered_by, self.answered_at, self.answer_text = person, moment, text
        self.new_last = day

    @transition("state", source=State.ASKED, target=State.DECLINED)
    def refuse_more(self, person: Person, moment: datetime, text: str) -> None:
        """Let the old day stand, with reasons."""
        self.answered_by, self.answered_at, self.answer_text = person, moment, text

    @transition("state", source=State.ASKED, target=State.GRANTED, permission=held_by(Role.OFFICER))
    def give_more(self, person: Person, moment: datetime, day: date) -> None:
        """An officer gives more time unasked."""
        self.answered_by, self.answered_at, self.new_last = person, moment, day

    @transition(
        "state",
        source=State.ASKED,
        target=State.TAKEN_BACK,
        permission=held_by(Role.COORDINATOR, Role.SIGNATORY),
        custom=ENDS,
    )
    def drop_wish(self) -> None:
        """The municipality no longer wants it."""

    @transition(
        "state",
        source=State.ASKED,
        target=State.FALLEN_AWAY,
        custom=ENDS | automatic("processes.extending.actions.settle"),
    )
    def fall_away(self) -> None:
        """The task was done meanwhile: nothing is left to answer."""
