"""Sends what is due: claim some rows, check each, send it, mark it. Safe to kill at any point.

A worker that dies leaves its claims to the next one when their lease ends. The one mail it was
sending goes again with the same Message-ID. The points at which it may die are functions of their
own: ``claim``, ``render``, ``connect``, ``send``, ``acknowledge``, ``mark``.
"""

import logging
import math
import smtplib
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet

from notifications import envelopes, links
from notifications.contacts import Contacts
from notifications.delivery import passing
from notifications.delivery.delivery_status import (
    Pen,
    give_back,
    mark,
    refuse,
    settle,
    take_back_abandoned,
)
from notifications.delivery.mails import mail
from notifications.delivery.server import Packet, Server, ServerDownError
from notifications.models import Notification
from notifications.policies import GONE, why_not
from notifications.rules import Kind
from notifications.texts.messages import compose
from workflow.calendar import local_date
from workflow.sql import bulk
from workflow.sql.compiled import Many, compiled
from workflow.sql.writes import Update

log = logging.getLogger(__name__)

BATCH, PORTION = 100, 25
LEASE = timedelta(minutes=5)
FRESH_SECONDS = 2
WORK_SECONDS = 120

Status = Notification.Status
Reason = Notification.Reason


@dataclass(frozen=True)
class Trip:
    """One round: when, through which server, who answers questions, and with what to mark."""

    at: datetime
    server: Server
    contacts: Contacts
    pen: Pen
    until: float


def deliver_due(at: datetime, *, seconds: float = math.inf) -> int:
    """Send the rows that are due, for so long; how many went.

    Stops early while the mail server is down.
    """
    sent, began = 0, time.monotonic()
    take_back_abandoned(at)
    with closing(Server()) as server, connection.cursor() as pen:
        trip = Trip(at, server, Contacts(local_date(at)), pen, until=began + seconds)
        # A long round must not write leases that have already ended when they are written.
        while rows := claim(at + timedelta(seconds=time.monotonic() - began)):
            try:
                handled = list(_handle(rows, trip))
            except ServerDownError as down:
                log.warning("the mail server cannot be reached: %s", down)
                give_back(rows, next_try_at=at + timedelta(minutes=1), error=str(down)[:2000])
                break
            sent += sum(handled)
            if len(handled) < len(rows):
                give_back(rows)
            if len(rows) < BATCH or time.monotonic() > trip.until:
                break
    return sent


def claim(at: datetime) -> list[Notification]:
    """Take some due rows for this worker alone; empty when nothing is due."""
    token = uuid.uuid4().hex
    with transaction.atomic():
        rows = due(at, local_date(at)).all()
        if rows:
            take(rows=[row.pk for row in rows], token=token, until=at + LEASE)
    for row in rows:
        row.claim = token
    return rows


@compiled
def due(at: datetime, day: date) -> QuerySet[Notification]:
    """Some rows that are due and that no other worker is claiming just now."""
    waiting = Notification.objects.due(at).to_send(day)
    return waiting.select_for_update(of=("self",), skip_locked=True)[:BATCH]


@compiled
def take(rows: Many[int], token: str, until: datetime) -> Update:
    """Mark rows as claimed."""
    some = Notification.objects.filter(bulk.among(rows))
    return Update(some, status=Status.SENDING, claim=token, lease_until=until)


@compiled
def bundle(digest: int, day: date) -> QuerySet[Notification]:
    """What is to be told in a summary."""
    told = Notification.objects.filter(digest=digest, status=Status.PENDING)
    return told.to_send(day).order_by("created_at", "pk")


def _handle(rows: list[Notification], trip: Trip) -> Iterator[bool]:
    """Send the rows as they are now; of each, whether it went. Ends before their lease does.

    Some are made ready in one go: between sending and marking each would take thrice the time.
    """
    began = read = time.monotonic()
    while rows and (now := time.monotonic()) <= min(began + WORK_SECONDS, trip.until):
        if now - read > FRESH_SECONDS:
            rows, read = _as_they_are(rows, local_date(trip.at)), now
        done = 0
        for row, made in [(row, _made(row, trip)) for row in rows[:PORTION]]:
            yield made is not None and _deliver(row, made, trip)
            done += 1
            if time.monotonic() - read > FRESH_SECONDS:
                break
        rows = rows[done:]


def _as_they_are(rows: list[Notification], day: date) -> list[Notification]:
    """The rows read anew, without those that are no longer this worker's."""
    mine = Notification.objects.filter(pk__in=[row.pk for row in rows], claim=rows[0].claim)
    return list(mine.to_send(day).order_by("next_try_at", "pk"))


def _made(row: Notification, trip: Trip) -> Packet | None:
    """The mail of a row. None when it is not needed or cannot be made, which is written down."""
    try:
        bundled = _bundled(row, trip.at)
        is_empty = row.rule == Kind.DIGEST and not bundled
        if reason := Reason.EMPTY if is_empty else why_not(row, local_date(trip.at)):
            _suppress(row, reason, trip.at)
            return None
        return render(row, trip, bundled=bundled)
    except Exception as error:
        log.exception("message %s was not made", row.pk)
        refuse(row, error, trip.at)
        return None


def _deliver(row: Notification, made: Packet, trip: Trip) -> bool:
    """Send one mail and mark it; whether it went. A refusal is kept, and tried again later."""
    try:
        connect(trip.server)
        send(made, trip.server)
        acknowledge(trip.server)
    except ServerDownError:
        raise
    except Exception as error:
        log.exception("message %s was not sent", row.pk)
        refuse(row, error, trip.at)
        return False
    mark(row, trip.at, trip.pen)
    return True


def render(row: Notification, trip: Trip, *, bundled: tuple[Notification, ...]) -> Packet:
    """The mail of a row as it reads now; of a single thing it speaks as of that alone."""
    told, items = (bundled[0], ()) if len(bundled) == 1 else (row, bundled)
    contact = links.contact(told) or trip.contacts.of(told)
    today, link = local_date(trip.at), links.of(told)
    message = compose(told, today, contact=contact, bundled=items, link=link)
    return trip.server.pack(mail(row, message))


def connect(server: Server) -> None:
    """Reach the mail server; the connection is kept for the mails that follow."""
    with _reachable():
        server.connect()


def send(made: Packet, server: Server) -> None:
    """Hand a mail over."""
    with _reachable():
        server.transmit(made)


def acknowledge(server: Server) -> None:
    """Hear that the server has taken the mail on itself."""
    with _reachable():
        server.hear()


@contextmanager
def _reachable() -> Iterator[None]:
    """Raises ServerDownError when it is not the mail that is at fault."""
    try:
        yield
    except (smtplib.SMTPConnectError, smtplib.SMTPAuthenticationError) as error:
        raise ServerDownError(str(error)) from error
    except smtplib.SMTPResponseException:
        raise
    except OSError as error:
        raise ServerDownError(f"{type(error).__name__}: {error}") from error


def _suppress(row: Notification, reason: str, at: datetime) -> None:
    """Write down why a message is not needed; where its reader is gone, tell the next."""
    settle(row, Status.SUPPRESSED, reason=reason)
    if reason in GONE:
        passing.pass_on(row, at)


def _bundled(row: Notification, at: datetime) -> tuple[Notification, ...]:
    """What a summary still has to say; what is no longer needed is marked so."""
    if row.rule != Kind.DIGEST:
        return ()
    if row.act and row.recipient_id is not None:
        envelopes.fill(act=row.act, person=row.recipient_id, digest=row.pk)
    kept = []
    for one in bundle(row.pk, local_date(at)).all():
        if reason := why_not(one, local_date(at)):
            _suppress(one, reason, at)
        else:
            kept.append(one)
    return tuple(kept)
