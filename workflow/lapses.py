"""A task that lapses: nobody does it, somebody is warned of that, and in the end time acts.

Its node says when. What happens then is kept by whoever registers with ``keeps`` for tasks; the
database stops both promises when the task closes.
"""

from datetime import datetime, timedelta

from workflow import timers
from workflow.calendar import DAY, Deadline, at_eight, end_of
from workflow.explanations import Explanation
from workflow.models import Task, Timer

LAPSE, WARN = "lapse", "warn_of_lapse"
TASK = "workflow.task"
WARNED: timedelta = 30 * DAY
"""So long before a task lapses it is told; of one that has less, when it opens."""


def promised(task: Task, at: datetime) -> list[Timer]:
    """What a task that has just opened promises: to lapse, and a warning before. Not saved."""
    rule = task.flow_task.lapse
    deadline = rule(task) if rule is not None else None
    if deadline is None:
        return []
    explanation = deadline.explanation.as_json()
    lapse = timers.promise(task, LAPSE, due_at=end_of(deadline.date), explanation=explanation)
    warned = at_eight(deadline.date - WARNED)
    return [lapse, timers.promise(task, WARN, due_at=warned)] if warned > at else [lapse]


def of(task: Task) -> Deadline | None:
    """The last day of an open task before it lapses; None if it does not."""
    waiting = Timer.objects.of(task).filter(step=LAPSE, status=Timer.Status.WAITING)
    timer = waiting.exclude(explanation=None).first()
    if timer is None:
        return None
    explanation = Explanation.from_json(timer.explanation or {})
    return Deadline(explanation.result, explanation)
