"""A task that lapses: nobody does it, somebody is warned of that, and in the end time acts.

Its node says when, and what happens then: a node of another flow may mean something else by it. The
database stops both promises when the task closes.
"""

from datetime import datetime, timedelta

from django.db import models

from workflow import timers
from workflow.calendar import DAY, Deadline, at_eight, end_of
from workflow.engine import locking
from workflow.exceptions import Conflict
from workflow.models import Task, Timer
from workflow.timers import reminders

STEPS = LAPSE, WARN = "lapse", "warn_of_lapse"
WARNED: timedelta = 30 * DAY
"""So long before a task lapses it is told; of one that has less, when it opens."""


def promised(task: Task, at: datetime) -> list[Timer]:
    """What a task that has just opened promises: to lapse, and a warning before. Not saved."""
    lapse = task.flow_task.lapse
    deadline = lapse.last(task) if lapse is not None else None
    return promised_by(task, deadline, at) if deadline is not None else []


def promised_by(task: Task, deadline: Deadline, at: datetime) -> list[Timer]:
    """The promises of a task that lapses after a day: to lapse, and a warning before. Not saved."""
    explanation = deadline.explanation.as_json()
    lapse = timers.promise(task, LAPSE, due_at=end_of(deadline.date), explanation=explanation)
    warned = at_eight(deadline.date - WARNED)
    # Who has less time than that is told when the task opens, and is not warned of it again.
    return [lapse, timers.promise(task, WARN, due_at=warned)] if warned > at else [lapse]


def keep(task: Task, step: str, at: datetime) -> None:
    """Do what the task's own node says. Raises LookupError where it lapses no more."""
    lapse = task.flow_task.lapse
    if lapse is None:
        raise LookupError("The node of the task says no longer what happens when it lapses.")
    action = lapse.warns if step == WARN else lapse.ends
    action(task, at=at)


def of(task: Task) -> Deadline | None:
    """The last day of an open task before it lapses; None if it does not."""
    return timers.deadline_of(task, LAPSE)


def among(tasks: models.QuerySet[Task]) -> models.QuerySet[Task]:
    """Those of some tasks that lapse if nobody does them."""
    promised = Timer.objects.filter(
        subject_type=reminders.kind(),
        subject_id=models.OuterRef("pk"),
        step=LAPSE,
        status=Timer.Status.WAITING,
    )
    return tasks.filter(models.Exists(promised))


def put_off(task: Task, deadline: Deadline, at: datetime) -> None:
    """Let an open task that lapses do so on another day; its deadline moves if it is the same day.

    Raises Conflict if the task is closed or does not lapse.
    """
    # Read again behind the lock: it may have lapsed, or been done, while we waited for it.
    process = locking.lock(task.process_id, at)
    task.refresh_from_db()
    task.process, last = process, of(task)
    if not task.is_open or last is None:
        raise Conflict
    # An earlier deadline stays; one that is the last day itself moves with it.
    steps = [LAPSE, WARN]
    if task.due == last.date:
        task.promise(deadline, effort=task.flow_task.effort)
        task.save(update_fields=["due", "explanation", "start_by"])
        steps.append(reminders.STEP)
    timers.stop(task, *steps, at=at)
    first = reminders.first(task, at) if reminders.STEP in steps else None
    timers.start_all([*promised_by(task, deadline, at), *filter(None, [first])])
