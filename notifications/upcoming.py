"""Every mail that is due: what waits in the outbox, and what the deadlines will bring."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TextIO

from notifications import outbox
from notifications.happenings import Happening, ending, reminder
from notifications.messages import Message, compose
from notifications.models import Notification
from notifications.policies import why_not
from notifications.rules import rules_for
from processes.models import Case, Certificate, Person
from workflow.calendar import at_eight, local_date
from workflow.models import Task
from workflow.progress import progress


@dataclass(frozen=True)
class Due:
    """A mail to come: when, the row that it is or will be, and what it says then."""

    at: datetime
    row: Notification
    message: Message


def mails(
    at: datetime, until: date, *, case: Case | None = None, out: TextIO | None = None
) -> list[Due]:
    """Every mail due from ``at`` to the end of ``until``, of one case or all, in order of time.

    As things stand now: what is done before then will not be reminded of. ``out`` hears how far
    it has come, for the deadlines of a whole country take a while.
    """
    happenings = progress(_happenings(at, until, case), "Deadlines", out=out)
    coming = [*_waiting(case), *_from(happenings)]
    due = [row for row in coming if not why_not(row) and local_date(row.next_try_at) <= until]
    due.sort(key=lambda row: (row.next_try_at, row.recipient_id, row.subject))
    return [_due(row) for row in progress(due, "Mails", out=out)]


def _due(row: Notification) -> Due:
    return Due(row.next_try_at, row, compose(row, local_date(row.next_try_at)))


def _waiting(case: Case | None) -> Iterator[Notification]:
    rows = Notification.objects.filter(status=Notification.Status.PENDING, digest=None)
    of_case = rows.filter(case=case) if case else rows
    yield from of_case.with_all().exclude(rule="digest").iterator(chunk_size=500)


def _from(happenings: Iterable[Happening]) -> Iterator[Notification]:
    """The rows that the happenings will write, with the people they go to."""
    rows = [row for happening in happenings for row in outbox.rows_of(happening)]
    people = Person.objects.in_bulk({row.recipient_id for row in rows})
    cases = Case.objects.select_related("certification__organisation", "certification__scheme")
    known = cases.in_bulk({row.case_id for row in rows if row.case_id})
    for row in rows:
        row.recipient = people[row.recipient_id]
        row.case = known.get(row.case_id or 0)
        if row.status == Notification.Status.PENDING:
            yield row


def _happenings(at: datetime, until: date, case: Case | None) -> Iterator[Happening]:
    tasks = Task.objects.filter(status__in=Task.OPEN).exclude(due=None).exclude(role="")
    certificates = Certificate.objects.filter(state="valid")
    if case is not None:
        tasks = tasks.filter(process__business_key=case.number)
        certificates = certificates.filter(case=case)
    for task in tasks.select_related("process__organisation", "owner").iterator(chunk_size=500):
        yield from _reminders(task, at, until)
    for certificate in certificates.select_related("case__main_process").iterator(chunk_size=500):
        yield from _endings(certificate, at, until)


def _reminders(task: Task, at: datetime, until: date) -> Iterator[Happening]:
    if task.due is None:
        return
    for rung in task.flow_task.flow_class.reminder_ladder(task.process):
        moment = at_eight(task.due + timedelta(days=rung))
        if at < moment and local_date(moment) <= until:
            yield reminder(task, rung, at=moment)


def _endings(certificate: Certificate, at: datetime, until: date) -> Iterator[Happening]:
    for rule in rules_for("certificate.validity"):
        for rung in rule.after:
            moment = at_eight(certificate.expiry_date + timedelta(days=rung))
            if at < moment and local_date(moment) <= until:
                yield ending(certificate, rung, at=moment)
