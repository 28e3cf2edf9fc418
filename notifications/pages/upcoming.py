"""Every mail that is due: what waits in the outbox, and what the deadlines will bring.

What is asked of the database is the same for one mail and for thousands.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, TextIO

from django.db.models import prefetch_related_objects

from notifications import outbox
from notifications.deadlines import rungs_before
from notifications.models import Notification
from notifications.occurrences import Occurrence, ending, reminder
from notifications.policies import why_not
from notifications.recipients.bulk import BulkRecipients
from notifications.rules import Kind
from notifications.texts.messages import Message, compose
from processes.models import Case, Certificate, Person
from workflow.calendar import at_eight, local_date
from workflow.models import Task
from workflow.progress import progress
from workflow.timers.reminders import ladder_of, reads_of


@dataclass(frozen=True)
class Due:
    """A mail to come: when, the row that it is or will be, and what it says then."""

    at: datetime
    row: Notification
    message: Message


@dataclass(frozen=True)
class Group:
    """One mail to several people: what they are called, and what it says to the first."""

    due: Due
    people: list[str]


def mails(
    at: datetime, until: date, *, case: Case | None = None, out: TextIO | None = None
) -> list[Due]:
    """Every mail due from ``at`` to the end of ``until``, of one case or all, in order of time.

    As things stand now: what is done before then will not be reminded of. ``out`` hears how far
    it has come, for the deadlines of a whole country take a while.
    """
    due = _rows(at, until, case, out=out)
    due.sort(key=lambda row: (row.next_try_at, row.recipient_id or 0, row.address, row.subject))
    return [_due(row) for row in progress(due, "Mails", out=out)]


def groups(
    at: datetime, until: date, *, case: Case, start: int, number: int
) -> tuple[list[Group], bool]:
    """So many of a case's mails on from one of them, each once for all its readers; are there more?

    Only what is shown is put into words.
    """
    due = sorted(_rows(at, until, case), key=lambda row: (*_same(row), row.to_name))
    several = [list(rows) for _key, rows in groupby(due, key=_same)]
    shown = several[start : start + number]
    made = [Group(_due(rows[0]), [row.to_name for row in rows]) for rows in shown]
    return made, len(several) > start + number


def _same(row: Notification) -> tuple[Any, ...]:
    """What mails have in common that say the same at the same time."""
    return (row.next_try_at, row.subject, row.rule, row.occurrence)


def _rows(
    at: datetime, until: date, case: Case | None, *, out: TextIO | None = None
) -> list[Notification]:
    occurrences = [*progress(_occurrences(at, until, case), "Deadlines", out=out)]
    waiting = list(_waiting(at, case))
    expiring = [row.case for row in waiting if row.rule == Kind.EXPIRING and row.case]
    prefetch_related_objects(expiring, "certificates")
    coming = [*waiting, *_from(occurrences, at)]
    due = [row for row in coming if local_date(row.next_try_at) <= until]
    return [row for row in due if not why_not(row, local_date(at))]


def _due(row: Notification) -> Due:
    return Due(row.next_try_at, row, compose(row, local_date(row.next_try_at)))


def _waiting(at: datetime, case: Case | None) -> Iterator[Notification]:
    rows = Notification.objects.filter(status=Notification.Status.PENDING, digest=None)
    of_case = rows.filter(case=case) if case else rows
    shown = of_case.exclude(rule="digest").may_know(local_date(at))
    yield from shown.with_all().iterator(chunk_size=500)


def _from(occurrences: list[Occurrence], at: datetime) -> Iterator[Notification]:
    """The rows that the occurrences will write, with the people they go to."""
    find = BulkRecipients(occurrences, at).readers
    made = [(one, row) for one in occurrences for row in outbox.rows_of(one, find)]
    people = Person.objects.in_bulk({row.recipient_id or 0 for _one, row in made})
    cases = Case.objects.select_related("certification__organisation", "certification__scheme")
    known = cases.in_bulk({row.case_id for _one, row in made if row.case_id})
    for occurrence, row in made:
        row.recipient = people.get(row.recipient_id or 0)
        row.case = known.get(row.case_id or 0)
        row.task, row.actor = occurrence.task, None
        row.certificate = occurrence.certificate
        row.organisation = occurrence.process.organisation if occurrence.process else None
        if row.status == Notification.Status.PENDING:
            yield row


def _occurrences(at: datetime, until: date, case: Case | None) -> Iterator[Occurrence]:
    tasks = Task.objects.filter(status__in=Task.OPEN).exclude(due=None).exclude(role="")
    tasks = tasks.filter(process__held_until=None)  # nobody is reminded of what rests
    certificates = Certificate.objects.current(local_date(at))
    if case is not None:
        tasks = tasks.filter(process__business_key=case.number)
        certificates = certificates.filter(case=case)
    for task in _with_ladders(tasks.select_related("process__organisation", "owner")):
        yield from _reminders(task, at, until)
    related = certificates.select_related("case__main_process__organisation")
    for certificate in related.iterator(chunk_size=500):
        yield from _endings(certificate, at, until)


def _with_ladders(tasks: Any) -> Iterable[Task]:
    """The tasks with whatever says when somebody is reminded of them, read for many at once."""
    some: list[Task] = []
    for task in tasks.iterator(chunk_size=500):
        some.append(task)
        if len(some) == 500:
            yield from _ready(some)
            some = []
    yield from _ready(some)


def _ready(tasks: list[Task]) -> list[Task]:
    reads = {read for task in tasks for read in reads_of(task.flow_task.flow_class)}
    prefetch_related_objects([task.process for task in tasks], *sorted(reads))
    return tasks


def _reminders(task: Task, at: datetime, until: date) -> Iterator[Occurrence]:
    """Those of the ladder, and the first of those that then follow again and again."""
    if task.due is None:
        return
    ladder = ladder_of(task)
    again = (ladder.coming(max(ladder.end, (local_date(at) - task.due).days)),)
    for rung in (*ladder.rungs, *filter(None, again)):
        moment = at_eight(task.due + timedelta(days=rung))
        if at < moment and local_date(moment) <= until:
            yield reminder(task, rung, at=moment)


def _endings(certificate: Certificate, at: datetime, until: date) -> Iterator[Occurrence]:
    for rung in rungs_before():
        moment = at_eight(certificate.expiry_date + timedelta(days=rung))
        if at < moment and local_date(moment) <= until:
            yield ending(certificate, rung, at=moment)
