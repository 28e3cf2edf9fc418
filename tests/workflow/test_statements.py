"""Statements per operation, pinned. BEGIN, COMMIT and savepoints are not counted."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import drive
from tests.world import World
from workflow import queues
from workflow.transitions import perform


@contextmanager
def statements(limit: int) -> Iterator[None]:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        yield
    sqls = [q["sql"] for q in captured.captured_queries]
    counted = [s for s in sqls if not s.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
    assert len(counted) <= limit, "\n".join(counted)


def test_a_claim(world: World) -> None:
    case = drive.assess(world, drive.accept(world, drive.apply(world)))
    task = drive.open_task(case, "lead_audit")

    with statements(2):
        queues.claim(task.pk, by=world.auditor, at=world.at)


def test_a_completed_step_with_trail_timers_gateway_and_the_next_task(world: World) -> None:
    case = drive.apply(world)
    drive.claim(drive.open_task(case, "review_application"), by=world.officer, at=world.at)
    application = drive.fresh(case).application

    with statements(22):
        perform(application.send_back, by=world.officer, at=world.at, reasons="Ange enhet.")
