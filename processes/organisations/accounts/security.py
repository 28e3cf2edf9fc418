"""What happened to accounts, for whoever has to find out what happened. No secrets stand here.

A line is a fact of the moment and no history: it goes after ``settings.SECURITY_LOG_DAYS``.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from processes.organisations import reach
from processes.organisations.models import Person

FAILED_TRIES = 5
"""After so many wrong passwords since the last right one the person is told."""


class SecurityEventQuerySet(models.QuerySet["SecurityEvent"]):
    """Questions about many lines."""

    def within(self, bodies: Collection[int], day: date) -> "SecurityEventQuerySet":
        """What concerns people whom the administrators of the bodies reach, or nobody known."""
        people = reach.people(bodies, day).values("pk")
        return self.filter(models.Q(person=None) | models.Q(person__in=people))


class SecurityEvent(models.Model):
    """One line: what happened to whose account, when, by whom, and from where."""

    class Kind(models.TextChoices):
        """The steps of people among them have the names that they have in the trail."""

        SIGNED_IN = "signed_in", _("Signed in")
        WRONG_PASSWORD = "wrong_password", _("Wrong password")
        STOPPED = "stopped", _("Stopped after too many tries")
        SIGNED_OUT = "signed_out", _("Signed out")
        LINK_ASKED = "link_asked", _("Asked for a new password")
        PASSWORD = "password", _("Chose a password")
        FACTOR_ADDED = "factor_added", _("Two-step sign-in turned on")
        FACTOR_REMOVED = "factor_removed", _("Two-step sign-in turned off")
        FACTOR_WRONG = "factor_wrong", _("Wrong code")
        ADDED = "add", _("Person added")
        CHANGED = "change", _("Name, address or language changed")
        MOVING = "ask_address", _("New address asked for")
        MOVED = "change_address", _("Address changed")
        MOVE_STOPPED = "stop_address", _("Change of address stopped")
        MOVE_UNDONE = "undo_address", _("Change of address undone")
        APPOINTED = "appoint", _("Role given")
        ENDED = "end_membership", _("Role ended")
        CLOSED = "deactivate", _("Account closed")
        OPENED = "reactivate", _("Account opened again")
        EXPORTED = "exported", _("Exported")

    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=20, choices=Kind)
    person = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="security_events"
    )
    by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    address = models.GenericIPAddressField(null=True)
    data = models.JSONField(default=dict)

    objects = SecurityEventQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.person or self.address}"


@contextmanager
def coming_from(address: str) -> Iterator[None]:
    """Whatever is noted inside was asked for from this address."""
    token = _address.set(address)
    try:
        yield
    finally:
        _address.reset(token)


_address: ContextVar[str | None] = ContextVar("address", default=None)


def note(
    kind: str,
    person: Person | None = None,
    *,
    by: Person | None = None,
    at: datetime | None = None,
    **data: str,
) -> None:
    """Write a line. ``data``: keys and plain words, never what somebody typed or keeps secret."""
    SecurityEvent.objects.create(
        at=at or timezone.now(),
        kind=SecurityEvent.Kind(kind),
        person=person,
        by_id=getattr(by, "pk", None),
        address=_address.get(),
        data=data,
    )


def note_step(step: str, person: Person, *, by: Person | None, at: datetime, **data: str) -> None:
    """Write a line about a step of a person that the trail keeps, if it is one about access."""
    if step in SecurityEvent.Kind.values:
        note(step, person, by=by, at=at, **data)


def wrong_passwords(person: Person) -> int:
    """How many wrong passwords were tried for an account since the last right one."""
    kinds = SecurityEvent.Kind
    lines = SecurityEvent.objects.filter(person=person)
    last = lines.filter(kind=kinds.SIGNED_IN).order_by("-pk").values_list("pk", flat=True).first()
    return lines.filter(kind=kinds.WRONG_PASSWORD, pk__gt=last or 0).count()


def forget(at: datetime) -> int:
    """Delete the lines that have been kept long enough; how many there were."""
    until = at - timedelta(days=settings.SECURITY_LOG_DAYS)
    return SecurityEvent.objects.filter(at__lt=until).delete()[0]
