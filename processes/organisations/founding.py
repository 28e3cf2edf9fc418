"""The first administrators: whoever runs the machine makes them, for nobody else is there yet."""

from datetime import datetime

from django.db import transaction

from processes.organisations import people
from processes.organisations.models import Membership, Organisation, Person
from processes.roles import Role
from workflow.calendar import local_date
from workflow.exceptions import Refused

ENOUGH = 2
"""So many administrators make the next one themselves, on the pages."""


def the_body() -> Organisation:
    """The certification body that the reference data know. Raises Refused if there is none."""
    body = Organisation.objects.filter(kind=Organisation.Kind.BODY).order_by("pk").first()
    if body is None:
        raise Refused(
            "There is no certification body yet: run load_data --no-demo first.", code="no_body"
        )
    return body


@transaction.atomic
def make_administrator(name: str, email: str, *, body: Organisation, at: datetime) -> Person:
    """Somebody who administers the body from today on.

    Who does so already is only found again, and let in again. Raises Refused once two others do:
    they decide.
    """
    held = Membership.objects.on(local_date(at)).filter(organisation=body, role=Role.ADMINISTRATOR)
    person = Person.objects.filter(email=email.lower()).first()
    others = held.filter(person__is_active=True).exclude(person=person)
    administers = person is not None and held.filter(person=person).exists()
    if person is not None and administers and person.is_active:
        return person
    if others.values("person").distinct().count() >= ENOUGH:
        raise Refused(
            f"{body} has {ENOUGH} administrators. They add the next one under "
            "Administration, People and roles.",
            code="enough_administrators",
        )
    if person is None:
        person = people.add(Person(name=name, email=email, added_by=body), by=None, at=at)
    elif not person.is_active:
        people.reactivate(person, by=None, at=at)
    if not administers:
        to = people.Appointment(body, Role.ADMINISTRATOR, from_date=local_date(at))
        people.appoint(person, to, by=None, at=at)
    return person
