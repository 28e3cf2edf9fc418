"""What becomes of a claimed row. A row is written to only while its claim is the writer's."""

import logging
import smtplib
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from notifications.delivery.server import LineLostError
from notifications.models import Notification
from notifications.rules import Kind
from workflow.models import tallies

log = logging.getLogger(__name__)

TRIES = 8
LONGEST_WAIT_MINUTES = 720

TRIES_WHILE_TEMPORARY = 76
LONGEST_WAIT_WHILE_TEMPORARY = 60
"""Three days, and at most an hour late when the mail server is well again."""

PERMANENT = 500

Status = Notification.Status

SENT = """
    UPDATE notifications_notification
    SET status = 'sent', sent_at = %s, error = '', claim = '', lease_until = NULL
    WHERE id = %s AND claim = %s
"""
"""In plain SQL, for it is written once per mail and the ORM thinks longer than it writes."""

Pen = CursorWrapper
"""A cursor that is kept from mail to mail: to make one takes as long as to write with it."""


def mark(row: Notification, at: datetime, pen: Pen) -> None:
    """Write down that a mail went, and with a summary all that it told."""
    if row.rule == Kind.DIGEST:
        _mark_with_bundled(row, at, pen)
    else:
        _mark(row, at, pen)


@transaction.atomic
def _mark_with_bundled(row: Notification, at: datetime, pen: Pen) -> None:
    _mark(row, at, pen)
    told = Notification.objects.filter(digest=row.pk, status=Status.PENDING)
    told.update(status=Status.SENT, sent_at=at)


def _mark(row: Notification, at: datetime, pen: Pen) -> None:
    moment = connection.ops.adapt_datetimefield_value(at)
    pen.execute(SENT, [moment, row.pk, row.claim])
    _mind(row, pen.rowcount)


def settle(row: Notification, status: Status, **values: Any) -> None:
    """Write down what else became of a row."""
    mine = Notification.objects.filter(pk=row.pk, claim=row.claim)
    _mind(row, mine.update(status=status, claim="", lease_until=None, **values))


def _mind(row: Notification, written: int) -> None:
    if not written:
        log.error("message %s was taken over by another worker", row.pk)


def refuse(row: Notification, error: Exception, at: datetime) -> None:
    """Try again later, longer each time; after the last time a person has to look."""
    tallies.add("mails", "refused")
    tries, longest = TRIES, LONGEST_WAIT_MINUTES
    if is_temporary(error):
        tries, longest = TRIES_WHILE_TEMPORARY, LONGEST_WAIT_WHILE_TEMPORARY
    attempts = row.attempts + 1
    wait = min(4 ** (attempts - 1), longest)
    settle(
        row,
        Status.DEAD if attempts >= tries else Status.PENDING,
        attempts=attempts,
        next_try_at=at + timedelta(minutes=wait),
        error=f"{type(error).__name__}: {error}"[:2000],
    )


def is_temporary(error: Exception) -> bool:
    """The server says or shows that it may take the mail later."""
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code < PERMANENT
    return isinstance(error, LineLostError)


def give_back(rows: list[Notification], **values: Any) -> None:
    """Let go of claimed rows that were not sent."""
    mine = Notification.objects.filter(
        pk__in=[row.pk for row in rows], claim=rows[0].claim, status=Status.SENDING
    )
    mine.update(status=Status.PENDING, claim="", lease_until=None, **values)


def take_back_abandoned(at: datetime) -> None:
    """What a worker that is gone had claimed waits again."""
    abandoned = Notification.objects.filter(status=Status.SENDING, lease_until__lte=at)
    abandoned.update(status=Status.PENDING, claim="", lease_until=None)
