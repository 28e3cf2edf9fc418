"""Passing a message on: its reader was somebody when it was written, and is nobody any more."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from notifications import outbox
from notifications.models import Notification
from notifications.occurrences import Occurrence
from notifications.policies import GONE
from notifications.recipients.heirs import inherited
from notifications.recipients.rule import readers
from notifications.rules import TO_ITS_DOER, Kind, Rule, To, next_after, rule_of
from workflow.sql import writes

Status = Notification.Status


@transaction.atomic
def pass_on(row: Notification, at: datetime) -> None:
    """Let the next hear what nobody else has heard or will hear."""
    if row.recipient_id is None:
        written = [*_readdressed(row, at)]
        outbox.announced.send(sender=Notification, rows=written)
        writes.insert_new(written)
        return
    same = _same(row).filter(rule__in=[row.rule, Kind.UNHEARD], recipient__isnull=False)
    if not same.exclude(status=Status.SUPPRESSED, reason__in=GONE).exists():
        written = [*_copies(row, at)]
        outbox.announced.send(sender=Notification, rows=written)
        writes.insert_new(written)


def _readdressed(row: Notification, at: datetime) -> Iterator[Notification]:
    """The notice to the addresses that its row names now, without those that have it already."""
    others = _same(row).filter(rule=row.rule).values_list("address", flat=True)
    known: set[int | str] = {row.address, *others}
    rule = Rule("", Kind(row.rule), To.CORRESPONDENT)
    yield from outbox.rows_to_addresses(rule, _happening(row, at), known)


def _same(row: Notification) -> QuerySet[Notification]:
    """What others were told of the same."""
    same = Notification.objects.filter(subject=row.subject, occurrence=row.occurrence)
    return same.exclude(pk=row.pk)


def _copies(row: Notification, at: datetime) -> Iterator[Notification]:
    """Pass it on to the next who are somebody, without those who have it already."""
    occurrence = _happening(row, at)
    known = {row.recipient_id, *_same(row).values_list("recipient", flat=True)}
    for rule in _next(row):
        if found := readers(rule.to, occurrence):
            for person_id, usually, exceptions in found:
                pace = outbox.pace_of(rule.kind, usually, exceptions or {})
                if person_id not in known:
                    yield outbox.row_of(rule, occurrence, recipient_id=person_id, pace=pace)
            return


def _next(row: Notification) -> Iterator[Rule]:
    """By which rules others hear it, one after the other. The first is the row's own."""
    kind = row.facts.get("instead_of", row.rule)
    rule = rule_of(kind)
    if kind in TO_ITS_DOER:
        # Whoever has got the task since was told so.
        yield replace(rule, to=To.DOER)
    elif row.rule != Kind.UNHEARD:
        yield rule
    for to in next_after(rule.to):
        yield inherited(rule, to)


def _happening(row: Notification, at: datetime) -> Occurrence:
    process = row.task.process if row.task else row.case.main_process if row.case else None
    return Occurrence(
        "",
        row.subject,
        at=at,
        key=row.occurrence,
        process=process,
        task=row.task,
        case_id=row.case_id,
        facts={name: fact for name, fact in row.facts.items() if name != "instead_of"},
    )
