"""Hard dates are watched: told before, told when missed, and told at once when nothing can help."""

from datetime import date, datetime

from processes.case.models import Case
from processes.renewal.deadlines import BEFORE, next_look
from processes.renewal.models import ProgrammeItem
from workflow import events, timers
from workflow.calendar import local_date, start_of
from workflow.engine.transitions import perform
from workflow.models import Task
from workflow.models.promises import keeps

VISIT = "visit"


@keeps("processes.programmeitem", "near")
def look(item: ProgrammeItem, *, at: datetime) -> None:
    """Tell of the next hard date that is not kept yet, if it is near or missed; look again."""
    day, item.watched = local_date(at), item.case.hard_date if item.case else None
    if item.watched is None:
        return
    what, hard = item.watched
    if day > hard:
        perform(item.overrun, by=None, at=at)
    elif (day - hard).days >= min(BEFORE):
        perform(item.near, by=None, at=at)
    later = next_look([hard, item.decide_by_date] if what == VISIT else [hard], day)
    explanation = later.explanation.as_json()
    timers.start(item, "near", due_at=start_of(later.date), explanation=explanation)


def notice_delay(task: Task, at: datetime, **_: object) -> None:
    """A task opens that cannot be done in time for a hard date: told once, the day it is seen."""
    said = (task.explanation or {}).get("shortened")
    if not said or said[3]:
        return
    items = ProgrammeItem.objects.filter(case=Case.key_of(task.process), behind_date=None)
    for item in items.filter(state=ProgrammeItem.State.OPENED).select_related("case"):
        item.watched = said[1], date.fromisoformat(said[2])
        perform(item.fall_behind, by=None, at=at, day=local_date(at))


events.task_opened.connect(notice_delay, dispatch_uid="processes.renewal.watch")
