"""The human whom a reader may ask: an officer of the case's body, or else an administrator."""

from datetime import date
from functools import cached_property

from notifications.messages import Contact
from notifications.models import Notification
from processes.models import Membership, Organisation
from processes.roles import Role


class Contacts:
    """Who answers questions on a day; asks the database once."""

    def __init__(self, day: date) -> None:
        self._day = day

    @cached_property
    def _known(self) -> list[tuple[int, int, str, str]]:
        held = Membership.objects.on(self._day).filter(
            role__in=[Role.OFFICER, Role.ADMINISTRATOR],
            organisation__kind=Organisation.Kind.BODY,
            person__is_active=True,
        )
        # "officer" sorts after "administrator": officers first.
        ordered = held.order_by("-role", "person__name", "pk")
        columns = ("organisation_id", "person_id", "person__name", "person__email")
        return list(ordered.values_list(*columns))

    def of(self, row: Notification) -> Contact | None:
        """The first who is somebody else than the reader."""
        body = row.case.scheme.body_id if row.case else None
        for organisation_id, person_id, name, email in self._known:
            if organisation_id == (body or organisation_id) and person_id != row.recipient_id:
                return Contact(name, email)
        return None
