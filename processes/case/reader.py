"""Who is reading, in which roles: asked once per request."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from processes.organisations.models import Membership
from processes.roles import BODY, MUNICIPAL, OBSERVING, Role
from workflow.calendar import local_date
from workflow.roles import Grant
from workflow.sql.compiled import compiled


@dataclass
class Reader:
    """A person at a moment, with the roles that the day grants."""

    person: Any
    at: datetime

    @property
    def today(self) -> date:
        """The local day."""
        return local_date(self.at)

    @cached_property
    def memberships(self) -> list[Membership]:
        """The memberships in force, with their organisations."""
        return in_force(self.person.pk, self.today).all()

    @cached_property
    def grants(self) -> list[Grant]:
        """The roles held, each at one organisation."""
        held = {Grant(one.role, one.organisation_id) for one in self.memberships}
        return sorted(held)

    def holds(self, *roles: Role) -> bool:
        """One of the roles, anywhere."""
        return any(grant.role in roles for grant in self.grants)

    @property
    def has_part(self) -> bool:
        """Some role is held in which people see cases and get tasks, if there are any."""
        return self.holds(*MUNICIPAL, *BODY)

    @property
    def reads_statistics(self) -> bool:
        """Some role is held that the numbers are open to."""
        return self.holds(*OBSERVING, *BODY)


@compiled
def in_force(person: int, day: date) -> QuerySet[Membership]:
    """The roles of a person on a day."""
    found = Membership.objects.on(day).filter(person=person)
    return found.select_related("organisation").order_by("pk")


def reader_of(request: HttpRequest) -> Reader:
    """The reader of this request; the same one for everybody who asks."""
    kept = request.__dict__
    if "reader" not in kept:
        kept["reader"] = Reader(request.user, timezone.now())
    reader: Reader = kept["reader"]
    return reader
