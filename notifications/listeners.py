"""What the engine announces becomes rows, in the engine's own transaction. Nothing is sent here."""

from collections.abc import Collection
from copy import copy
from datetime import date, datetime
from typing import Any

from django.dispatch import receiver

from notifications import outbox, tasks
from notifications.occurrences import (
    CAME_BACK,
    FELL_AWAY,
    GIVEN,
    LEASE,
    Occurrence,
    case_of,
    of_task,
    reminders,
)
from notifications.rules import To, rules_for
from processes.audit.team.events import incomplete
from processes.case.exclusions import readmitted
from processes.closing.lapsing import nearing
from processes.complaints.events import address_due, answered, asked
from processes.models import Case, Complaint, ComplaintAddress, Person
from workflow import events
from workflow.acts import Act
from workflow.calendar import local_date
from workflow.models import Process, Task, Timer, TrailEntry


def _tell(occurrence: Occurrence) -> None:
    if outbox.post(occurrence):
        tasks.wake()


@receiver(events.task_opened, dispatch_uid="notifications")
def task_opened(task: Task, at: datetime, **_: object) -> None:
    """Its owner hears, or else everybody who may take it."""
    if task.role or task.owner_id:
        by = getattr(task.process, "actor", None)
        cause = task.process.cause
        event = cause if any(rule.instead for rule in rules_for(cause)) else "task.opened"
        _tell(of_task(task, event, at=at, by=by, key="opened"))


@receiver(events.task_claimed, dispatch_uid="notifications")
def task_claimed(
    task: Task, by: Person | None, at: datetime, before: Person | None = None, **_: object
) -> None:
    """Who was given a task by somebody else hears, and so does who had it before."""
    if by is None or by.pk != task.owner_id:
        key, facts = f"given {at.isoformat()}", {"step": GIVEN}
        _tell(of_task(task, "task.given", at=at, by=by, key=key, facts=facts))
    if before is not None:
        was = copy(task)
        was.owner = before
        _released(was, GIVEN, by=by, at=at)


def _released(task: Task, how: str, *, by: Person | None, at: datetime) -> None:
    """Whoever had a task, as it still says, hears that it is no longer theirs."""
    key = f"released {at.isoformat()}"
    _tell(of_task(task, "task.released", at=at, by=by, key=key, facts={"step": how}))


@receiver(events.task_returned, dispatch_uid="notifications")
def task_returned(
    task: Task, by: Person | None, at: datetime, because: str = "", **_: object
) -> None:
    """The queue hears that a task is free again, and who had it, if they did not return it."""
    free = copy(task)
    free.owner = None
    key, facts = f"back {at.isoformat()}", {"step": CAME_BACK}
    _tell(of_task(free, "task.came_back", at=at, by=by, key=key, facts=facts))
    _released(task, LEASE if because == LEASE else CAME_BACK, by=by, at=at)


@receiver(events.task_closed, dispatch_uid="notifications")
def task_closed(task: Task, at: datetime, **_: object) -> None:
    """Whoever has a task that ends without them hears of it, if no rule has words of its own."""
    process = task.process
    if not task.role or any(rule.to == To.HOLDERS for rule in rules_for(process.cause)):
        return
    if task.owner_id is not None and getattr(process.actor, "pk", None) != task.owner_id:
        facts = {"step": FELL_AWAY}
        by, key = process.actor, "fell away"
        _tell(of_task(task, "task.fell_away", at=at, by=by, key=key, facts=facts))


@receiver(events.tasks_unattended, dispatch_uid="notifications")
def tasks_unattended(tasks: list[Task], at: datetime, **_: object) -> None:
    """Who watches over the case hears that nobody can do a task, or no longer."""
    for task in tasks:
        _tell(of_task(task, "task.unattended", at=at, key=f"nobody {at.isoformat()}"))


@receiver(readmitted, dispatch_uid="notifications")
def exclusion_lifted(case: Case, person: Any, at: datetime, **_: object) -> None:
    """The officers hear that a tie no longer keeps somebody from a case."""
    key = f"readmitted {person.pk} {at.isoformat()}"
    process = case.main_process
    _tell(
        Occurrence(
            "exclusion.lifted",
            case,
            at=at,
            key=key,
            process=process,
            case_id=case.pk,
        )
    )


@receiver(incomplete, dispatch_uid="notifications")
def incomplete_team(task: Task, at: datetime, **_: object) -> None:
    """The lead hears that the team needs somebody else, or nobody, before it is presented."""
    _tell(of_task(task, "task.team_incomplete", at=at, key=f"incomplete {at.isoformat()}"))


@receiver(events.tasks_reminded, dispatch_uid="notifications")
def tasks_reminded(
    reminded: list[tuple[Task, int]], at: datetime, stalled: Collection[int] = (), **_: object
) -> None:
    """The doer hears before the deadline; after it the watcher too, and long after it the next."""
    if outbox.post_all([*reminders(reminded, at=at, stalled=stalled)], at):
        tasks.wake()


@receiver(nearing, dispatch_uid="notifications")
def lapse_nears(case: Case, until: date, is_draft: bool, at: datetime, **_: object) -> None:
    """Who is waited for and who waits hear that time will end the case."""
    _tell(
        Occurrence(
            "lapse.draft_nears" if is_draft else "lapse.nears",
            case,
            at=at,
            key=f"lapses {until}",
            process=case.main_process,
            case_id=case.pk,
            facts={"until": until.isoformat()},
        )
    )


@receiver(events.act_ended, dispatch_uid="notifications")
def act_ended(act: Act, **_: object) -> None:
    """What an act in parts has told goes now, to each person as one mail."""
    if outbox.close(act):
        tasks.wake()


@receiver(events.performed, dispatch_uid="notifications")
def performed(
    subject: Any, entry: TrailEntry, by: Person | None, at: datetime, **_: object
) -> None:
    """A step that a rule names is told to whom the rule means."""
    rules = rules_for(entry.event)
    if not rules or rules[0].instead:
        return
    process = _process_of(subject)
    occurrence = Occurrence(
        entry.event,
        subject,
        at=at,
        by=by,
        key=_key(entry),
        process=process,
        case_id=case_of(process),
        facts=_said(entry) | _until(subject),
    )
    _tell(occurrence)


def _said(entry: TrailEntry) -> dict[str, Any]:
    """The step; of one that takes several kinds of decision also which."""
    kind = {"kind": entry.data["kind"]} if "kind" in entry.data else {}
    return {"step": entry.step, **kind}


def _key(entry: TrailEntry) -> str:
    """Each time a step is taken is told, as when a turn is opened anew.

    One that leaves the state as it was may come often: it is told once a day.
    """
    is_same = entry.source == entry.target
    return f"{entry.step} {local_date(entry.at) if is_same else entry.sequence}"


LAST_DAYS = ("parked_until", "new_last", "suspended_until", "expiry_date", "lapses")
"""Columns that say until when, the one that comes first before the others."""


def _until(subject: Any) -> dict[str, str]:
    """The last day of a certificate: what ends at midnight is announced the day after.

    Of a programme's turn the last day of its visit or decision, whichever is told of; of a case the
    day until which it was given time.
    """
    if watched := getattr(subject, "watched", None):
        return {"hard_date": watched[0], "until": watched[1].isoformat()}
    named = (getattr(subject, name, None) for name in LAST_DAYS)
    last = next((day for day in named if day is not None), None)
    return {"until": last.isoformat()} if last else {}


def _process_of(subject: Any) -> Process | None:
    """The process of a row; a certificate and a programme item have that of their case."""
    process: Process | None = subject.process
    if process is None and getattr(subject, "case", None) is not None:
        process = subject.case.main_process
    return process or getattr(subject.trail_root, "main_process", None)


@receiver(address_due, dispatch_uid="notifications")
def private_address_due(address: ComplaintAddress, at: datetime, **_: object) -> None:
    """Whoever complained gets the address at which they follow it."""
    process = address.complaint.own_process
    _tell(Occurrence("correspondence.begin", address, at=at, key="sent", process=process))


@receiver(answered, dispatch_uid="notifications")
def complainant_answered(complaint: Complaint, at: datetime, **_: object) -> None:
    """Whoever handles a complaint hears that something was added to it."""
    _tell(
        Occurrence(
            "correspondence.answer",
            complaint,
            at=at,
            key=f"answer {at.isoformat()}",
            process=complaint.own_process,
            person=complaint.handler,
            facts={"step": "answer"},
        )
    )


@receiver(asked, dispatch_uid="notifications")
def complainant_asked(complaint: Complaint, by: Person, at: datetime, **_: object) -> None:
    """Whoever complained hears that something is asked."""
    facts, process = {"step": "ask"}, complaint.own_process
    key = f"ask {at.isoformat()}"
    occurrence = Occurrence(
        "correspondence.ask", complaint, at=at, by=by, key=key, process=process, facts=facts
    )
    _tell(occurrence)


@receiver(events.incident_raised, dispatch_uid="notifications")
def incident_raised(timer: Timer, at: datetime, **_: object) -> None:
    """Administrators hear that the engine gave up on something and waits for a person."""
    facts = {"step": timer.step}
    _tell(Occurrence("timer.incident", timer, at=at, key=at.isoformat(), facts=facts))
