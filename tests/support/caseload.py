"""Many cases of two certification bodies, without the way there: some under way, most closed."""

from typing import Any

from django.contrib.contenttypes.models import ContentType

from processes import kinds
from processes.audit.members import TeamMember
from processes.audit.models import Audit
from processes.case import nodes
from processes.flows import CertificationFlow
from processes.models import Case, Certification, Organisation, Person
from processes.roles import Role
from tests.support import world as worlds
from tests.support.copies import remembered
from tests.support.world import START, World
from workflow.models import Exclusion, Process, Task, TrailChain

KINDS = [kinds.INITIAL, kinds.SURVEILLANCE, kinds.RECERTIFICATION]
CLOSED = [Case.State.GRANTED, Case.State.CONTINUED, Case.State.REFUSED]
EACH, WORKERS = 5, 20
"""How many cases a municipality has; the last of them is under way."""


@remembered
def fill(world: World, number: int) -> None:
    """So many cases; every third of another body, and with people of the world in some."""
    cases = _cases(_certifications(world, number // EACH), number)
    for case, process in zip(cases, _processes(cases), strict=True):
        case.main_process = process
    Case.objects.bulk_create(cases)
    for case in cases:
        case.main_process.subject_id = case.pk
    Process.objects.bulk_update([case.main_process for case in cases], ["subject_id"])
    workers = [world.auditor, world.officer, *_workers()]
    Task.objects.bulk_create(
        task for n, case in enumerate(cases) for task in _tasks(world, case, workers[n % WORKERS])
    )
    _people(world, cases)


def _certifications(world: World, number: int) -> list[Certification]:
    other = Organisation.objects.create(kind="body", code="OTHER", name="Annat", full_name="Annat")
    worlds.person("Olle Annan", other, Role.OFFICER)
    scheme = type(world.scheme).objects.create(
        body=other, code="other", prefix="AN", title_sv="Annat", title_en="Other"
    )
    edition = scheme.editions.create(title_sv="Utgåva 1", title_en="Edition 1")
    places = Organisation.objects.bulk_create(
        Organisation(kind="municipality", code=f"7{n}", name=f"Ort {n}", full_name=f"Ort {n}")
        for n in range(number - 1)
    )
    schemes = [(world.scheme, world.edition), (world.scheme, world.edition), (scheme, edition)]
    made = []
    for n, place in enumerate([world.municipality, *places]):
        one = Certification(organisation=place, scheme=schemes[n % 3][0], created_at=START)
        one.edition = schemes[n % 3][1]
        made.append(one)
    return Certification.objects.bulk_create(made)


def _cases(certifications: list[Any], number: int) -> list[Case]:
    """One of each municipality after the other, as years go."""
    cycle = certifications[0].scheme.cycles.latest("pk")
    return [
        Case(
            certification=(one := certifications[n % len(certifications)]),
            kind=KINDS[n % 3],
            number=f"KL-2026-{n:05}",
            state=CLOSED[n % 3] if n < number - len(certifications) else Case.State.RUNNING,
            edition=one.edition,
            cycle=cycle,
            opened_at=START,
            opened_date=START.date(),
        )
        for n in range(number)
    ]


def _processes(cases: list[Case]) -> list[Process]:
    kind = ContentType.objects.get_for_model(Case)
    chains = TrailChain.objects.bulk_create(TrailChain(key=f"test:{case.number}") for case in cases)
    return Process.objects.bulk_create(
        Process(
            flow_class=CertificationFlow,
            created=START,
            organisation=case.organisation,
            business_key=case.number,
            subject_type=kind,
            subject_id=0,
            chain=chain,
        )
        for case, chain in zip(cases, chains, strict=True)
    )


def _workers() -> list[Person]:
    return Person.objects.bulk_create(
        Person(email=f"{n}@example.org", name=f"Arbetar {n}") for n in range(WORKERS - 2)
    )


def _tasks(world: World, case: Case, worker: Person) -> list[Task]:
    """Of a case under way one that waits, for auditors or the municipality; two that are done."""
    done = [_task(case, CertificationFlow.plan_visit, Role.AUDITOR, world.body) for _ in range(2)]
    for task in done:
        task.give(worker.pk, START)
        task.status, task.finished = "DONE", START
    if not case.is_running:
        return done
    if case.main_process_id % 2:
        waits = _task(case, CertificationFlow.lead_audit, Role.AUDITOR, world.body)
        return [*done, waits, _task(case, CertificationFlow.visit, Role.AUDITOR, world.body)]
    return [_task(case, CertificationFlow.assess, Role.COORDINATOR, case.organisation)]


def _task(case: Case, node: Any, role: Role, place: Organisation) -> Task:
    task = Task(process=case.main_process, flow_task=node, flow_task_type="HUMAN", created=START)
    task.role, task.organisation = role, place
    return task


def _people(world: World, cases: list[Case]) -> None:
    """Every seventh case excludes them; every eleventh has the second auditor, who left some."""
    excluded = [world.officer, world.auditor, world.coordinator]
    Exclusion.objects.bulk_create(
        Exclusion(process=case.main_process, person=person, reason="a tie", role=role)
        for case in cases[::7]
        for person in excluded
        for role in ("", "auditor")
    )
    audits = Audit.objects.bulk_create(Audit(case=case) for case in cases[::11])
    TeamMember.objects.bulk_create(
        TeamMember(
            audit=audit,
            person=world.second_auditor,
            declared_at=START,
            joined_at=START,
            left_at=START if n % 2 else None,
        )
        for n, audit in enumerate(audits)
    )


@remembered
def add_beside(world: World) -> None:
    """Something beside every thirteenth case: what waits there, or was done by an auditor."""
    node = next(one for one in nodes.beside() if one.name == "settle_member")
    for n, case in enumerate(Case.objects.order_by("pk")[::13]):
        main = case.main_process
        process = Process.objects.create(
            flow_class=node.flow_class,
            created=START,
            organisation=case.organisation,
            business_key=case.number,
            subject_type=main.subject_type,
            subject_id=case.pk,
            chain=main.chain,
        )
        task = Task(process=process, flow_task=node, flow_task_type="HUMAN", created=START)
        task.role, task.organisation = (Role.DECISION_MAKER, Role.AUDITOR)[n % 2], world.body
        if n % 3 == 0:
            task.give(world.second_auditor.pk, START)
            task.status, task.finished = "DONE", START
        task.save()
