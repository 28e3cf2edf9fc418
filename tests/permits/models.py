from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.urls import reverse
from django_fsm import FSMField, transition

from processes.organisations.models import Organisation
from workflow import roles
from workflow.api import ENDS, Deadline, Process, QuerySet, StatefulModel, StateTimer, automatic
from workflow.calendar import WorkingCalendar, local_date


def runs_out(permit: "Permit") -> Deadline:
    """A permit is good for thirty days."""
    return WorkingCalendar().add_days(local_date(permit.moved_at), 30, "permit")


class PermitQuerySet(QuerySet[Any]):
    def visible_to(self, person: Any, day: Any) -> Self:
        """Who works for the municipality that asks, or for the office that answers."""
        held = roles.held_by(person, day).values("organisation_id")
        asks, answers = models.Q(organisation__in=held), models.Q(office__in=held)
        return self.filter(asks | answers)


class Permit(StatefulModel):
    """A permit to close a street."""

    class State(models.TextChoices):
        DRAFT = "draft"
        SENT = "sent"
        GRANTED = "granted"
        REFUSED = "refused"
        OVER = "over"

    street = models.CharField(max_length=40)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = FSMField(choices=State, default=State.DRAFT, protected=True)
    moved_at = models.DateTimeField()
    own_process = models.OneToOneField(
        Process, null=True, on_delete=models.PROTECT, related_name="permit"
    )

    final = (State.REFUSED, State.OVER)
    process_path = "own_process"
    promises = (StateTimer("run_out", (State.GRANTED,), on=runs_out),)
    objects: ClassVar = PermitQuerySet.as_manager()

    def __str__(self) -> str:
        return self.street

    def get_absolute_url(self) -> str:
        return reverse("permit", args=[self.pk])

    @property
    def process(self) -> Process | None:
        return self.own_process

    @property
    def places(self) -> frozenset[int]:
        return frozenset({self.organisation_id, self.office_id})

    @transition("state", source=State.DRAFT, target=State.SENT)
    def send(self, moment: datetime) -> None:
        self.moved_at = moment

    @transition(
        "state",
        source=State.DRAFT,
        target=State.OVER,
        custom=ENDS | automatic("tests.permits.lapsing.forget"),
    )
    def forget(self) -> None:
        """Nobody asked for it in time."""

    @transition("state", source=State.SENT, target=State.GRANTED)
    def grant(self, moment: datetime) -> None:
        self.moved_at = moment

    @transition("state", source=State.SENT, target=State.REFUSED)
    def refuse(self, moment: datetime) -> None:
        self.moved_at = moment

    @transition("state", source=State.GRANTED, target=State.OVER)
    def run_out(self) -> None:
        """Its days are over."""
