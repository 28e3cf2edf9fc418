"""Letters about an account: to one person, whatever they have chosen to hear about.

They take the way of every other mail, so that a mail server that is down costs minutes and no page.
"""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from notifications import outbox, tasks
from notifications.models import Notification, name_of, posted
from notifications.rules import Kind
from processes.models import Person
from processes.organisations.events import letter_due


@receiver(letter_due, dispatch_uid="notifications")
def write(kind: str, person: Person, at: datetime, **more: Any) -> None:
    """Let a letter of a kind go to a person.

    ``facts``: what its sentences name, and as ``to`` another address than the person's own.
    ``occurrence``: of what happens once there is one letter only.
    """
    row = posted(
        subject=name_of(person),
        rule=Kind(kind),
        occurrence=more.get("occurrence") or at.isoformat(),
        recipient=person,
        facts=more.get("facts") or {},
        created_at=at,
        next_try_at=at,
    )
    if not Notification.objects.filter(message_id=row.message_id).exists():
        outbox.announced.send(sender=Notification, rows=[row])
        row.save()
        tasks.wake()
