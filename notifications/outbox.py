"""From an occurrence to rows: rules, people and their wishes. Writes rows and nothing else."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.dispatch import Signal

from notifications import envelopes
from notifications.models import Notification, Preference, identified
from notifications.occurrences import REMINDERS, Occurrence
from notifications.recipients import heirs
from notifications.recipients.bulk import BulkRecipients
from notifications.recipients.rule import readers
from notifications.rules import OPTIONAL, URGENT_DAYS, Holders, Kind, Rule, To, rules_for
from processes import correspondents
from workflow.acts import Act
from workflow.calendar import at_eight, local_date
from workflow.sql import bulk, unit_of_work

Pace = Preference.Pace

announced = Signal(use_caching=True)
"""Messages are about to be written: ``rows``. A ledger counts them, and finds what is lost."""


def post(occurrence: Occurrence) -> bool:
    """Write the rows of an occurrence; whether something is to be sent at once.

    Repeating it changes nothing: the key of a row exists once.
    """
    written = list(rows_of(occurrence))
    announced.send(sender=Notification, rows=written)
    covers = envelopes.of(written, occurrence.at)
    for some in (written, covers):
        unit_of_work.add(some, new_only=True)
    return bool(covers) or any(row.at_once for row in written)


def post_all(occurrences: list[Occurrence], at: datetime) -> bool:
    """Queue what is told of many occurrences of one moment, in a few statements."""
    recipients = BulkRecipients(occurrences, at)
    written = [row for one in occurrences for row in rows_of(one, recipients.readers)]
    announced.send(sender=Notification, rows=written)
    bulk.insert_rows(written)
    return any(row.at_once for row in written)


def close(act: Act) -> bool:
    """Send off what an act in parts has told; whether there is anything."""
    covers = envelopes.noted(act)
    bulk.insert_rows(covers)
    return bool(covers)


def rows_of(occurrence: Occurrence, find: heirs.Find = readers) -> Iterator[Notification]:
    """The rows of an occurrence, not saved: one per person whom a rule means, by ``find``.

    The first rule that means a person is the one they hear.
    """
    told: set[int | str] = set()
    for named in rules_for(occurrence.event):
        if not named.is_for(occurrence.key):
            continue
        if named.to == To.CORRESPONDENT:
            yield from rows_to_addresses(named, occurrence, told)
            continue
        rule, found = heirs.heard_by(named, occurrence, find)
        for person_id, usually, exceptions in found:
            if person_id not in told:
                told.add(person_id)
                pace = pace_of(rule.kind, usually, exceptions or {})
                yield row_of(rule, occurrence, recipient_id=person_id, pace=pace)


def rows_to_addresses(
    rule: Rule, occurrence: Occurrence, told: set[int | str]
) -> Iterator[Notification]:
    """The rows of an occurrence to those without an account whom its row names.

    Without those ``told``, who are added to.
    """
    row = occurrence.subject
    named = correspondents.of_name(row) if isinstance(row, str) else correspondents.of(row)
    for address, language in named:
        if address not in told:
            told.add(address)
            yield row_of(rule, occurrence, address=address, language=language)


def pace_of(kind: Kind, usually: str | None, exceptions: dict[str, str]) -> Pace:
    """How fast a person wants messages of a kind. What is theirs to know is never off."""
    wish = Pace(exceptions.get(kind) or usually or Pace.DAILY)
    return Pace.DAILY if wish == Pace.OFF and kind not in OPTIONAL else wish


def row_of(
    rule: Rule, occurrence: Occurrence, *, pace: Pace = Pace.AT_ONCE, **to: Any
) -> Notification:
    """A row, not saved, for one person (``recipient_id``), or ``address`` and ``language``."""
    is_wanted = rule.at_once or pace == Pace.AT_ONCE or is_urgent(rule, occurrence)
    row: Notification = unit_of_work.new(
        Notification,
        subject=occurrence.about,
        rule=rule.kind,
        occurrence=occurrence.key,
        **to,
        actor_id=occurrence.by.pk if occurrence.by is not None else None,
        task_id=occurrence.task.pk if occurrence.task is not None else None,
        case_id=occurrence.case_id,
        organisation_id=occurrence.process.organisation_id if occurrence.process else None,
        reference=occurrence.process.business_key if occurrence.process else "",
        facts=occurrence.facts | heirs.facts_of(rule),
        created_at=occurrence.at,
        at_once=is_wanted,
        next_try_at=occurrence.at if is_wanted else next_eight(occurrence),
    )
    if pace == Pace.OFF:
        row.status, row.reason = Notification.Status.SUPPRESSED, Notification.Reason.TURNED_OFF
    envelopes.address(row)
    return identified(row)


def is_urgent(rule: Rule, occurrence: Occurrence) -> bool:
    """So few days remain to whoever is to do it that the summary of tomorrow would be too late."""
    task = occurrence.task
    if task is None or task.due is None or isinstance(rule.to, Holders):
        return False
    return (task.due - local_date(occurrence.at)).days <= URGENT_DAYS


def next_eight(occurrence: Occurrence) -> datetime:
    """When the summary goes: reminders are of this morning, the rest of the next one."""
    if occurrence.event in REMINDERS:
        return occurrence.at
    today = local_date(occurrence.at)
    eight = at_eight(today)
    return eight if occurrence.at <= eight else at_eight(today + timedelta(days=1))
