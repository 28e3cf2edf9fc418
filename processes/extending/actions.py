"""More time is asked for and answered, or given unasked: then the task's day moves."""

from datetime import date, datetime
from typing import cast

from django.db import transaction
from django.utils.translation import gettext as _

from processes.case.models import Case
from processes.extending import rules
from processes.extending.models import Extension
from processes.organisations.models import Person
from workflow import timers, trail
from workflow.calendar import Change, local_date
from workflow.engine import execution, extending, locking
from workflow.engine.transitions import perform
from workflow.exceptions import Refused
from workflow.models import Task
from workflow.models.promises import keeps

FLOW = "processes/flows.extending.ExtensionFlow"


@transaction.atomic
def ask(task: Task, day: date, reasons: str, *, by: Person, at: datetime) -> Extension:
    """Ask for more time; until it is answered the old day stands.

    Raises Refused where the day cannot be moved, or is asked about already.
    """
    case = _locked(task, at)
    rules.require(task, case, day, local_date(at), asks=True)
    if rules.pending(task) is not None:
        raise Refused(_("It is asked for already: see how the case stands."), code="asked_already")
    made = _made(task, case, day, reasons, by=by, at=at)
    made.own_process = execution.create(
        FLOW, at=at, organisation=case.organisation, business_key=case.number, subject=case
    )
    made.save(update_fields=["own_process"])
    timers.begin(made)
    trail.record(trail.Event(subject=made, step="ask", by=by, at=at, because=reasons))
    execution.start(made.own_process, at=at, by=by)
    return made


@transaction.atomic
def grant(made: Extension, day: date, text: str, *, by: Person, at: datetime) -> None:
    """Give more time, until the day asked for or another. Raises Refused or Conflict."""
    task = Task.objects.select_related("process").get(pk=made.task_id)
    case = _locked(task, at)
    rules.require(task, case, day, local_date(at), asks=False)
    given = {"person": by, "moment": at, "day": day, "text": text}
    perform(made.grant_more, by=by, at=at, because=text, **given)
    # A rest may have moved the day since it was asked about.
    was, asked = cast(date, task.due), local_date(made.wished_at)
    change = Change("extension", was, day, asked, local_date(at))
    extending.extend(task.pk, change, at)


def refuse(made: Extension, text: str, *, by: Person, at: datetime) -> None:
    """Let the old day stand, with reasons."""
    perform(made.refuse_more, by=by, at=at, because=text, person=by, moment=at, text=text)


def take_back(made: Extension, *, by: Person, at: datetime) -> None:
    """The municipality thinks better of it."""
    perform(made.drop_wish, by=by, at=at)


@transaction.atomic
def give(task: Task, day: date, reasons: str, *, by: Person, at: datetime) -> Extension:
    """An officer gives a task more time unasked, the body's own or the municipality's."""
    case = _locked(task, at)
    rules.require(task, case, day, local_date(at), asks=False)
    if rules.pending(task) is not None:
        raise Refused(_("It is asked for already: see how the case stands."), code="asked_already")
    made = _made(task, case, day, reasons, by=by, at=at)
    perform(made.give_more, by=by, at=at, because=reasons, person=by, moment=at, day=day)
    today = local_date(at)
    extending.extend(task.pk, Change("given", made.old_last, day, today, today), at)
    return made


@keeps("processes.extension", "fall_away")
def look_at_it(made: Extension, at: datetime) -> None:
    """The old day has passed: what is done by now needs no answer, what is not still does."""
    settle(made, at)


def settle(made: Extension, at: datetime) -> bool:
    """Let a wish fall away whose task is done; whether it did."""
    if Task.objects.filter(pk=made.task_id, status__in=Task.OPEN).exists():
        return False
    perform(made.fall_away, by=None, at=at)
    return True


def _made(
    task: Task, case: Case, day: date, reasons: str, *, by: Person, at: datetime
) -> Extension:
    return Extension.objects.create(
        case=case,
        task=task,
        reasons=reasons,
        wished_last=day,
        old_last=cast(date, task.due),
        by=by,
        wished_at=at,
    )


def _locked(task: Task, at: datetime) -> Case:
    """The case of a task as it is now, and the task read anew behind the lock."""
    case = Case.of(task.process)
    if case.main_process_id is not None:
        locking.lock(case.main_process_id, at)
    process = task.process
    task.refresh_from_db()
    task.process = process
    return Case.objects.get(pk=case.pk)
