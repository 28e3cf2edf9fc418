"""Who acts next in a case: the open tasks, the stage they make, and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from processes.case import nodes
from processes.case.models import Case
from processes.case.priorities import oversees
from processes.case.reader import Reader
from processes.case.stages import Stage, label_of
from processes.roles import BODY, MUNICIPAL, Role
from workflow import queues
from workflow.calendar import Deadline, local_date
from workflow.language import human_date
from workflow.models import Task


def deadline_of(task: Task) -> Deadline | None:
    """When a task is due and why, if it has a date."""
    if task.due is None or task.deadline is None:
        return None
    return Deadline(task.due, task.deadline)


def tasks_of(case: Case) -> QuerySet[Task]:
    """Every human task of the case, in the main process and beside it."""
    kind = ContentType.objects.get_for_model(Case)
    tasks = Task.objects.filter(process__subject_type=kind, process__subject_id=case.pk)
    return tasks.exclude(role="").select_related("process", "owner", "organisation")


def who(task: Task) -> str:
    """Who has the task: a municipality as a whole, a named person or role at the body."""
    if task.role in MUNICIPAL:
        return str(task.organisation)
    if task.owner is not None:
        return f"{Role(task.role).label} {task.owner}"
    return str(Role(task.role).label)


@dataclass(frozen=True)
class OpenTask:
    """An open task of a case, as the reader meets it."""

    task: Task
    mine: bool
    takeable: bool
    movable: bool = False
    """The reader decides its place in its queue."""
    givable: bool = False
    """The reader may give it to a colleague of its queue."""

    @property
    def title(self) -> str:
        """What is to be done, as a verb."""
        return self.task.title

    @property
    def who(self) -> str:
        """Who has it."""
        return who(self.task)

    @property
    def holder(self) -> str:
        """Who has it, with the name of the person at the municipality."""
        if self.task.role in MUNICIPAL and self.task.owner is not None:
            return f"{self.who}, {self.task.owner}"
        return self.who

    @property
    def deadline(self) -> Deadline | None:
        """When it is due, and why."""
        return deadline_of(self.task)

    @property
    def stage(self) -> str:
        """The stage it belongs to."""
        return str(self.task.flow_task.stage)

    @property
    def unattended(self) -> str:
        """That nobody may do it, as a sentence; empty while somebody may."""
        if self.task.unattended_since is None:
            return ""
        words = _(
            "Nobody can do this now: no %(role)s at %(where)s is there who may. "
            "The certification body has been told."
        )
        return words % {"role": Role(self.task.role).label, "where": self.task.organisation}

    @property
    def next(self) -> list[str]:
        """The human steps that may follow."""
        return [str(node.task_title) for node in nodes.following(self.task.flow_task)]

    def since(self, reader: Reader) -> str:
        """The day it came, as people say it."""
        return _day(local_date(self.task.created), reader)

    def waiting(self, reader: Reader) -> str:
        """One sentence: for whom the case waits, and until when; or until when it rests."""
        if self.task.process.held_until is not None:
            day = _day(self.task.process.held_until, reader)
            return _("The case rests until %(day)s") % {"day": day}
        if self.task.due is None:
            return _("Waiting for %(who)s") % {"who": self.who}
        words = {"who": self.who, "day": _day(self.task.due, reader)}
        return _("Waiting for %(who)s until %(day)s") % words


def _day(day: date, reader: Reader) -> str:
    return human_date(day, reader.today).partition(",")[0]


def open_tasks_of(case: Case, reader: Reader) -> list[OpenTask]:
    """The open tasks: the reader's own first, then those they may take, then by deadline."""
    tasks = list(tasks_of(case).filter(status__in=Task.OPEN).order_by(*queues.ORDER))
    overseen = bool(tasks) and oversees(case, reader)
    found = [_open_task(task, reader, overseen=overseen) for task in tasks]
    return sorted(found, key=lambda open_task: (not open_task.mine, not open_task.takeable))


def _open_task(task: Task, reader: Reader, *, overseen: bool) -> OpenTask:
    mine = task.owner_id == reader.person.pk
    free = task.owner_id is None and queues.may_take(task, reader.person, reader.today)
    return OpenTask(
        task,
        mine=mine,
        takeable=free,
        movable=overseen or mine or free,
        givable=_givable(task, mine=mine or free, overseen=overseen),
    )


def _givable(task: Task, *, mine: bool, overseen: bool) -> bool:
    if task.flow_task.declared:
        return False
    return mine or (overseen and task.role in BODY)


@dataclass(frozen=True)
class StageStep:
    """One mark of the progress tracker."""

    name: str
    state: str
    note: str


def stage_of(case: Case, open_tasks: list[OpenTask]) -> str:
    """The stage in words; how it ended, once it is closed."""
    if not case.is_running:
        return case.outcome
    led = leading(case, open_tasks)
    return (label_of(led.stage) if led else "") or case.outcome


def leading(case: Case, open_tasks: list[OpenTask]) -> OpenTask | None:
    """The task of the main line: its first open one; of what is beside it, if it has none."""
    return min(_main(case, open_tasks), key=lambda open_task: open_task.task.pk, default=None)


def _main(case: Case, open_tasks: list[OpenTask]) -> list[OpenTask]:
    """Those of the case's own process, which make its stage; others only if there are none."""
    own = [
        open_task for open_task in open_tasks if open_task.task.process_id == case.main_process_id
    ]
    return own or open_tasks


def progress(case: Case, open_tasks: list[OpenTask], reader: Reader) -> list[StageStep]:
    """The stages of the case's kind: done, now or later, and what the later ones wait for.

    Of a case that ended before its end: done, under way as it ended, or never begun.
    """
    stages = case.traits.stages
    if not case.is_running:
        return _ended(case, stages)
    now = {open_task.stage: open_task for open_task in reversed(_main(case, open_tasks))}
    reached = [stage for stage in stages if stage in now]
    current = stages.index(reached[-1]) if reached else len(stages)
    steps = []
    for place, stage in enumerate(stages):
        state = _state(stage, place - current, now)
        note = _note(state, now.get(stage), reader)
        if place == current + 1:
            note = _("Waits for: %(stage)s") % {"stage": Stage(stages[current]).label}
        steps.append(StageStep(str(Stage(stage).label), state, note))
    return steps


def _state(stage: str, distance: int, now: dict[str, OpenTask]) -> str:
    if stage in now:
        return "current"
    return "done" if distance < 0 else "waiting"


ENDED_WELL = (Case.State.GRANTED, Case.State.CONTINUED)


def _ended(case: Case, stages: Sequence[str]) -> list[StageStep]:
    """The stages of a case that has ended: done, broken off by the end, or never to come.

    Only what the end itself cancelled was under way; a task may have been cancelled long before.
    """
    labels = [str(Stage(stage).label) for stage in stages]
    if case.current_state in ENDED_WELL or case.main_process is None:
        return [StageStep(label, "done", "") for label in labels]
    own = list(tasks_of(case).filter(process=case.main_process))
    end = case.main_process.finished
    stopped = [task for task in own if task.status == Task.CANCELLED and task.finished == end]
    broken = {task.flow_task.stage for task in stopped}
    begun = {task.flow_task.stage for task in own}
    last = max((place for place, stage in enumerate(stages) if stage in begun), default=-1)
    steps = []
    for place, (stage, label) in enumerate(zip(stages, labels, strict=True)):
        state = "done" if place <= last else "dropped"
        is_end = place == last and not broken
        note = _("Done: the case ended here") if is_end else ""
        steps.append(StageStep(label, "broken" if stage in broken else state, note))
    return steps


def _note(state: str, open_task: OpenTask | None, reader: Reader) -> str:
    if state != "current" or open_task is None:
        return ""
    is_theirs = open_task.mine or open_task.takeable
    return _("Waits for you") if is_theirs else open_task.waiting(reader)
