"""The summary of the day: one mail instead of many, itself a row of the outbox."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Count, Min

from notifications.models import Notification, posted
from notifications.rules import Kind
from workflow.calendar import local_date
from workflow.sql import writes

SETTLE = timedelta(minutes=5)
"""The reminders of the morning are written from 8 o'clock on; the summary waits for them."""


def bundle_due(at: datetime) -> int:
    """Make the summaries that are due; how many people get one. Two at once make no more."""
    alone, made = [], 0
    for person_id, first, number in waiting(at, settled=at - SETTLE):
        if number == 1:
            alone.append(first)
        else:
            made += _bundle(person_id, first, at)
    if alone:
        # A single message goes as it is.
        made += Notification.objects.unbundled().filter(pk__in=alone).update(at_once=True)
    return made


def waiting(at: datetime, settled: datetime) -> models.QuerySet[Any, tuple[int, int, int]]:
    """Who has a message that waited long enough, its first, and how many they have by now."""
    is_settled = models.Q(next_try_at__lte=settled)
    due = Notification.objects.unbundled().filter(next_try_at__lte=at)
    people = due.order_by().values("recipient").annotate(first=Min("pk", filter=is_settled))
    people = people.filter(first__isnull=False).annotate(number=Count("pk"))
    return people.order_by("recipient").values_list("recipient", "first", "number")


def _bundle(person_id: int, first: int, at: datetime) -> bool:
    """One person's summary."""
    digest = posted(
        subject=f"processes.person:{person_id}",
        rule=Kind.DIGEST,
        occurrence=f"{local_date(at)} {first}",
        recipient_id=person_id,
        created_at=at,
        next_try_at=at,
    )
    try:
        with transaction.atomic():
            writes.insert([digest])
            waits = Notification.objects.unbundled().filter(recipient=person_id)
            return bool(waits.filter(next_try_at__lte=at).update(digest=digest))
    except IntegrityError:
        return False  # somebody else is making the same one
