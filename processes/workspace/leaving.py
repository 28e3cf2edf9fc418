"""What hangs on a person: shown before a role ends or an account closes, so that nothing is lost.

Whoever is the last to hold a role is given a successor, or who watches over the cases is told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.models import Q

from processes.case.models import Case
from processes.organisations import people
from processes.organisations.models import Membership, Person
from processes.organisations.people import Appointment
from processes.roles import MUNICIPAL, Role
from workflow import acts, queues, trail
from workflow.calendar import local_date
from workflow.models import Task
from workflow.queues import exclusions

SHOWN = 20


@dataclass(frozen=True)
class Hanging:
    """A task that would go back to its queue, and who else may take it."""

    task: Task
    heirs: tuple[str, ...]


@dataclass
class HeldRole:
    """A role of somebody who leaves it: what is left behind, and who else holds it."""

    membership: Membership
    at: datetime
    reached: Any
    """The people whom the administrator may give a role."""

    @cached_property
    def others(self) -> list[Person]:
        """The other active people who hold the role there today."""
        return list(self._holding(role=self.membership.role))

    @property
    def is_last(self) -> bool:
        """Nobody else holds the role there."""
        return not self.others

    @cached_property
    def heirs(self) -> list[Person]:
        """Who could be given the role: the others who hold one at the organisation today."""
        some = self._holding().filter(pk__in=self.reached.values("pk"))
        return list(some.exclude(pk__in=[one.pk for one in self.others]))

    def _holding(self, **role: Any) -> Any:
        held = Membership.objects.on(local_date(self.at)).filter(
            organisation=self.membership.organisation_id, **role
        )
        active = Person.objects.filter(pk__in=held.values("person"), is_active=True)
        return active.exclude(pk=self.membership.person_id).order_by("name_order", "pk")

    @cached_property
    def number(self) -> int:
        """How many open tasks would go back."""
        return self._tasks.count()

    @property
    def _tasks(self) -> Any:
        place = {"role": self.membership.role, "organisation": self.membership.organisation_id}
        return queues.taken(self.membership.person).filter(**place)

    @cached_property
    def tasks(self) -> list[Hanging]:
        """The first of them, each with who else may take it."""
        some = self._tasks.select_related("process__organisation").order_by(*queues.ORDER)[:SHOWN]
        found = list(some)
        among = Q(process__in=[task.process_id for task in found])
        kept: dict[int, list[tuple[int, str]]] = {}
        for process, who, excluded in exclusions.of_many(among):
            kept.setdefault(process, []).append((who, excluded))
        return [Hanging(task, self._others_for(kept.get(task.process_id, ()))) for task in found]

    def _others_for(self, pairs: Iterable[tuple[int, str]]) -> tuple[str, ...]:
        away = exclusions.whom(pairs, self.membership.role)
        return tuple(one.name for one in self.others if one.pk not in away)

    @cached_property
    def led(self) -> list[Case]:
        """The running cases that the person leads in this role."""
        return list(led_by(self.membership).order_by("number"))

    @property
    def is_of_municipality(self) -> bool:
        """The officer watches over it; over the body's own people an administrator does."""
        return self.membership.role in MUNICIPAL


def led_by(membership: Membership) -> Any:
    """The running cases that somebody leads in a role: a coordinator or a lead auditor."""
    cases = Case.objects.running().select_related("certification__organisation")
    place, person = membership.organisation_id, membership.person_id
    if membership.role == Role.COORDINATOR:
        return cases.filter(certification__organisation=place, coordinator=person)
    if membership.role == Role.AUDITOR:
        team = {"audit__team__leads": True, "audit__team__left_at": None}
        return cases.filter(
            certification__scheme__body=place, audit__team__person=person, **team
        ).distinct()
    return cases.none()


Heirs = Mapping[Membership, Person]


@acts.one()
@transaction.atomic
def end_role(membership: Membership, day: date, *, heirs: Heirs, by: Person, at: datetime) -> None:
    """End a role with a day, after its successor has got it."""
    _appoint(heirs, by=by, at=at)
    people.end(membership, day, by=by, at=at)
    _hand_on(heirs, by=by, at=at)


@acts.one()
@transaction.atomic
def close(person: Person, *, heirs: Heirs, by: Person, at: datetime) -> None:
    """Close an account, after the successors have got its roles."""
    _appoint(heirs, by=by, at=at)
    people.deactivate(person, by=by, at=at)
    _hand_on(heirs, by=by, at=at)


def _appoint(heirs: Heirs, *, by: Person, at: datetime) -> None:
    for membership, heir in heirs.items():
        to = Appointment(membership.organisation, Role(membership.role), local_date(at))
        people.appoint(heir, to, by=by, at=at)


def _hand_on(heirs: Heirs, *, by: Person, at: datetime) -> None:
    """Let who follows a coordinator coordinate the running cases."""
    for membership, heir in heirs.items():
        if membership.role != Role.COORDINATOR:
            continue
        for case in led_by(membership):
            case.coordinator = heir
            case.save(update_fields=["coordinator"])
            data = {"from": membership.person_id, "to": heir.pk}
            event = trail.Event(
                subject=case, step="hand_on", by=by, at=at, because=str(heir), data=data
            )
            trail.record(event)
