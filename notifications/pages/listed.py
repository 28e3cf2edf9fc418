"""Mails in a list: each by its own subject, for two of one kind may say different things."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from notifications.models import Notification, NotificationQuerySet
from notifications.texts.messages import subject_of
from workflow.calendar import local_date


@dataclass(frozen=True)
class Listed:
    """A mail, and the subject that it bears: in the language of who reads the list."""

    row: Notification
    subject: str


def with_subjects(rows: NotificationQuerySet) -> NotificationQuerySet:
    """The mails with everything their subjects are made of, in two queries."""
    several = Prefetch("bundled", queryset=Notification.objects.with_all())
    return rows.with_all().prefetch_related(several)


def listed(rows: Iterable[Notification], at: datetime) -> list[Listed]:
    """Each as it was worded on the local day it was sent, or is worded at a moment."""
    return [
        Listed(row, subject_of(row, local_date(row.sent_at or at), tuple(row.bundled.all())))
        for row in rows
    ]
