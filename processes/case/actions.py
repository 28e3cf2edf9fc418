"""Changes that all stages share: open a case, number it, add evidence, take a task."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.db import models, transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from processes import kinds
from processes.case import deadlines, exclusions
from processes.case.exclusions import Source
from processes.case.models import Case, Certification, NumberSeries
from processes.organisations.models import Person
from processes.reasons import kept
from processes.scheme.models import Edition, RenewalCycle, Version
from processes.scheme.rhythm import limits
from workflow import acts, events, queues, timers, trail
from workflow.calendar import local_date
from workflow.engine import execution
from workflow.exceptions import Refused
from workflow.models import Process, Task
from workflow.sql import unit_of_work
from workflow.sql.writes import insert_new


@transaction.atomic
def next_number(prefix: str, year: int) -> str:
    """The next number of a yearly series, without gaps: it is given back if the work fails."""
    key = f"{prefix}-{year}"
    series, following = NumberSeries.objects.filter(key=key), models.F("last") + 1
    if not series.update(last=following):
        insert_new([NumberSeries(key=key)])
        series.update(last=following)
    last = series.values_list("last", flat=True)[0]
    return f"{key}-{last:04d}"


@dataclass(frozen=True)
class Opening:
    """What a new case is: its kind, what it follows, who coordinates it, its hard dates.

    ``keeps_versions``: those of the case it follows, but for the cycle it was moved to, if any.
    ``concealed``: the municipality does not know of it; nobody there coordinates it yet.
    """

    kind: str
    previous: Case | None = None
    coordinator: Person | None = None
    keeps_versions: bool = False
    concealed: bool = False
    cycle: RenewalCycle | None = None
    hard_dates: tuple[date | None, date | None] = (None, None)


@unit_of_work.buffered()
def create(
    certification: Certification, opening: Opening, *, by: Person | None, at: datetime
) -> Case:
    """A new case with its process, not yet moving. Raises Refused if it cannot be opened."""
    # Of two who open a case at once, the second waits here and then finds the first's.
    Certification.objects.select_for_update(no_key=True).filter(pk=certification.pk).exists()
    kind = kinds.of(opening.kind)
    if not kind.may_run_beside:
        _require_free(certification, at)
    day = local_date(at)
    edition, cycle = _versions(certification, opening)
    case = Case(
        certification=certification,
        kind=kind.name,
        beside=kind.may_run_beside,
        concealed=opening.concealed,
        number=next_number(certification.scheme.prefix, day.year),
        edition=edition,
        cycle=cycle,
        previous=opening.previous,
        coordinator=opening.coordinator,
        visit_by_date=opening.hard_dates[0],
        decide_by_date=opening.hard_dates[1],
        opened_at=at,
        opened_date=day,
    )
    case.main_process = execution.create(kind.flow, at=at, **_process_fields(case))
    unit_of_work.rewrite(case)
    event = trail.Event(
        subject=case,
        step="open",
        by=by,
        at=at,
        target=case.current_state,
        rows=() if opening.previous else (certification,),
    )
    trail.record(event, case.main_process.chain)
    return case


blocked = Signal(use_caching=True)
"""A case is to be opened while another one is running: ``certification``, ``at``.

Whoever knows that the other has outlived what it was for closes it.
"""


def _require_free(certification: Certification, at: datetime) -> None:
    """Raises Refused, naming it, if another case that audits is running."""
    if not certification.cases.alone().exists():
        return
    blocked.send(sender=Case, certification=certification, at=at)
    running = certification.cases.alone().first()
    if running is not None:
        words = _(
            "A case is already running: %(number)s. Finish it, withdraw it or delete its draft, "
            "and then begin anew."
        )
        raise Refused(words % {"number": running.number}, code="case_running")


def _process_fields(case: Case) -> dict[str, Any]:
    return {
        "organisation": case.organisation,
        "business_key": case.number,
        "subject": case,
    }


def _versions(certification: Certification, opening: Opening) -> tuple[Edition, RenewalCycle]:
    """The versions a case runs by: its predecessor's, or those published now."""
    if opening.keeps_versions and opening.previous:
        return opening.previous.edition, opening.cycle or opening.previous.cycle
    edition = published_edition(certification.scheme_id).first()
    cycle = published_cycle(certification.scheme_id).first()
    if edition is None or cycle is None:
        raise Refused(
            _("The scheme has no published edition and renewal cycle yet."),
            code="scheme_unpublished",
        )
    return edition, cycle


def published_edition(scheme: int) -> models.QuerySet[Edition]:
    """The edition by which new cases of a scheme run."""
    return Edition.objects.filter(scheme=scheme, state=Version.State.PUBLISHED).order_by("pk")


def published_cycle(scheme: int) -> models.QuerySet[RenewalCycle]:
    """The cycle by which new cases of a scheme run."""
    return RenewalCycle.objects.filter(scheme=scheme, state=Version.State.PUBLISHED).order_by("pk")


ended_early = Signal(use_caching=True)
"""A case was withdrawn or closed while it ran: ``case``, ``at``."""


def _tell_early_end(
    sender: type[Case], subject: Case, step: str, at: datetime, **more: object
) -> None:
    if step in ("withdraw", "close"):
        ended_early.send(sender=Case, case=subject, at=at)


events.performed.connect(_tell_early_end, sender=Case, dispatch_uid="processes.case.ended_early")

opened = Signal(use_caching=True)
"""A case is about to begin: ``case``, ``at``. Receivers run in the sender's transaction."""


def set_off(case: Case, *, at: datetime, by: Person | None = None) -> None:
    """Let the case's flow begin."""
    exclusions.keep_away(case, at=at)
    opened.send(sender=Case, case=case, at=at)
    timers.begin(case)
    execution.start(cast(Process, case.main_process), at=at, by=by)


def claim(task: Task, *, by: Person, at: datetime, declared: bool = False) -> None:
    """Take a task from a queue; tasks that ask for it need a declaration of impartiality.

    Raises Refused without the declaration, Conflict if somebody else was first.
    """
    if task.flow_task.declared and not declared:
        raise Refused(
            _("Declare first that no conflict of interest exists."), code="declaration_missing"
        )
    with transaction.atomic():
        lease, task.process.moment = task.flow_task.lease, at
        queues.claim(task.pk, by=by, at=at, lease=lease(task.process) if lease else None)
        task.give(by.pk, at)
        if declared:
            event = trail.Event(
                subject=task.process.subject,
                step="declare_impartiality",
                by=by,
                at=at,
                data={"task": task.pk, "node": task.flow_task.name},
            )
            trail.record(event)


@transaction.atomic
def take_next(person: Person, *, at: datetime, since: datetime) -> tuple[int, bool] | None:
    """Give a person the first free task of their queues: its key, and whether it is new to them.

    Whoever has got a task ``since`` they saw the list is led to it instead: who presses twice has
    one task. None if none is free; those that ask for a declaration are taken one by one.
    """
    # Two presses at once wait for each other here, and nobody else waits with them.
    Person.objects.select_for_update(no_key=True).filter(pk=person.pk).exists()
    got = queues.taken(person).filter(assigned__gt=since).order_by("-assigned", "-pk")
    if (task := got.values_list("pk", flat=True).first()) is not None:
        return task, False
    task = queues.claim_next(person, at=at)
    if task is None:
        return None
    _lease(Task.objects.select_related("process").get(pk=task), at)
    return task, True


def _lease(task: Task, at: datetime) -> None:
    """How long a task just taken may lie idle, if its node says so."""
    task.process.moment = at
    period = task.flow_task.lease(task.process) if task.flow_task.lease else None
    if period is not None:
        Task.objects.filter(pk=task.pk).update(lease_until=at + period)


def give(task: Task, *, to: Person, by: Person, at: datetime, overseen: bool = False) -> None:
    """Give a task to a colleague. Raises Refused where it is taken with a declaration only."""
    if task.flow_task.declared:
        raise Refused(
            _("This task must be taken in person, with a declaration of impartiality."),
            code="task_taken_in_person",
        )
    queues.assign(task, to=to, by=by, at=at, overseen=overseen)


@acts.in_parts()
def give_all(tasks: Iterable[Task], *, to: Person, by: Person, at: datetime) -> list[str]:
    """Give several; what could not be given is told in words, the rest is done."""
    refusals = []
    for task in tasks:
        try:
            give(task, to=to, by=by, at=at)
        except Refused as refused:
            refusals.append(f"{task.process.business_key}: {refused.message}")
    return refusals


@acts.one()
def declare_conflict(task: Task, *, by: Person, at: datetime, reason: str) -> None:
    """A person declares a conflict of interest: they can no longer take, see or decide the case."""
    with transaction.atomic():
        if task.owner_id == by.pk:
            # Without the reason: whoever takes the task next need not know it.
            queues.hand_back(task, by=by, at=at)
        exclusions.exclude(task.process, by, reason=kept("declared"), at=at, source=Source.DECLARED)
        subject: Any = task.process.subject
        trail.record(
            trail.Event(subject=subject, step="declare_partiality", by=by, at=at, because=reason)
        )


def keep_lease(task: Task, *, at: datetime) -> None:
    """Working on a task keeps its claim alive for the cycle's period."""
    cycle = Case.of(task.process).cycle
    amount = limits.amount(cycle, "claim_lease")
    day = local_date(at)
    until = deadlines.calendar_of(cycle).add_working_days(day, amount, "claim_lease").date
    queues.extend_lease(task, until=at + (until - day))


def canonical_hash(content: object) -> str:
    """The SHA-256 of canonical JSON: the receipt of something frozen."""
    return hashlib.sha256(trail.canonical(content).encode()).hexdigest()
