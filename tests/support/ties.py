"""People tied to municipalities by roles and noted ties, for tests of what keeps from a case."""

from datetime import date

from django.urls import reverse

from processes.models import Interest, Membership, Person
from processes.organisations import people
from processes.organisations.impartiality import conflict_grounds
from processes.roles import BODY, Role
from tests.support import drive
from tests.support.assessing import as_person
from workflow import trail
from workflow.models import Exclusion

MONDAY = date(2026, 3, 2)


def tie(who, where, *, ground="employed", first=None, ended=None) -> Interest:
    return Interest.objects.create(
        person=who, organisation=where, ground=ground, from_date=first, ended_date=ended
    )


def role(who, where, *, held=Role.COORDINATOR, first=date(2020, 1, 1), ended=None) -> Membership:
    return Membership.objects.create(
        person=who, organisation=where, role=held, from_date=first, to_date=ended
    )


def is_excluded(who, where, day=MONDAY) -> bool:
    return any(one.is_hard for one in conflict_grounds(who, where, day))


def somebody() -> Person:
    return Person.objects.create_user("ny@example.org", name="Ny Person")


def appoint(world, who, held, *, at=None):
    place = world.body if held in BODY else at or world.municipality
    to = people.Appointment(place, held, MONDAY)
    return people.appoint(who, to, by=world.administrator, at=world.at)


def declare(world, who, **said):
    noted = Interest(person=who, organisation=world.municipality, ground="employed", **said)
    people.declare_interest(noted, by=world.administrator, at=world.at)
    return noted


def deciding(world):
    return drive.report(world, drive.visit(world, drive.audited(world)))


def to_be_led(world):
    return drive.assess(world, drive.accept(world, drive.apply(world)))


def sees(who, case) -> bool:
    status = as_person(who).get(reverse("case", args=[case.number])).status_code
    assert status in (200, 404)
    return status == 200


def excluded_roles(who, case) -> set[str]:
    return set(
        Exclusion.objects.filter(person=who, process=case.main_process).values_list(
            "role", flat=True
        )
    )


def steps(case) -> list[str]:
    return [entry.step for entry in trail.history(case).filter(step__in=["keep_away", "readmit"])]
