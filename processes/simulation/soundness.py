"""What must hold in any installation: nobody and nothing waits for something that never comes."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby, pairwise
from operator import attrgetter

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from processes import stages
from processes.case.models import Case
from processes.renewal.models import ProgrammeItem
from processes.standing.models import Certificate, StatusInterval
from workflow.engine.walk import ENDED
from workflow.models import Process, StatefulModel, Task, Timer
from workflow.sweep import attendance


def faults(day: date | None = None) -> Iterator[str]:
    """Everything that waits in vain, each named. ``day``: also what nobody may do on it."""
    for case in _stranded().order_by("pk"):
        yield f"case {case.number} is open without a task or a timer"
    for certificate in _unpromised(Certificate, "expire"):
        yield f"certificate {certificate} is valid without a timer for its end"
    for item in _unpromised(ProgrammeItem, "open"):
        yield f"planned turn {item.pk} will never open"
    yield from _odd_statuses()
    for process in _idle().order_by("pk"):
        yield f"process {process.pk} of {process.business_key} runs, and nothing of it is open"
    for task in attendance.lost(day).order_by("pk") if day else ():
        yield f"task {task.pk} of {task.process.business_key} can be taken by nobody"
    for timer in Timer.objects.filter(status=Timer.Status.INCIDENT).order_by("pk"):
        yield f"timer {timer.pk} ({timer.step}) gave up: {timer.error}"


def _stranded() -> QuerySet[Case]:
    """Open cases in which nobody has anything to do and nothing is promised."""
    tasks = Task.objects.filter(process=OuterRef("main_process"), status__in=Task.OPEN)
    cases: QuerySet[Case] = Case.objects.running().exclude(Exists(tasks.exclude(role="")))
    cases = cases.exclude(_promised(Case))
    for row in filter(lambda row: row.acts, stages.rows()):
        model = apps.get_model("processes", row.model)
        rows = model._default_manager.filter(**{row.path: OuterRef("pk")})
        cases = cases.exclude(Exists(rows.filter(_promised(rows.model))))
    return cases


def _idle() -> QuerySet[Process]:
    """Processes that have not ended, in which no task, wait or join is open."""
    unfinished = Task.objects.filter(process=OuterRef("pk"), finished=None)
    running = Process.objects.exclude(status__in=ENDED)
    return running.filter(~Exists(unfinished))


def _odd_statuses() -> Iterator[str]:
    """Numbers that had two statuses at once, none for a while, or another than their newest row."""
    rows = StatusInterval.objects.order_by("number", "from_at", "pk")
    for number, some in groupby(rows, key=attrgetter("number")):
        spans = list(some)
        if any(one.to_at != other.from_at for one, other in pairwise(spans)):
            yield f"the statuses of {number} do not follow one another"
        newest = Certificate.objects.filter(number=number).order_by("-revision").first()
        if spans[-1].to_at is not None or newest is None or newest.state != spans[-1].kind:
            yield f"certificate {number} has another status than its interval"


def _promised(model: type[Model], **of: str) -> Exists:
    """A row of the model has a timer that waits."""
    kind = ContentType.objects.get_for_model(model)
    timers = Timer.objects.filter(subject_type=kind, subject_id=OuterRef("pk"), **of)
    return Exists(timers.filter(status=Timer.Status.WAITING))


def _unpromised(model: type[StatefulModel], step: str) -> QuerySet[Model]:
    """Rows in a state that promises the step, without a timer for it."""
    states = [state for one in model.promises if one.step == step for state in one.states]
    rows: QuerySet[Model] = model._default_manager.filter(Q(state__in=states))
    return rows.exclude(_promised(model, step=step)).order_by("pk")
