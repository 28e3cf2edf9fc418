"""The summary of the day: one mail instead of many, itself a row of the outbox."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Min

from notifications.models import Notification, posted
from notifications.rules import Kind
from workflow.calendar import local_date

SETTLE = timedelta(minutes=5)
"""The reminders of the morning are written from 8 o'clock on; the summary waits for them."""


def bundle_due(at: datetime) -> int:
    """Make the summaries that are due; how many people get one. Two at once make no more."""
    waiting = Notification.objects.unbundled().filter(next_try_at__lte=at - SETTLE)
    people = waiting.order_by().values("recipient").annotate(first=Min("pk"))
    made = 0
    for one in people.order_by("recipient"):
        made += _bundle(one["recipient"], one["first"], at)
    return made


def _bundle(person_id: int, first: int, at: datetime) -> bool:
    """One person's summary; a single message goes as it is."""
    due = Notification.objects.unbundled().filter(recipient=person_id, next_try_at__lte=at)
    if due.count() == 1:
        return bool(due.update(at_once=True))
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
            digest.save(force_insert=True)
            return bool(due.update(digest=digest))
    except IntegrityError:
        return False  # somebody else is making the same one
