"""A case rests until a day: the municipality wishes it, or an officer sees that it has to."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from processes.case.models import Case, StageModel
from processes.organisations.models import Person
from processes.parking import deadlines
from processes.roles import Role
from workflow.engine.transitions import ENDS, held_by
from workflow.models import Process
from workflow.models.promises import Promise


class Ground(models.TextChoices):
    """Why a case rests."""

    ILLNESS = "illness", _("illness")
    ELECTION = "election", _("election or new organisation")
    OUTAGE = "outage", _("an outage or a crisis")
    OTHER = "other", _("something else")


class ParkingWish(StageModel):
    """What the municipality asks for and an officer answers, while the case goes on."""

    class State(models.TextChoices):
        ASKED = "asked", _("to be answered by an officer")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        TAKEN_BACK = "taken_back", _("taken back")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parking_wishes")
    own_process = models.OneToOneField(
        Process, null=True, on_delete=models.PROTECT, related_name="parking_wish"
    )
    state = FSMField(choices=State, default=State.ASKED, protected=True)
    final = (State.ACCEPTED, State.DECLINED, State.TAKEN_BACK)
    process_path = "own_process"
    ground = models.CharField(_("ground"), max_length=12, choices=Ground)
    reasons = models.TextField(_("reasons"))
    wished_until = models.DateField(_("until when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    wished_at = models.DateTimeField()
    answer_text = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], name="one_open_parking_wish", condition=models.Q(state="asked")
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

    @transition("state", source=State.ASKED, target=State.ACCEPTED)
    def accept(self, person: Person, moment: datetime) -> None:
        """The officer lets the case rest."""
        self.answered_by, self.answered_at = person, moment

    @transition("state", source=State.ASKED, target=State.DECLINED)
    def decline(self, person: Person, moment: datetime, text: str) -> None:
        """The officer lets the case go on, with reasons."""
        self.answered_by, self.answered_at, self.answer_text = person, moment, text

    @transition(
        "state",
        source=State.ASKED,
        target=State.TAKEN_BACK,
        permission=held_by(Role.COORDINATOR, Role.SIGNATORY),
        custom=ENDS,
    )
    def take_back(self) -> None:
        """The municipality no longer wants it."""


def _may_resume(parking: Any, person: Any) -> bool:
    """An officer, and where the municipality asked for it, whoever speaks for it."""
    asked = (Role.COORDINATOR, Role.SIGNATORY) if parking.wish_id else ()
    return bool(held_by(Role.OFFICER, *asked)(parking, person))


class Parking(StageModel):
    """One rest of a case: from a moment until a day, and when it really went on."""

    class State(models.TextChoices):
        PREPARED = "prepared", _("prepared")
        RESTING = "resting", _("rests")
        RESUMED = "resumed", _("goes on again")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parkings")
    number = models.PositiveSmallIntegerField(default=1)
    wish = models.OneToOneField(
        ParkingWish, null=True, on_delete=models.PROTECT, related_name="parking"
    )
    """What the municipality had asked for; None where an officer saw that it had to be."""
    state = FSMField(choices=State, default=State.PREPARED, protected=True)
    final = (State.RESUMED,)
    ground = models.CharField(_("ground"), max_length=12, choices=Ground)
    reasons = models.TextField(_("reasons"))
    beyond = models.TextField(_("why past the next hard date"), blank=True)
    parked_until = models.DateField(_("until when"))
    from_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    resumed_at = models.DateTimeField(null=True, blank=True)
    resumed_date = models.DateField(null=True, blank=True)
    """The local day from which limits count again; on time it is the day agreed, however late."""
    resumed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    promises = (Promise("resume", (State.RESTING,), on=deadlines.ends, at_start=True, rests=False),)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="parking_number_once"),
            models.UniqueConstraint(
                fields=["case"], name="one_resting_parking", condition=models.Q(state="resting")
            ),
        ]

    @property
    def proof(self) -> dict[str, str]:
        """Until when, and since when it counts again."""
        resumed = {"resumed": self.resumed_date.isoformat()} if self.resumed_date else {}
        return {"until": self.parked_until.isoformat(), **resumed}

    @transition(
        "state",
        source=State.PREPARED,
        target=State.RESTING,
        permission=held_by(Role.OFFICER),
    )
    def begin(self) -> None:
        """Let the case rest."""

    @transition("state", source=State.RESTING, target=None, permission=held_by(Role.OFFICER))
    def prolong(self, until: date, beyond: str) -> None:
        """Let the case rest until a later day."""
        self.parked_until, self.beyond = until, beyond

    @transition("state", source=State.RESTING, target=State.RESUMED, permission=_may_resume)
    def resume(self, person: Person | None, moment: datetime, day: date) -> None:
        """Let the case go on."""
        self.resumed_by, self.resumed_at, self.resumed_date = person, moment, day
