"""Taking from our queue."""

from django.utils import timezone

from bench.claims import Claims
from bench.filling import copies
from bench.ours import world
from processes.models import Membership, Organisation, Person
from processes.roles import Role
from workflow import queues
from workflow.models import Task

ROLE = Role.SIGNATORY
"""A role of nobody else here: no other row of the bench tells them anything."""


class OurClaims(Claims):
    """As the page does that gives a person their next task."""

    def prepare(self) -> None:
        """The product's tables and the bench's people."""
        world.prepare()

    def workers(self, number: int) -> list[Person]:
        """Holders of one role at one organisation."""
        here = Organisation.objects.get(code="BENCH")
        for place in range(Membership.objects.filter(role=ROLE).count(), number):
            person = Person.objects.create_user(f"worker{place}@example.org", name=f"W {place}")
            world.let(person, here, ROLE)
        return list(Person.objects.filter(memberships__role=ROLE).order_by("pk"))

    def fill(self, number: int) -> None:
        """Copies of one case's first task."""
        waiting = Task.objects.filter(role=ROLE, status="NEW", owner=None)
        missing = number - waiting.count()
        if missing <= 0:
            return
        task = world.a_task()
        process = copies.copy(task.process, missing)
        due = copies.later("due", "n.i % 250")
        copies.copy(task, missing, process_id=f"{process} + n.i", role=f"'{ROLE}'", due=due)
        copies.settle()

    def take(self, person: Person) -> int | None:
        """The first that waits."""
        return queues.claim_next(person, at=timezone.now())
