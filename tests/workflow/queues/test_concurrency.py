"""Several at once, on either database: one wins, the others hear of it, nothing doubles."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction

from bench.filling import copies
from processes.application.actions import begin
from processes.audit.actions import Grading
from processes.audit.findings import correction_actions
from processes.case.actions import claim, next_number
from processes.case.models import Case
from processes.decision import actions as decision_actions
from processes.models import Certificate, Decision, Finding, NumberSeries
from processes.roles import Role
from tests.support import drive
from tests.support.world import World, person
from workflow import queues, sweep, trail
from workflow.engine.transitions import perform
from workflow.exceptions import Refused
from workflow.models import Process, Task, Timer, TrailChain
from workflow.trail import verify

MANY = 8
WAITS = """
    SELECT 1 FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE NOT granted AND datname = current_database()"""


def at_once(work: Callable[[int], Any]) -> list[Any]:
    """What ``work(number)`` gave in each of many threads that start together; refusals as such."""
    barrier = Barrier(MANY)

    def run(number: int) -> Any:
        barrier.wait()
        try:
            return work(number)
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(run, range(MANY)))


def _decidable(world: World) -> Any:
    return drive.report(world, drive.visit(world, drive.audited(world)))


def test_of_many_claims_at_once_one_succeeds(shared_world: World) -> None:
    world = shared_world
    auditors = [person(f"Revisor {n}", world.body, Role.AUDITOR) for n in range(MANY)]
    case = drive.assess(world, drive.accept(world, drive.apply(world)))
    task = drive.open_task(case, "lead_audit")

    answers = at_once(
        lambda n: claim(Task.objects.get(pk=task.pk), by=auditors[n], at=world.at, declared=True)
    )

    assert sum(answer is None for answer in answers) == 1
    assert Task.objects.get(pk=task.pk).owner in auditors


def test_of_many_who_take_the_next_task_each_gets_her_own(shared_world: World) -> None:
    world = shared_world
    officers = [person(f"Handläggare {n}", world.body, Role.OFFICER) for n in range(MANY)]
    case = drive.apply(world)
    pattern = drive.open_task(case, "review_application")
    copies.copy(pattern, 5 * MANY)
    waiting = set(Task.objects.filter(owner=None, status="NEW").values_list("pk", flat=True))

    def empty_the_queue(number: int) -> list[int]:
        take = partial(queues.claim_next, officers[number], at=world.at)
        return list(iter(take, None))

    taken = [task for some in at_once(empty_the_queue) for task in some]

    assert len(taken) == len(set(taken))
    assert set(taken) == waiting
    assert Task.objects.filter(pk__in=waiting, owner__in=officers).count() == len(waiting)


def test_of_many_decisions_at_once_one_counts(shared_world: World) -> None:
    world = shared_world
    case = _decidable(world)
    claim(drive.open_task(case, "decide"), by=world.decision_maker, at=world.at, declared=True)

    answers = at_once(
        lambda n: decision_actions.grant(
            Decision.objects.get(case=case), "Ja.", by=world.decision_maker, at=world.at
        )
    )

    assert sum(answer is None for answer in answers) == 1
    assert Certificate.objects.count() == 1
    assert not [fault for chain in TrailChain.objects.all() for fault in verify(chain)]


def test_numbers_taken_at_once_are_unique_and_without_gaps(shared_world: World) -> None:
    numbers = at_once(lambda n: next_number("KL", 2026))

    assert sorted(numbers) == [f"KL-2026-{n:04d}" for n in range(1, MANY + 1)]
    assert NumberSeries.objects.get().last == MANY


def test_many_sweeps_at_once_fire_each_timer_once(shared_world: World) -> None:
    world = shared_world
    drive.apply(world)
    late = world.at + timedelta(days=40)

    fired = at_once(lambda n: sweep.fire_due(late))

    assert sum(fired) == Timer.objects.filter(status="fired").count() == 1


def test_a_step_and_the_timer_it_stops_do_not_block_each_other(shared_world: World) -> None:
    world = shared_world
    case = drive.assess(world, drive.accept(world, drive.apply(world)))
    claim(drive.open_task(case, "lead_audit"), by=world.auditor, at=world.at, declared=True)
    drive.team.propose_team(drive.fresh(case).audit, [], by=world.auditor, at=world.at)
    timer = Timer.objects.of(drive.fresh(case).audit).get(step="stand")

    def meet(number: int) -> None:
        if number % 2:
            sweep.fire_due(timer.due_at)
        else:
            perform(drive.fresh(case).audit.accept_team, by=world.coordinator, at=world.at)

    at_once(meet)

    timer.refresh_from_db()
    assert (timer.attempts, timer.status in ("fired", "cancelled")) == (0, True)
    assert drive.nodes(case) == ["review_documents"]


def test_of_many_who_open_a_case_at_once_one_does(shared_world: World) -> None:
    world = shared_world

    answers = at_once(
        lambda n: begin(world.municipality, world.scheme, by=world.coordinator, at=world.at)
    )

    assert sum(isinstance(answer, Refused) for answer in answers) == MANY - 1
    assert Case.objects.count() == 1


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_who_corrects_waits_at_the_history_first_as_every_step_does(shared_world: World) -> None:
    world = shared_world
    case = drive.visit(world, drive.audited(world), {"LED-01": "minor"})
    finding = Finding.objects.get(audit__case=case, criterion__code="LED-01")
    grading = Grading("conform", 3, "Rutinen finns.", "Samtal", finding.version)

    def correct() -> Any:
        try:
            return correction_actions.correct(
                finding, grading, "Den visades.", by=world.auditor, at=world.at
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            trail.chain_of(case)
            waiting = pool.submit(correct)
            _wait_for_a_lock()
            # If she held the process already, a step that wants it next would wait for ever.
            free = Process.objects.select_for_update(nowait=True, no_key=True)
            assert free.filter(pk=case.main_process_id).exists()
        assert waiting.result(timeout=20) is not None


def _wait_for_a_lock() -> None:
    """Until another thread waits for one."""
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute(WAITS)
            if cursor.fetchone():
                return
        time.sleep(0.05)
    raise AssertionError("Nobody waits.")
