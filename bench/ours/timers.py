"""Our promises, kept by our sweep."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from bench.filling import copies
from bench.ours import world
from bench.ours.models import Casework
from bench.timers import REMINDERS, STEPS, Timers
from processes.models import Organisation
from processes.roles import Role
from workflow import sweep
from workflow.engine.transitions import perform
from workflow.models import Process, Task, Timer, TrailEntry

WAITING_FLOW = "bench_ours/waiting.WaitingFlow"


class OurTimers(Timers):
    """With trail, messages and the next reminder, as the product's scheduler does it."""

    def prepare(self) -> None:
        """The product's tables and the bench's people."""
        world.prepare()

    def fill(self, kind: str, number: int) -> str:
        """Copies of a case for which something is promised, and of nothing else that waits."""
        timer = _promised(kind)
        subjects = _copied(timer.subject, number)
        Timer.objects.filter(status=Timer.Status.WAITING).exclude(pk=timer.pk).delete()
        copies.copy(timer, number, subject_id=f"{subjects} + n.i")
        Timer.objects.filter(pk=timer.pk).delete()
        copies.settle()
        return timer.due_at.isoformat()

    def run(self, at: datetime) -> int:
        """What is due, as the sweep of a minute does it."""
        return sweep.fire_due(at)

    def doubles(self) -> int:
        """Steps taken twice, and tasks that opened twice."""
        steps = TrailEntry.objects.filter(step="lapse").values("subject_id")
        opened = Task.objects.filter(flow_task__endswith="work").values("process")
        return sum(rows.count() - rows.distinct().count() for rows in (steps, opened))


def _promised(kind: str) -> Timer:
    """A new case, at the point at which it waits for time to pass."""
    here, people = Organisation.objects.get(code="BENCH"), world.people()
    by, at = people[Role.AUDITOR], timezone.now()
    flow = world.FLOW if kind in (REMINDERS, STEPS) else WAITING_FLOW
    casework = world.start(here, by=by, at=at, flow=flow)
    if kind == STEPS:
        perform(casework.assess, by=people[Role.COORDINATOR], at=at)
        perform(casework.audit, by=by, at=at)
        return Timer.objects.of(casework).get(step="lapse")
    return Timer.objects.of(Task.objects.exclude(flow_task_type="START").latest("pk")).get()


def _copied(subject: Any, number: int) -> int:
    """Copy a case with its history's head, its process and its open task; the key before those."""
    process = subject.process
    casework = Casework.objects.get(main_process=process)
    cases, processes = _last(Casework), _last(Process)
    chain = process.chain
    key = f"'{chain.key.split(':')[0]}:' || ({cases} + n.i)"
    chains = copies.copy(chain, number, key=key, length="0", head="''")
    copies.copy(process, number, chain_id=f"{chains} + n.i", subject_id=f"{cases} + n.i")
    copies.copy(casework, number, main_process_id=f"{processes} + n.i")
    task = Task.objects.filter(process=process).latest("pk")
    tasks = copies.copy(task, number, process_id=f"{processes} + n.i")
    return cases if isinstance(subject, Casework) else tasks


def _last(model: type[models.Model]) -> int:
    manager: Any = model._meta.default_manager
    return int(manager.aggregate(last=models.Max("pk"))["last"])
