"""Tasks by the million: a queue page and a claim must cost the same with many as with few.

``fill`` makes patterns with the ORM and lets the database multiply them. It wants an empty,
migrated database, and leaves the statistics as they are: whether they are stale is the caller's.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from bench.filling.multiplied import multiplied
from processes import kinds
from processes.flows import CertificationFlow
from processes.models import (
    Case,
    Certification,
    Edition,
    Membership,
    Organisation,
    Person,
    RenewalCycle,
    Scheme,
)
from processes.roles import Role
from workflow.calendar import WorkingCalendar
from workflow.models import Exclusion, Process, Task, TrailChain

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
PLACES, WORKERS, PATTERNS, RARE = 290, 20, 2000, 20


@dataclass(frozen=True)
class Crowd:
    """Who stands before the queues."""

    common: Any
    """Three of ten tasks wait in their queue."""
    rare: Any
    """Twenty tasks wait in theirs, however many there are."""
    empty: Any
    """None waits in theirs."""
    several: Any
    """Three roles at the body, and one in each of five municipalities."""
    owner: Any
    """Has taken some, and done many."""


@transaction.atomic
def fill(number: int) -> Crowd:
    """So many tasks (at least 2,000) in a tenth as many processes, and those they are for."""
    body, *places = _organisations()
    crowd, workers = _people(body, places)
    processes = _processes(_cases(body, places), number // 10)
    _tasks(number, body, workers, processes)
    _exclusions(crowd, workers, processes)
    return crowd


def _organisations() -> list[Organisation]:
    body = Organisation(kind="body", code="body", name="Certifieringsorganet")
    places = [
        Organisation(kind="municipality", code=f"{n:04}", name=f"Kommun {n}") for n in range(PLACES)
    ]
    return Organisation.objects.bulk_create([body, *places])


def _people(body: Organisation, places: list[Organisation]) -> tuple[Crowd, list[Person]]:
    names = ["common", "rare", "empty", "several", *(f"worker {n}" for n in range(WORKERS))]
    people = Person.objects.bulk_create(
        [Person(email=f"{name}@example.org", name=name) for name in names]
    )
    common, rare, empty, several, *workers = people
    held = [(common, Role.OFFICER), (rare, Role.DECISION_MAKER), (empty, Role.ADMINISTRATOR)]
    held += [(several, role) for role in (Role.OFFICER, Role.AUDITOR, Role.DECISION_MAKER)]
    held += [(worker, Role.AUDITOR) for worker in workers]
    seats = [(person, role, body) for person, role in held]
    seats += [(several, Role.COORDINATOR, place) for place in places[:5]]
    Membership.objects.bulk_create(
        Membership(person=person, role=role, organisation=place, from_date=date(2020, 1, 1))
        for person, role, place in seats
    )
    return Crowd(common, rare, empty, several, workers[0]), workers


def _cases(body: Organisation, places: list[Organisation]) -> list[Case]:
    """One of each municipality, all of the body's scheme."""
    titles = {"title_sv": "Prov", "title_en": "Trial"}
    scheme = Scheme.objects.create(body=body, code="bench", prefix="KL", **titles)
    edition = Edition.objects.create(scheme=scheme, **titles)
    cycle = RenewalCycle.objects.create(scheme=scheme)
    made = Certification.objects.bulk_create(
        Certification(organisation=place, scheme=scheme, created_at=AT) for place in places
    )
    return Case.objects.bulk_create(
        Case(
            certification=certification,
            kind=kinds.INITIAL,
            number=f"KL-2026-{certification.organisation_id:04}",
            edition=edition,
            cycle=cycle,
            opened_at=AT,
            opened_date=AT.date(),
        )
        for certification in made
    )


def _processes(cases: list[Case], number: int) -> list[int]:
    kind = ContentType.objects.get_for_model(Case)
    chains = TrailChain.objects.bulk_create(TrailChain(key=f"bench:{one.pk}") for one in cases)
    firsts = Process.objects.bulk_create(
        Process(
            flow_class=CertificationFlow,
            created=AT,
            organisation=case.organisation,
            business_key=case.number,
            subject_type=kind,
            subject_id=case.pk,
            chain=chain,
        )
        for case, chain in zip(cases, chains, strict=True)
    )
    for case, first in zip(cases, firsts, strict=True):
        case.main_process = first
    Case.objects.bulk_update(cases, ["main_process"])
    multiplied(Process, max(number // PLACES, 1) * PLACES)
    return list(Process.objects.order_by("pk").values_list("pk", flat=True))


def _tasks(number: int, body: Organisation, workers: list[Person], processes: list[int]) -> None:
    firsts = Process.objects.in_bulk(processes[:PLACES])
    patterns = [
        _task(n, body, workers[n // 100], firsts[processes[n % PLACES]]) for n in range(PATTERNS)
    ]
    Task.objects.bulk_create(patterns)
    # A multiple of the places on: a municipality's task stays in one of its own processes.
    first, ring = processes[0], len(processes)
    onward = f"{first} + (process_id - {first} + id / {PATTERNS} * {PLACES}) % {ring}"
    multiplied(Task, number - RARE, process_id=onward)
    Task.objects.bulk_create(
        _waiting(n, Role.DECISION_MAKER, body, process)
        for n, process in enumerate(firsts.values())
        if n < RARE
    )


def _task(n: int, body: Organisation, worker: Person, process: Process) -> Task:
    """Of a hundred: 50 done, 5 taken, 30 in the common queue, 5 declared, 10 of municipalities."""
    kind = n * 37 % 100
    if kind < 55:
        task = _waiting(n, Role.AUDITOR, body, process)
        task.give(worker.pk, AT)
        if kind < 50:
            task.status, task.finished = "DONE", AT
        return task
    if kind < 85:
        return _waiting(n, Role.OFFICER, body, process)
    if kind < 90:
        return _waiting(n, Role.AUDITOR, body, process, CertificationFlow.lead_audit)
    return _waiting(n, Role.COORDINATOR, process.organisation, process)


def _waiting(
    n: int,
    role: Role,
    place: Organisation,
    process: Process,
    node: Any = CertificationFlow.review_application,
) -> Task:
    task = Task(process=process, flow_task=node, flow_task_type="HUMAN", created=AT)
    task.role, task.organisation, task.priority = role, place, int(n % 47 == 7)
    task.declared = node.declared
    if n % 19:
        started = AT.date() + timedelta(days=n * 7919 % 400 - 30)
        task.promise(WorkingCalendar().add_working_days(started, 10, "review"), effort=2)
    return task


def _exclusions(crowd: Crowd, workers: list[Person], processes: list[int]) -> None:
    kept = [(crowd.common, "", 20), (crowd.several, "", 25), (crowd.rare, "decision_maker", 5)]
    kept += [(worker, "decision_maker", 40) for worker in workers]
    Exclusion.objects.bulk_create(
        (
            Exclusion(process_id=process, person=person, role=role, reason="bench")
            for person, role, step in kept
            for process in processes[::step]
        ),
        batch_size=2000,
    )
