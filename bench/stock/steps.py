"""Stock viewflow: what most would pick instead. No states, trail, timers or messages."""

from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import PROCESS

from bench.contender import Contender
from bench.counted import Counter
from bench.stock import world
from bench.stock.flows import CaseworkFlow
from bench.stock.world import DOERS


class Stock(Contender):
    """Each step reads, locks and moves one task, as viewflow's views do."""

    def __init__(self, database: str) -> None:
        self.counter = Counter()

    def prepare(self) -> None:
        """viewflow's tables; one person a role."""
        world.prepare()

    def begin(self) -> None:
        """Know the people and their rights, as the middle of a request does."""
        self.people = world.people()
        for user in self.people.values():
            user.get_all_permissions()
        self.counter.begin()

    def start(self) -> int:
        """A process with its first task."""
        process = CaseworkFlow.start.run()
        return int(process.pk)

    def waiting(self, case: int, step: str) -> int:
        """The number of the task in the queue."""
        return int(Task.objects.get(process=case, flow_task_type="HUMAN", finished=None).pk)

    def claim(self, task: int, step: str) -> None:
        """Assign it to the person who may."""
        found, person = Task.objects.get(pk=task), self.people[DOERS[step]]
        with found.activation() as activation:
            if not activation.assign.has_perm(person):
                raise PermissionError(step)
            activation.assign(person)

    def complete(self, case: int, task: int, step: str) -> None:
        """Execute it as its owner."""
        found, person = Task.objects.get(pk=task), self.people[DOERS[step]]
        with found.activation() as activation:
            if not activation.start.has_perm(person):
                raise PermissionError(step)
            activation.start(None)
            activation.execute()

    def sent(self) -> int:
        """As Django sends them."""
        return self.counter.sent

    def finished(self) -> int:
        """Processes that have ended."""
        return int(Process.objects.filter(status=PROCESS.DONE).count())
