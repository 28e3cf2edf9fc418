"""A flow is changed while cases run by it: they are moved, or run on as they are."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from processes.application.actions import begin
from processes.closing.actions import close
from processes.flows import CertificationFlow
from processes.models import Case, Organisation
from processes.roles import Role
from tests.support import drive
from tests.support.world import World, person
from tests.workflow.second_version import beside, second
from workflow import queues, sweep, trail
from workflow.definition import versions
from workflow.engine import lapses
from workflow.exceptions import Refused
from workflow.models import Process, Task, Timer, TrailEntry
from workflow.timers import reminders
from workflow.versions import moving

__all__ = ["beside"]
MANY = 30


def towns(number: int) -> list[tuple[Organisation, Any]]:
    made = []
    for n in range(number):
        town = Organisation.objects.create(
            kind="municipality", code=f"9{n:03}", name=f"Ort {n}", full_name=f"Ort {n}"
        )
        made.append((town, person(f"Kim Ort{n}", town, Role.COORDINATOR)))
    return made


def many(world: World) -> list[Case]:
    """Thirty that run: most applied for, some still being written, two to be signed."""
    cases = []
    for n, (town, somebody) in enumerate(towns(MANY)):
        if n % 3 == 2:
            cases.append(begin(town, world.scheme, by=somebody, at=world.at))
        else:
            cases.append(drive.apply(world, town, somebody))
    for case in (cases[0], cases[15]):
        accepted(world, case)
    return [drive.fresh(case) for case in cases]


def accepted(world: World, case: Case) -> None:
    """Reviewed: its agreement is to be signed."""
    application = case.application
    application.enough_information = application.body_is_competent = True
    application.no_conflict_of_interest = True
    application.save()
    drive.application_actions.accept(application, by=world.officer, at=world.at)


def run(*args: str, **options: Any) -> str:
    out = StringIO()
    call_command("migrate_cases", "CertificationFlow", "1", "2", *args, stdout=out, **options)
    return out.getvalue()


def task_of(case: Case) -> Task:
    [task] = drive.human_tasks(case)
    return task


@pytest.mark.django_db
def test_under_thirty_running_cases_twenty_eight_are_moved_and_two_run_on(
    world: World, beside: Any
) -> None:
    cases = many(world)
    before = {task.pk: (task.owner, task.due) for case in cases for task in [task_of(case)]}
    beside(second())

    said = run()

    assert "28 moved, 2 stay and run on by version 1, 0 have ended." in said
    assert said.count("stays. It stands at sign_agreement") == 2
    versions_now = [drive.fresh(case).flow_version for case in cases]
    assert (versions_now.count(2), versions_now.count(1)) == (28, 2)
    for case in cases:
        task = task_of(drive.fresh(case))
        owner, due = before[task.pk]
        assert task.owner == owner
        assert task.due == (None if task.flow_task.name == "apply" else due)
        assert [trail.verify(chain) for chain in [case.main_process.chain]] == [[]]
    entries = TrailEntry.objects.filter(step=moving.STEP)
    assert entries.count() == entries.values("chain").distinct().count() == 28


@pytest.mark.django_db
def test_moved_and_refused_cases_both_go_on_to_their_agreements(world: World, beside: Any) -> None:
    stays, moves = drive.apply(world), drive.apply(world, *towns(1)[0])
    accepted(world, stays)
    beside(second())
    run()

    accepted(world, drive.fresh(moves))
    drive.perform(
        drive.fresh(stays).agreement.sign,
        by=world.signatory,
        at=world.at,
        signatory=world.signatory,
        moment=world.at,
    )

    assert drive.nodes(drive.fresh(moves)) == ["sign_agreement"]
    assert drive.nodes(drive.fresh(stays)) == ["assess"]
    assert drive.fresh(stays).flow_version == 1


@pytest.mark.django_db
def test_a_dry_run_says_the_same_and_changes_nothing(world: World, beside: Any) -> None:
    many(world)
    beside(second())

    foretold = run("--dry-run")

    assert "28 would be moved, 2 stay" in foretold
    assert not TrailEntry.objects.filter(step=moving.STEP).exists()
    assert Process.objects.filter(flow_class=CertificationFlow).count() == MANY
    lines = [line for line in foretold.splitlines() if line.startswith("KL-")]
    assert lines == [line for line in run().splitlines() if line.startswith("KL-")]


@pytest.mark.django_db
def test_a_mapped_timer_keeps_its_time_and_others_stop_or_begin(world: World, beside: Any) -> None:
    drafted = begin(*towns(1)[0][:1], world.scheme, by=world.coordinator, at=world.at)
    applied = drive.apply(world)
    kept = Timer.objects.of(task_of(applied)).get(step=reminders.STEP)
    beside(second())
    world.later(days=1)
    made = second_version()

    for case in (drafted, applied):
        moving.move(case.main_process_id, made, at=world.at)

    assert Timer.objects.of(task_of(applied)).get(step=reminders.STEP).due_at == kept.due_at
    begun = Timer.objects.of(task_of(applied)).get(step=lapses.LAPSE)
    assert (begun.status, begun.promised_at >= kept.promised_at) == ("waiting", True)
    stopped = Timer.objects.of(task_of(drafted)).values_list("step", "status")
    assert set(stopped) == {(step, "cancelled") for step in (reminders.STEP, *lapses.STEPS)}
    assert task_of(drafted).explanation is None
    entry = TrailEntry.objects.get(chain=drafted.main_process.chain, step=moving.STEP)
    [said] = entry.data["tasks"]
    assert (said["node"], said["to"], said["stopped"]) == ("apply", "apply", ["deadline", "lapse"])


def second_version() -> Any:
    return moving.flow_of("CertificationFlow", 2)


@pytest.mark.django_db
def test_what_lapses_in_the_new_version_does_so_in_its_time(world: World, beside: Any) -> None:
    case = drive.apply(world)
    beside(second())
    moving.move(case.main_process_id, second_version(), at=world.at)

    sweep.fire_due(world.at + timedelta(days=100))

    assert drive.fresh(case).current_state == "closed"


@pytest.mark.django_db
def test_an_ended_case_stays_and_one_moved_already_is_not_moved_again(
    world: World, beside: Any
) -> None:
    ended, moved = drive.apply(world), drive.apply(world, *towns(1)[0])
    close(ended, "other", "Dubblett.", by=world.officer, at=world.at)
    made = beside(second())
    moving.move(moved.main_process_id, made, at=world.at)

    with pytest.raises(Refused, match="has ended"):
        moving.move(ended.main_process_id, made, at=world.at)
    with pytest.raises(Refused, match="already"):
        moving.move(moved.main_process_id, made, at=world.at)
    assert "0 moved, 0 stay and run on by version 1, 1 have ended." in run()


@pytest.mark.django_db
def test_whoever_has_a_task_must_be_one_who_may_do_it_there(world: World, beside: Any) -> None:
    case = drive.apply(world)
    drive.claim(task_of(case), by=world.officer, at=world.at)
    other = second()
    other.check_application.queue = CertificationFlow.sign_agreement.queue
    beside(other)

    with pytest.raises(Refused, match="may not do check_application"):
        moving.move(case.main_process_id, other, at=world.at)

    queues.hand_back(task_of(case), by=world.officer, at=world.at)
    moving.move(case.main_process_id, other, at=world.at)
    assert (task_of(case).role, task_of(case).organisation) == ("signatory", world.municipality)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("declared", "words"),
    [
        ({}, "does not say in FROM"),
        ({1: {"reviewed": "check_application"}}, "names reviewed"),
        ({1: {"review_application": "checked"}}, "names checked"),
    ],
)
def test_a_mapping_that_is_missing_or_misspelt_moves_nobody(
    world: World, beside: Any, declared: Any, words: str
) -> None:
    beside(second(FROM=declared))

    with pytest.raises(CommandError, match=words):
        run()
    with pytest.raises(CommandError, match="no version 3"):
        call_command("migrate_cases", "CertificationFlow", "1", "3")


@pytest.mark.django_db
def test_a_killed_command_goes_on_where_it_was(
    world: World, beside: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(world)
    made = beside(second())
    moves = moving.move_all(CertificationFlow, made, at=world.at)
    for _ in range(10):
        next(moves)
    moves.close()
    done = TrailEntry.objects.filter(step=moving.STEP).count()

    said = run()

    assert 0 < done < 11
    assert f"{28 - done} moved, 2 stay" in said
    assert TrailEntry.objects.filter(step=moving.STEP).count() == 28


@pytest.mark.django_db
def test_pages_of_a_moved_case_show_the_new_version(
    world: World, beside: Any, client: Client
) -> None:
    case = drive.apply(world)
    beside(second())
    run()
    client.force_login(world.officer)

    assert (
        "Check the application" in client.get(reverse("case", args=[case.number])).content.decode()
    )
    history = client.get(reverse("case_history", args=[case.number])).content.decode()
    assert "enligt en ny version av processen" in history


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_a_case_that_somebody_is_at_work_on_stays(shared_world: World, beside: Any) -> None:
    case = drive.apply(shared_world)
    made = beside(second())

    def move() -> Any:
        try:
            return moving.move(case.main_process_id, made, at=shared_world.at)
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        trail.chain_of(case)
        answer = pool.submit(move).result(timeout=20)

    assert isinstance(answer, Refused)
    assert answer.code == "refused.process_locked"


def test_versions_are_told_by_the_number_at_the_end() -> None:
    assert versions.version_of("processes/flows.CertificationFlow") == 1
    assert versions.version_of("processes/flows.CertificationFlow12") == 12
    assert (
        versions.family("processes/flows.second.CertificationFlow2")
        == "processes/CertificationFlow"
    )
