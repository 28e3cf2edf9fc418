"""Who the rules mean, of hundreds of occurrences at once: asked together, told apart in memory."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Case as Choice
from django.db.models import F, QuerySet, When

from notifications.occurrences import Occurrence
from notifications.recipients.cached import WISHES, Reader
from notifications.recipients.rule import beside, but, part_of, roles_of
from notifications.rules import At, Holders, To, rules_for
from processes.case.visibility import TOLD
from processes.models import Case, Membership, Person
from workflow.calendar import local_date
from workflow.models import Task
from workflow.queues import exclusions
from workflow.sql import bulk

RolesAt = tuple[tuple[str, ...], int | None]
"""Roles at an organisation; at every one where none is named."""


class BulkRecipients:
    """Knows of each of some occurrences of one moment whom ``recipients.readers`` would find."""

    def __init__(self, occurrences: list[Occurrence], at: datetime) -> None:
        self._occurrences = occurrences
        self._day = local_date(at)
        self._known: dict[RolesAt, list[Reader]] = {}

    def readers(self, to: To | Holders, occurrence: Occurrence) -> list[Reader]:
        """The people a rule means, with their wishes."""
        task = occurrence.task
        if isinstance(to, Holders):
            roles_at = self._of_rule(to, occurrence)
        elif to == To.LEAD:
            return but(occurrence.by, self._leading[occurrence.case_id])
        elif to == To.PERSON:
            return but(occurrence.by, self._owners[getattr(occurrence.person, "pk", None)])
        elif task is None or (part := part_of(to, occurrence)) is None:
            return []
        elif part == To.OWNER:
            return self._owners[task.owner_id]
        else:
            roles_at = _of_queue(task)
        return self._not_excluded(roles_at, occurrence) if roles_at else []

    def _of_rule(self, to: Holders, occurrence: Occurrence) -> RolesAt | None:
        """The roles and the place that a rule means, if it means such."""
        at_all = to.at == At.ANYWHERE
        known = self._places.get((to.at, occurrence.case_id))
        place = None if at_all else known or beside(to, occurrence)
        return (roles_of(to, occurrence), place) if at_all or place else None

    def _not_excluded(self, roles_at: RolesAt, occurrence: Occurrence) -> list[Reader]:
        """The holders of the roles there whom no exclusion keeps from the process."""
        held = self._holders_of(roles_at)
        pairs = self._exclusions.get(occurrence.process.id) if occurrence.process else None
        if not pairs and occurrence.by is None:
            return held
        away = exclusions.whom(pairs or (), *roles_at[0])
        if occurrence.by is not None:
            away.add(occurrence.by.pk)
        return [one for one in held if one[0] not in away]

    def _holders_of(self, roles_at: RolesAt) -> list[Reader]:
        """All holders of the roles there, each once."""
        if roles_at not in self._known:
            roles, place = roles_at
            known = self._holders if roles_at in self._foreseen else self._holding({roles_at})
            held = {one[0]: one for role in roles for one in known[role, place]}
            self._known[roles_at] = [held[key] for key in sorted(held)]
        return self._known[roles_at]

    def _asked_for(self) -> Iterator[RolesAt | None]:
        for occurrence in self._occurrences:
            for rule in rules_for(occurrence.event):
                if isinstance(rule.to, Holders):
                    yield self._of_rule(rule.to, occurrence)
                elif occurrence.task is not None:
                    yield _of_queue(occurrence.task)

    @cached_property
    def _owners(self) -> dict[int | None, list[Reader]]:
        keys = {one.task.owner_id for one in self._occurrences if one.task is not None}
        keys |= {one.person.pk for one in self._occurrences if one.person is not None}
        found: dict[int | None, list[Reader]] = defaultdict(list)
        for reader in owners(keys - {None}):
            found[reader[0]].append(reader)
        return found

    @cached_property
    def _leading(self) -> dict[int | None, list[Reader]]:
        """Who leads the audit of each case."""
        people = Person.objects.filter(
            is_active=True,
            audit_work__leads=True,
            audit_work__left_at=None,
            audit_work__audit__case__in=self._cases,
        )
        found: dict[int | None, list[Reader]] = defaultdict(list)
        for case, *reader in people.values_list("audit_work__audit__case", *WISHES):
            found[case].append(tuple(reader))
        return found

    @cached_property
    def _places(self) -> dict[tuple[At, int | None], int | None]:
        """The municipality and the body of each case."""
        found: dict[tuple[At, int | None], int | None] = {}
        for case, municipality, body in places(self._cases):
            found[At.MUNICIPALITY, case], found[At.BODY, case] = municipality, body
        return found

    @property
    def _cases(self) -> set[int]:
        return {one.case_id for one in self._occurrences if one.case_id is not None}

    @cached_property
    def _foreseen(self) -> set[RolesAt]:
        """The several that the rules name. Who hears when nobody holds them is asked seldom."""
        return {*filter(None, self._asked_for())}

    @cached_property
    def _holders(self) -> dict[tuple[str, int | None], list[Reader]]:
        return self._holding(self._foreseen)

    def _holding(self, several: set[RolesAt]) -> dict[tuple[str, int | None], list[Reader]]:
        """Who holds which role at which place, and anywhere, as far as some several ask."""
        roles = {role for roles_at in several for role in roles_at[0]}
        here = {place for _roles, place in several if place is not None}
        if len(here) == len({place for _roles, place in several}):
            rows = holders_at(self._day, roles, here)
        else:
            rows = holders(self._day, roles)
        found: dict[tuple[str, int | None], list[Reader]] = defaultdict(list)
        for role, place, *reader in rows:
            for where in (place, None):
                found[role, where].append(tuple(reader))
        return found

    @cached_property
    def _exclusions(self) -> dict[int, list[tuple[int, str]]]:
        """Who is kept from each process, and in which role."""
        processes = {one.process.pk for one in self._occurrences if one.process is not None}
        found: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for process, person, role in excluded(processes):
            found[process].append((person, role))
        return found


def _of_queue(task: Task) -> RolesAt | None:
    """The role and the place whose task it is, while nobody has it."""
    is_free = task.owner_id is None and task.role and task.organisation_id is not None
    return ((task.role,), task.organisation_id) if is_free else None


HELD = ("role", "organisation_id", *(f"person__{name}" for name in WISHES))
PLACES = ("pk", "municipality", "certification__scheme__body")


def holders(day: date, roles: Iterable[str]) -> QuerySet[Membership, Any]:
    """Who holds one of the roles, with their wishes."""
    return _holding(day, roles).values_list(*HELD)


def holders_at(day: date, roles: Iterable[str], places: Iterable[int]) -> QuerySet[Membership, Any]:
    """Who holds one of the roles at one of the places, with their wishes."""
    held = _holding(day, roles).filter(bulk.among(places, "organisation_id"))
    return held.values_list(*HELD)


def _holding(day: date, roles: Iterable[str]) -> QuerySet[Membership]:
    held = Membership.objects.on(day)
    return held.filter(bulk.among(roles, "role"), person__is_active=True)


def owners(people: Iterable[int]) -> QuerySet[Person, Any]:
    """Those of some people who may still sign in, with their wishes."""
    return Person.objects.filter(bulk.among(people), is_active=True).values_list(*WISHES)


def places(cases: Iterable[int]) -> QuerySet[Case, tuple[int, int | None, int]]:
    """The municipality and the body of cases; no municipality where it is not told of one yet."""
    hears = When(TOLD, then=F("certification__organisation"))
    found = Case.objects.filter(bulk.among(cases)).annotate(municipality=Choice(hears))
    return found.values_list(*PLACES)


def excluded(processes: Iterable[int]) -> QuerySet[Any, tuple[int, int, str]]:
    """Who is kept from which process, and in which role."""
    return exclusions.of_many(bulk.among(processes, "process_id"))
