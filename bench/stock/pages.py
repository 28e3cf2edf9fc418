"""viewflow's own queue page."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import STATUS

from bench.filling import copies
from bench.filling.multiplied import multiplied
from bench.pages import Pages
from bench.stock import world
from bench.stock.flows import CaseworkFlow

PROCESSES, PATTERNS, RARE = 290, 2000, 20


class StockPages(Pages):
    """What waits for the reader's permissions."""

    address = "/casework/queue/"

    def prepare(self) -> None:
        """viewflow's tables; one person a role."""
        world.prepare()

    def fill(self, number: int) -> dict[str, User]:
        """In the same proportions as ours: half are done, three of ten wait in the common queue."""
        Process.objects.bulk_create(Process(flow_class=CaseworkFlow) for _ in range(PROCESSES))
        multiplied(Process, max(number // 10 // PROCESSES, 1) * PROCESSES)
        processes = list(Process.objects.order_by("pk").values_list("pk", flat=True))
        person = User.objects.get(username="coordinator")
        patterns = [_task(n, processes[n % PROCESSES], person) for n in range(PATTERNS)]
        Task.objects.bulk_create(patterns)
        first, ring = processes[0], len(processes)
        onward = f"{first} + (process_id - {first} + id / {PATTERNS} * {PROCESSES}) % {ring}"
        multiplied(Task, number - RARE, process_id=onward)
        Task.objects.bulk_create(
            _waiting(n, processes[n], "auth.decision_maker") for n in range(RARE)
        )
        copies.settle()
        people = world.people()
        names = {"common": "auditor", "rare": "decision_maker", "empty": "officer"}
        return {name: people[role] for name, role in names.items()} | {"several": people["many"]}


def _task(n: int, process: int, person: User) -> Task:
    """Of a hundred: 50 done, 5 taken, 30 in the common queue, 15 in another."""
    kind = n * 37 % 100
    if kind < 55:
        task = _waiting(n, process, "auth.auditor")
        task.owner, task.status, task.assigned = person, STATUS.ASSIGNED, task.created
        if kind < 50:
            task.status, task.finished = STATUS.DONE, task.created
        return task
    return _waiting(n, process, "auth.auditor" if kind < 85 else "auth.coordinator")


def _waiting(n: int, process: int, permission: str) -> Task:
    return Task(
        process_id=process,
        flow_task=CaseworkFlow.audit,
        flow_task_type="HUMAN",
        created=timezone.now() - timedelta(minutes=n),
        owner_permission=permission,
    )
