"""An outbox with a morning's mails: of many cases, kinds and readers, in both languages."""

from datetime import date, datetime
from itertools import cycle, islice
from typing import Any

from django.utils import timezone

from bench import tasks
from bench.filling import copies
from notifications.models import Notification, posted
from notifications.rules import Kind
from processes.models import (
    Membership,
    Organisation,
    Person,
)
from processes.roles import Role
from workflow.models import Task

READERS, ENGLISH, PORTION = 100, 10, 1000
KINDS = (*[Kind.QUEUED] * 4, *[Kind.DUE_SOON] * 3, Kind.OVERDUE, Kind.ESCALATED, Kind.DECIDED)
"""Of ten mails so many are of each kind."""


def prepare() -> None:
    """Tasks and a running case of every municipality, and people who read."""
    tasks.fill(tasks.PATTERNS)
    body = Organisation.objects.get(kind=Organisation.Kind.BODY)
    readers = Person.objects.bulk_create(
        Person(
            email=f"reader.{one}@example.org",
            name=f"Åsa Läsare {one}",
            language="sv" if one % ENGLISH else "en",
        )
        for one in range(READERS)
    )
    Membership.objects.bulk_create(
        Membership(person=one, role=Role.OFFICER, organisation=body, from_date=date(2020, 1, 1))
        for one in readers
    )


def fill(number: int) -> None:
    """So many more mails are due now."""
    at = timezone.now()
    waiting = Task.objects.filter(status="NEW", owner=None, role=Role.OFFICER)
    waiting = waiting.filter(process__case__isnull=False)
    waiting = waiting.select_related("process__case")
    readers = Person.objects.filter(email__startswith="reader.").order_by("pk")
    pairs = zip(cycle(waiting.order_by("pk")), cycle(readers), strict=False)
    Notification.objects.bulk_create(
        (_row(n, task, reader, at) for n, (task, reader) in enumerate(islice(pairs, number))),
        batch_size=PORTION,
    )
    copies.settle()


def _row(number: int, task: Any, reader: Person, at: datetime) -> Notification:
    kind, case = KINDS[number % len(KINDS)], task.process.case
    is_of_case = kind == Kind.DECIDED
    return posted(
        subject=f"workflow.task:{task.pk}",
        rule=kind,
        occurrence=f"{at.timestamp()} {number}",
        recipient=reader,
        actor=reader,
        task=None if is_of_case else task,
        case=case,
        organisation_id=task.process.organisation_id,
        reference=case.number,
        facts={"step": "grant"} if is_of_case else {},
        created_at=at,
        next_try_at=at,
    )
