"""The bench's small world: one organisation, one person a role, and cases to copy from."""

import secrets
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from bench.ours.models import Casework
from config.simulated.own_database import make_tables
from processes.models import Membership, Organisation, Person
from processes.roles import Role
from workflow import timers, trail
from workflow.engine import execution
from workflow.models import Task
from workflow.sql import unit_of_work

FLOW = "bench_ours/flow.CaseworkFlow"
DOERS = {
    "assess": Role.COORDINATOR,
    "audit": Role.AUDITOR,
    "correct": Role.COORDINATOR,
    "verify": Role.AUDITOR,
    "decide": Role.DECISION_MAKER,
}
LONG_AGO = date(2020, 1, 1)


def prepare() -> None:
    """The product's tables, then the bench's own, which point to them; the people."""
    make_tables()
    organisation = Organisation.objects.create(
        kind=Organisation.Kind.BODY, code="BENCH", name="Bench", full_name="The bench"
    )
    for role in sorted(set(DOERS.values())):
        person = Person.objects.create_user(f"{role}@example.org", name=role.title())
        let(person, organisation, role)


def let(person: Person, organisation: Organisation, role: str) -> None:
    """Make the person a holder of the role."""
    Membership.objects.create(
        person=person, organisation=organisation, role=role, from_date=LONG_AGO
    )


def people() -> dict[str, Person]:
    """Who holds which role at the one organisation where the steps are done."""
    here = Membership.objects.filter(organisation__code="BENCH").order_by("-pk")
    return {one.role: one.person for one in here.select_related("person")}


def a_task() -> Task:
    """The first task of a case, in the queue."""
    here = Organisation.objects.get(code="BENCH")
    first = Task.objects.filter(organisation=here, role=DOERS["assess"], status="NEW").first()
    if first is not None:
        return first
    casework = start(here, by=people()[Role.AUDITOR], at=timezone.now())
    return Task.objects.get(process__casework=casework, status="NEW")


def start(organisation: Organisation, *, by: Person, at: datetime, flow: str = FLOW) -> Casework:
    """A row, its process and its promises, in the trail; its first task is open."""
    with transaction.atomic(), unit_of_work.buffered():
        casework = Casework(opened_at=at)
        number = f"B-{secrets.token_hex(6)}"
        casework.main_process = execution.create(
            flow, at=at, organisation=organisation, business_key=number, subject=casework
        )
        unit_of_work.rewrite(casework)
        event = trail.Event(subject=casework, step="open", by=by, at=at)
        trail.record(event, casework.main_process.chain)
        timers.begin(casework)
        execution.start(casework.main_process, at=at, by=by)
    return casework
