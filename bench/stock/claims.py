"""Taking from viewflow's queue."""

from django.contrib.auth.models import User
from viewflow.fsm import TransitionNotAllowed
from viewflow.workflow.exceptions import FlowLockFailed
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from bench.claims import Claims
from bench.filling import copies
from bench.stock import world
from bench.stock.flows import CaseworkFlow

ROLE = "signatory"


class StockClaims(Claims):
    """The first task of the queue is assigned under viewflow's lock, as its page does."""

    def prepare(self) -> None:
        """viewflow's tables; one person a role."""
        world.prepare()

    def workers(self, number: int) -> list[User]:
        """Holders of one permission, which they have just asked for."""
        right = world.right(ROLE)
        for place in range(User.objects.filter(user_permissions=right).count(), number):
            world.hire(f"worker{place:02}", ROLE)
        people = list(User.objects.filter(user_permissions=right).order_by("pk"))
        for person in people:
            person.get_all_permissions()
        return people

    def fill(self, number: int) -> None:
        """Copies of one process's first task."""
        permission = f"auth.{ROLE}"
        waiting = Task.objects.filter(owner_permission=permission, status=STATUS.NEW)
        missing = number - waiting.count()
        if missing <= 0:
            return
        task = world.a_task()
        process = copies.copy(task.process, missing)
        copies.copy(
            task,
            missing,
            process_id=f"{process} + n.i",
            owner_permission=f"'{permission}'",
            created=copies.moments_before("created", "n.i"),
        )
        copies.settle()

    def take(self, person: User) -> int | None:
        """The first that waits, unless somebody is faster."""
        queue = Task.objects.queue([CaseworkFlow], person)
        task = queue.order_by("created").first()
        if task is None:
            return None
        try:
            with task.activation() as activation:
                activation.assign(person)
        except (FlowLockFailed, TransitionNotAllowed):
            return None
        return int(task.pk)
