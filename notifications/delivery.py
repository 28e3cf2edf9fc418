"""Sends what is due: claim a few rows, check each, send it, mark it. Safe to kill at any point.

A worker that dies leaves its claims to the next one when their lease ends. The one mail it was
sending goes again with the same Message-ID.
"""

import logging
import smtplib
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import get_connection
from django.db import transaction

from notifications.contacts import Contacts
from notifications.mails import mail
from notifications.messages import compose
from notifications.models import Notification
from notifications.policies import why_not
from notifications.rules import Kind
from workflow.calendar import local_date

log = logging.getLogger(__name__)

BATCH = 20
LEASE = timedelta(minutes=5)
TIMEOUT_SECONDS = 20
FRESH_SECONDS = 2
WORK_SECONDS = 120
TRIES = 8
LONGEST_WAIT_MINUTES = 720

Status = Notification.Status
Reason = Notification.Reason


class ServerDownError(Exception):
    """Nobody can be reached now: no fault of the mail."""


@dataclass(frozen=True)
class Trip:
    """One round of the postman: when, through which server, and who answers questions."""

    at: datetime
    server: Any
    contacts: Contacts


def deliver_due(at: datetime) -> int:
    """Send every row that is due; how many went. Stops early while the mail server is down."""
    sent = 0
    with _server() as server:
        trip = Trip(at, server, Contacts(local_date(at)))
        while rows := claim(at):
            try:
                handled = [_deliver(row, trip) for row in _in_time(rows)]
            except ServerDownError as down:
                log.warning("the mail server cannot be reached: %s", down)
                _give_back(rows, next_try_at=at + timedelta(minutes=1), error=str(down)[:2000])
                break
            sent += sum(handled)
            if len(handled) < len(rows):
                _give_back(rows)
            if len(rows) < BATCH:
                break
    return sent


def claim(at: datetime) -> list[Notification]:
    """Take some due rows for this worker alone; empty when nothing is due."""
    token = uuid.uuid4().hex
    with transaction.atomic():
        due = Notification.objects.due(at).select_for_update(skip_locked=True)
        taken = Notification.objects.filter(pk__in=due.values("pk")[:BATCH]).update(
            status=Status.SENDING, claim=token, lease_until=at + LEASE
        )
    if not taken:
        return []
    return list(Notification.objects.filter(claim=token).with_all().order_by("next_try_at", "pk"))


def _in_time(rows: list[Notification]) -> Iterator[Notification]:
    """The rows one by one, as they are now; none any more when the lease nears its end."""
    began = read = time.monotonic()
    for row in rows:
        now = time.monotonic()
        if now - began > WORK_SECONDS:
            return
        if now - read < FRESH_SECONDS:
            yield row
            continue
        read = now
        mine = Notification.objects.filter(pk=row.pk, claim=row.claim)
        yield from mine.with_all()


def _deliver(row: Notification, trip: Trip) -> bool:
    """Send one mail and mark it; whether it went. A refusal is kept, and tried again later."""
    try:
        bundled = _bundled(row)
        is_empty = row.rule == Kind.DIGEST and not bundled
        reason = Reason.EMPTY if is_empty else why_not(row)
        if reason:
            _mark(row, Status.SUPPRESSED, reason=reason)
            return False
        contact = trip.contacts.of(row)
        message = compose(row, local_date(trip.at), contact=contact, bundled=bundled)
        _send(mail(row, message), trip.server)
    except ServerDownError:
        raise
    except Exception as error:
        log.exception("message %s was not sent", row.pk)
        _refused(row, error, trip.at)
        return False
    _mark(row, Status.SENT, sent_at=trip.at, error="")
    return True


def _send(message: Any, server: Any) -> None:
    """Hand a mail over. Raises ServerDownError when it is not the mail that is at fault."""
    try:
        server.send_messages([message])
    except (smtplib.SMTPConnectError, smtplib.SMTPAuthenticationError) as error:
        raise ServerDownError(str(error)) from error
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused):
        raise
    except OSError as error:
        raise ServerDownError(f"{type(error).__name__}: {error}") from error


def _bundled(row: Notification) -> tuple[Notification, ...]:
    """What a summary still has to say; what is no longer needed is marked so."""
    if row.rule != Kind.DIGEST:
        return ()
    kept = []
    for one in row.bundled.filter(status=Status.PENDING).with_all().order_by("created_at", "pk"):
        if reason := why_not(one):
            _mark(one, Status.SUPPRESSED, reason=reason)
        else:
            kept.append(one)
    return tuple(kept)


def _mark(row: Notification, status: Status, **values: Any) -> None:
    """Write down what became of a row, if it is still this worker's."""
    mine = Notification.objects.filter(pk=row.pk, claim=row.claim)
    done = mine.update(status=status, claim="", lease_until=None, **values)
    if not done:
        log.error("message %s was taken over by another worker", row.pk)
    if row.rule == Kind.DIGEST and status == Status.SENT:
        row.bundled.filter(status=Status.PENDING).update(status=status, **values)


def _refused(row: Notification, error: Exception, at: datetime) -> None:
    """Try again later, longer each time; after the last time a person has to look."""
    attempts = row.attempts + 1
    wait = min(4 ** (attempts - 1), LONGEST_WAIT_MINUTES)
    _mark(
        row,
        Status.DEAD if attempts >= TRIES else Status.PENDING,
        attempts=attempts,
        next_try_at=at + timedelta(minutes=wait),
        error=f"{type(error).__name__}: {error}"[:2000],
    )


def _give_back(rows: list[Notification], **values: Any) -> None:
    """Let go of claimed rows that were not sent."""
    mine = Notification.objects.filter(claim=rows[0].claim, status=Status.SENDING)
    mine.update(status=Status.PENDING, claim="", lease_until=None, **values)


@contextmanager
def _server() -> Iterator[Any]:
    """One connection for all mails, opened when the first one goes."""
    server: Any = get_connection(timeout=TIMEOUT_SECONDS)
    try:
        yield server
    finally:
        server.close()
