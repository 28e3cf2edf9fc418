"""The human whom a reader may ask: an officer of the case's body, or else an administrator."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import FilteredRelation, QuerySet

from notifications.models import Notification
from notifications.texts.messages import Contact
from processes.models import Membership, Organisation
from processes.roles import Role
from workflow.queues import exclusions
from workflow.sql.compiled import compiled

ROLES = (Role.OFFICER, Role.ADMINISTRATOR)


@dataclass
class Answerer:
    """Somebody who answers questions for a body, and the processes an exclusion keeps them from."""

    body_id: int
    person_id: int
    contact: Contact
    excluded_from: set[int | None] = field(default_factory=set)


class Contacts:
    """Who answers questions on a day; asks the database once."""

    def __init__(self, day: date) -> None:
        self._day = day

    @cached_property
    def _known(self) -> list[Answerer]:
        known: dict[tuple[str, int, int], Answerer] = {}
        for role, body, person, name, email, process in answerers(self._day).all():
            new = Answerer(body, person, Contact(name, email))
            known.setdefault((role, body, person), new).excluded_from.add(process)
        return list(known.values())

    def of(self, row: Notification) -> Contact | None:
        """The first who is somebody else than the reader and may know of the case."""
        body = row.case.scheme.body_id if row.case else None
        process = row.case.main_process_id if row.case else 0
        for one in self._known:
            belongs = body in (None, one.body_id) and process not in one.excluded_from
            if belongs and one.person_id != row.recipient_id:
                return one.contact
        return None


@compiled
def answerers(day: date) -> QuerySet[Membership, Any]:
    """Role, body, person, name, address and a process that is barred, of each who may answer."""
    held = Membership.objects.on(day).filter(
        role__in=ROLES,
        organisation__kind=Organisation.Kind.BODY,
        person__is_active=True,
    )
    excluded = exclusions.applying(*ROLES, path="person__exclusions__")
    kept = FilteredRelation("person__exclusions", condition=excluded)
    person = ("person_id", "person__name", "person__email")
    # "officer" sorts after "administrator": officers first.
    ordered = held.annotate(kept=kept).order_by("-role", "person__name_order", "pk")
    return ordered.values_list("role", "organisation_id", *person, "kept__process_id")
