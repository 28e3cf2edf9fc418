"""Who holds a role at a place: remembered, and asked again when the directory's version is new."""

from datetime import date
from typing import Any

from django.db.models import QuerySet, Subquery

from processes.models import Membership, Person
from workflow.models import DirectoryVersion
from workflow.queues import exclusions
from workflow.queues.directory import Noted
from workflow.sql.compiled import compiled

Reader = tuple[int, str | None, dict[str, str] | None]
"""A person's key, the pace they usually want, and their exceptions by kind."""

WISHES = ("pk", "notification_preference__pace", "notification_preference__exceptions")

Queue = tuple[str, int | None]
"""A role at an organisation."""

MOST = 10_000
"""So many queues are remembered; all municipalities have some thousands."""

_remembered: dict[Queue, tuple[tuple[str, date], list[Reader]]] = {}


def cached_recipients(queue: Queue, day: date, noted: Noted, *, but: int) -> list[Reader]:
    """Active holders of a role on a local day, without one and without who is excluded from it.

    ``noted``: by a process when it was held. They are as the directory was then.
    """
    role, _place = queue
    away = {but, *exclusions.whom(noted.exclusions, role)}
    return [one for one in _holders(queue, day, noted.version) if one[0] not in away]


def _holders(queue: Queue, day: date, version: str) -> list[Reader]:
    seen, readers = _remembered.get(queue, (None, []))
    if seen == (version, day):
        return readers
    role, place = queue
    found = holders(role, place, day).all()
    readers = [(key, pace, exceptions) for key, pace, exceptions, _now in found]
    # Of an empty queue nobody tells which version it was: it is asked for each time.
    if {now for *_reader, now in found} == {version}:
        if len(_remembered) >= MOST and queue not in _remembered:
            _remembered.clear()
        _remembered[queue] = (version, day), readers
    return readers


def active(role: str, organisation: int | None, day: date) -> QuerySet[Person]:
    """The active holders of a role at an organisation on a day."""
    held = Membership.objects.on(day).filter(role=role, organisation=organisation)
    return Person.objects.filter(pk__in=held.values("person"), is_active=True)


@compiled(bypasses_buffer=True)
def holders(role: str, organisation: int | None, day: date) -> QuerySet[Person, Any]:
    """The active holders of a role, with their wishes and the version at which that was so."""
    version = Subquery(DirectoryVersion.objects.values("version")[:1])
    found = active(role, organisation, day).annotate(now=version)
    return found.values_list(*WISHES, "now").order_by("pk")


@compiled(bypasses_buffer=True)
def queue(
    role: str, organisation: int | None, process: int, by: int, day: date
) -> QuerySet[Person, Any]:
    """Who may take a task of this kind, but for whoever did it."""
    excluded = exclusions.people(process, role)
    found = active(role, organisation, day).exclude(pk__in=excluded).exclude(pk=by)
    return found.values_list(*WISHES).order_by("pk")


@compiled(bypasses_buffer=True)
def owner(person: int) -> QuerySet[Person, Any]:
    """Somebody who may still sign in, with their wishes."""
    return Person.objects.filter(pk=person, is_active=True).values_list(*WISHES)
