"""Statements per operation, pinned. BEGIN, COMMIT and savepoints are not counted.

The engine is counted alone and with all that listens to it: mails, separation of duties.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.dispatch import Signal
from django.test.utils import CaptureQueriesContext

from notifications.recipients import cached
from processes import kinds
from processes.application import actions as application_actions
from processes.application.models import Application
from processes.case import actions as case_actions
from processes.case.models import Case, Certification
from tests.support import drive
from tests.support.world import World
from workflow import events, queues, trail
from workflow.engine.transitions import perform
from workflow.models import Process


@contextmanager
def statements(limit: int, *, postgresql: int | None = None) -> Iterator[None]:
    """At most so many; on PostgreSQL fewer, where writes that go together are one."""
    if connection.vendor == "postgresql" and postgresql is not None:
        limit = postgresql
    with CaptureQueriesContext(connection) as captured:
        yield
    sqls = [q["sql"] for q in captured.captured_queries]
    counted = [s for s in sqls if not s.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
    assert len(counted) <= limit, "\n".join(counted)


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody listens to the engine."""
    for signal in vars(events).values():
        if isinstance(signal, Signal):
            monkeypatch.setattr(signal, "send", lambda **_announced: [])


@pytest.fixture
def to_lead(world: World) -> Case:
    return drive.assess(world, drive.accept(world, drive.apply(world)))


def test_a_claim(world: World, to_lead: Case) -> None:
    task = drive.open_task(to_lead, "lead_audit")

    with statements(1):
        queues.claim(task.pk, by=world.auditor, at=world.at)


def test_a_claim_with_a_declaration_in_the_trail(world: World, to_lead: Case) -> None:
    task = drive.open_task(to_lead, "lead_audit")

    with statements(6):
        drive.claim(task, by=world.auditor, at=world.at, declared=True)


def as_read(case: Case) -> Application:
    """The application as its page has read it."""
    cases = Case.objects.select_related("certification__scheme", "cycle", "application")
    return cases.get(pk=case.pk).application


def _return(world: World, limit: int, *, postgresql: int) -> None:
    case = drive.apply(world)
    drive.claim(drive.open_task(case, "review_application"), by=world.officer, at=world.at)
    application = as_read(case)

    with statements(limit, postgresql=postgresql):
        perform(application.send_back, by=world.officer, at=world.at, reasons="Ange enhet.")


def test_a_completed_step_with_trail_timers_gateway_and_the_next_task(
    world: World, alone: None
) -> None:
    _return(world, 7, postgresql=3)


def test_the_same_with_the_mails_it_leads_to(world: World) -> None:
    _return(world, 9, postgresql=4)


def test_a_case_its_chain_and_its_process_are_written_together(world: World) -> None:
    certification = Certification.objects.create(
        organisation=world.municipality, scheme=world.scheme, created_at=world.at
    )
    opening = case_actions.Opening(kinds.INITIAL, coordinator=world.coordinator)

    ContentType.objects.get_for_model(Case)  # read once in a process, whichever test is first
    with statements(13, postgresql=10):
        case = case_actions.create(certification, opening, by=world.coordinator, at=world.at)

    process = Process.objects.select_related("chain").get(pk=case.main_process_id)
    assert Case.objects.get(pk=case.pk).main_process == process
    assert (process.subject_id, process.chain.key) == (case.pk, trail.chain_key(case))
    assert process.chain.length == 1
    assert not trail.verify(process.chain)


def test_a_task_in_a_queue_with_its_reminder_and_mails(world: World) -> None:
    cached._remembered.clear()

    _submit(world, 8, postgresql=3)


def test_the_same_while_the_directory_has_not_changed(world: World) -> None:
    drive.apply(world, world.neighbour, world.neighbour_coordinator)

    _submit(world, 7, postgresql=2)


def _submit(world: World, limit: int, *, postgresql: int) -> None:
    case = application_actions.begin(
        world.municipality, world.scheme, by=world.coordinator, at=world.at
    )
    application = as_read(case)
    application.scope, application.sites = "Service till företag", "Stadshuset"
    application.consultancy = "Nej"

    with statements(limit, postgresql=postgresql):
        perform(application.submit, by=world.coordinator, at=world.at, moment=world.at)
