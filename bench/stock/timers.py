"""viewflow's timers, fired by its own dispatcher."""

from datetime import datetime

from django.utils import timezone
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS
from viewflow.workflow.timers import fire_due_timers

from bench.filling import copies
from bench.stock import world
from bench.stock.waiting import WaitingFlow
from bench.timers import Timers


class StockTimers(Timers):
    """As ``manage.py workflow_timers`` does it. It knows one kind: a flow that goes on."""

    def prepare(self) -> None:
        """viewflow's tables; one person a role."""
        world.prepare()

    def fill(self, kind: str, number: int) -> str:
        """Copies of a process that waits."""
        process = WaitingFlow.start.run()
        now = timezone.now()
        task = Task.objects.get(process=process, flow_task_type="TIMER")
        Task.objects.filter(pk=task.pk).update(scheduled=now)
        processes = copies.copy(process, number)
        copies.copy(task, number, process_id=f"{processes} + n.i")
        Task.objects.filter(pk=task.pk).update(status=STATUS.CANCELED)
        copies.settle()
        return now.isoformat()

    def run(self, at: datetime) -> int:
        """All that is due."""
        return int(fire_due_timers())

    def doubles(self) -> int:
        """Tasks that opened twice."""
        opened = Task.objects.filter(flow_task=WaitingFlow.work).values("process")
        return int(opened.count() - opened.distinct().count())
