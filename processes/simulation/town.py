"""Who takes part: the certification body with its staff, and the municipalities with theirs."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from processes.case.models import Case
from processes.organisations import people
from processes.organisations.models import Interest, Membership, Organisation, Person
from processes.roles import MUNICIPAL, Role
from processes.scheme.models import Edition, RenewalCycle, Scheme
from processes.simulation.luck import Luck
from workflow.calendar import local_date

MUNICIPALITIES_PER_AUDITOR = 20
TIES = 0.1
"""The share of municipalities in which an auditor has an interest that keeps them away."""

WHOLE = ("certification", "main_process", "audit", "self_assessment", "corrective_plan")


Office = tuple[str, int]


@dataclass
class Town:
    """The people by their roles, and the scheme they work in."""

    scheme: Scheme
    municipalities: list[Organisation]
    people: dict[int, Person] = field(default_factory=dict)
    holders: dict[Office, list[int]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self._places = {place.pk: place for place in self.municipalities}
        self._edition = cache(lambda key: Edition.objects.select_related("rule").get(pk=key))
        self._cycle = cache(lambda key: RenewalCycle.objects.get(pk=key))

    @cached_property
    def codes(self) -> dict[int, str]:
        """The municipalities' codes by their ids."""
        return {place.pk: place.code for place in self.municipalities}

    def case(self, case_id: int) -> Case:
        """A case as the database has it now. What never changes in a run is read once."""
        found = Case.objects.select_related(*WHOLE).get(pk=case_id)
        certification = found.certification
        certification.scheme = self.scheme
        certification.organisation = self._places[certification.organisation_id]
        found.edition, found.cycle = self._edition(found.edition_id), self._cycle(found.cycle_id)
        return found

    def holding(self, role: str, place: int) -> list[int]:
        """Ids of those who hold a role at an organisation, longest first."""
        return self.holders[role, place]

    def welcome(self, person: Person, role: str, place: int) -> None:
        """Somebody takes up a role."""
        self.people[person.pk] = person
        self.holders[role, place].append(person.pk)

    def part(self, person_id: int, role: str, place: int) -> None:
        """Somebody leaves a role."""
        self.holders[role, place].remove(person_id)


@transaction.atomic
def settle(scheme: Scheme, municipalities: list[Organisation], luck: Luck, at: datetime) -> Town:
    """Give everybody a role, from the day on which the run begins."""
    town = Town(scheme, municipalities)
    wanted = [(role, place) for place in municipalities for role in MUNICIPAL]
    wanted += [
        (role, scheme.body) for role, number in _staff(len(municipalities)) for _ in range(number)
    ]
    _appoint(town, wanted, local_date(at))
    _tie(town, luck, at)
    return town


def _staff(municipalities: int) -> Iterable[tuple[Role, int]]:
    auditors = 4 + municipalities // MUNICIPALITIES_PER_AUDITOR
    return (
        (Role.AUDITOR, auditors),
        (Role.OFFICER, 2 + municipalities // 100),
        (Role.DECISION_MAKER, 4 + municipalities // 100),
        (Role.ADMINISTRATOR, 2),
    )


def _appoint(town: Town, wanted: list[tuple[Role, Organisation]], day: date) -> None:
    """Make all people at once: taking up office is not what is simulated."""
    locked = make_password(None)
    made = Person.objects.bulk_create(
        Person(
            email=f"{role}.{number}@simulated.example",
            name=f"{role.label} {number}",
            password=locked,
        )
        for number, (role, _place) in enumerate(wanted)
    )
    Membership.objects.bulk_create(
        Membership(person=person, organisation=place, role=role, from_date=day)
        for person, (role, place) in zip(made, wanted, strict=True)
    )
    for person, (role, place) in zip(made, wanted, strict=True):
        town.welcome(person, role, place.pk)


def _tie(town: Town, luck: Luck, at: datetime) -> None:
    """Some auditors come from a municipality: a conflict of interest keeps them from its cases."""
    auditors = town.holding(Role.AUDITOR, town.scheme.body_id)
    boss = town.people[town.holding(Role.ADMINISTRATOR, town.scheme.body_id)[0]]
    for place in town.municipalities:
        drawn = luck.of(place.code, "tie")
        if drawn.random() < TIES:
            somebody: Any = town.people[drawn.choice(auditors)]
            interest = Interest(
                person=somebody,
                organisation=place,
                ground=Interest.Ground.CONSULTED,
                ended_date=local_date(at),
            )
            people.declare_interest(interest, by=boss, at=at)
