"""What hangs on a person: shown before a role ends or an account closes, so that nothing is lost.

Whoever is the last to hold a role is given a successor, or who watches over the cases is told.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.dispatch import Signal

from processes.audit.team import replacing, vacancies
from processes.case.models import Case
from processes.organisations import people
from processes.organisations.models import Membership, Person
from processes.organisations.people import Appointment
from processes.roles import MUNICIPAL, Role
from workflow import acts, queues, trail
from workflow.calendar import local_date
from workflow.exceptions import Refused
from workflow.models import Task
from workflow.queues import exclusions

log = logging.getLogger(__name__)

SHOWN = 20

handed_on = Signal(use_caching=True)
"""Somebody else coordinates a ``case``: ``to``, instead of ``before``; ``by``, ``at``."""


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
        """Who could be given the role: the others who hold one at the organisation today.

        Of a role that others hold as well those, if somebody is to take over what the person leads.
        """
        if not self.is_last:
            return self.others if self.led else []
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
Led = list[tuple[Membership, Person, Case]]


@acts.one()
@transaction.atomic
def end_role(membership: Membership, day: date, *, heirs: Heirs, by: Person, at: datetime) -> None:
    """End a role with a day, after its successor has got it."""
    led = _led(heirs)
    _appoint(heirs, by=by, at=at)
    people.end(membership, day, by=by, at=at)
    _hand_on(led, by=by, at=at)


@acts.one()
@transaction.atomic
def close(person: Person, *, heirs: Heirs, by: Person, at: datetime) -> None:
    """Close an account, after the successors have got its roles."""
    led = _led(heirs)
    _appoint(heirs, by=by, at=at)
    people.deactivate(person, by=by, at=at)
    _hand_on(led, by=by, at=at)


def _led(heirs: Heirs) -> Led:
    """The cases that each successor takes over, as long as it is known who leads them."""
    return [(held, heir, case) for held, heir in heirs.items() for case in led_by(held)]


def _appoint(heirs: Heirs, *, by: Person, at: datetime) -> None:
    """Give each successor the role, unless they hold it already."""
    today = local_date(at)
    for membership, heir in heirs.items():
        place, role = membership.organisation, Role(membership.role)
        held = heir.memberships.on(today).filter(organisation=place, role=role)
        if not held.exists():
            people.appoint(heir, Appointment(place, role, today), by=by, at=at)


def _hand_on(led: Led, *, by: Person, at: datetime) -> None:
    """Let who follows a coordinator coordinate the running cases, and who follows a lead lead."""
    for membership, heir, case in led:
        if membership.role == Role.COORDINATOR:
            _let_coordinate(case, heir, before=membership.person, by=by, at=at)
        else:
            _let_lead(case, heir, by=by, at=at)


def _let_coordinate(case: Case, heir: Person, *, before: Person, by: Person, at: datetime) -> None:
    case.coordinator = heir
    case.save(update_fields=["coordinator"])
    data = {"from": before.pk, "to": heir.pk}
    event = trail.Event(subject=case, step="hand_on", by=by, at=at, because=str(heir), data=data)
    trail.record(event)
    handed_on.send(sender=Case, case=case, before=before, to=heir, by=by, at=at)


def _let_lead(case: Case, heir: Person, *, by: Person, at: datetime) -> None:
    """Ask the successor to lead; whom something keeps from the case is not asked.

    What waits for a lead then waits for whoever takes it, as it does without a successor.
    """
    try:
        with transaction.atomic():
            replacing.join(case.audit, heir, by=by, at=at, leads=True)
            vacancies.settle(case.audit, at=at, leads=True)
    except Refused:
        log.info("%s is not asked to lead %s", heir.pk, case.number)
