"""Our engine: states, flow, trail, timers with reminders and messages, all switched on."""

from typing import Any

from django.utils import timezone
from viewflow.workflow.status import PROCESS

from bench.contender import Contender
from bench.counted import Counter
from bench.ours import world
from bench.ours.models import Casework
from bench.ours.world import DOERS
from processes.models import Organisation
from workflow import queues
from workflow.engine.transitions import perform
from workflow.models import Task


class Ours(Contender):
    """Opens, claims and completes as the product's pages do."""

    def __init__(self, database: str) -> None:
        self.counter = Counter()

    def prepare(self) -> None:
        """The product's tables and the bench's people."""
        world.prepare()

    def begin(self) -> None:
        """Know the people, as a signed-in session does."""
        self.organisation = Organisation.objects.get(code="BENCH")
        self.people = world.people()
        self.counter.begin()

    def start(self) -> int:
        """Open a case."""
        by = self.people[DOERS["audit"]]
        return int(world.start(self.organisation, by=by, at=timezone.now()).pk)

    def waiting(self, case: int, step: str) -> int:
        """The number of the task in the queue."""
        return Task.objects.get(process__casework=case, status__in=Task.OPEN).pk

    def claim(self, task: int, step: str) -> None:
        """From the queue."""
        queues.claim(task, by=self.people[DOERS[step]], at=timezone.now())

    def complete(self, case: int, task: Any, step: str) -> None:
        """Through the only door."""
        casework = Casework.objects.get(pk=case)
        perform(getattr(casework, step), by=self.people[DOERS[step]])

    def sent(self) -> int:
        """As Django sends them."""
        return self.counter.sent

    def finished(self) -> int:
        """Processes that have ended with the row decided."""
        decided = Casework.objects.filter(state=Casework.State.DECIDED)
        return decided.filter(main_process__status=PROCESS.DONE).count()
