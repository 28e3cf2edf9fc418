"""What stays late is told again until somebody acts, whatever was missed meanwhile."""

from datetime import date, timedelta

import pytest

from notifications.models import Notification
from processes.models import Case
from tests.support import drive
from tests.support.world import World
from workflow import sweep
from workflow.calendar import at_eight
from workflow.models import Task, Timer
from workflow.timers.reminders import Ladder, rungs

LADDER = Ladder((-14, -7, -1, 1, 7, 14), 7)
DUE = date(2026, 5, 4)


@pytest.mark.parametrize(
    ("late", "passed", "coming"),
    [
        (-20, None, -14),
        (-14, -14, -7),
        (0, -1, 1),
        (13, 7, 14),
        (14, 14, 21),
        (20, 14, 21),
        (21, 21, 28),
        (400, 399, 406),
    ],
)
def test_a_ladder_goes_on_after_its_last_rung(late, passed, coming) -> None:
    assert (LADDER.passed(late), LADDER.coming(late)) == (passed, coming)
    found = rungs(LADDER, DUE, DUE + timedelta(days=late))
    assert found == (passed, at_eight(DUE + timedelta(days=coming)))


@pytest.mark.parametrize("some", [(-14, -1), (), (-400,)])
def test_a_ladder_that_ends_before_the_deadline_goes_on_after_it(some) -> None:
    assert Ladder(some, 7).coming(0) == 7


def test_a_ladder_without_repetition_has_an_end() -> None:
    assert Ladder((-1, 1)).coming(1) is None
    assert Ladder((-1, 1)).passed(500) == 1


def late_task(world: World) -> Task:
    case = drive.accept(world, drive.apply(world))
    Notification.objects.all().delete()
    return drive.open_task(case, "assess")


def told(rung: int) -> list[tuple[str, str]]:
    rows = Notification.objects.filter(occurrence__endswith=f" {rung:+d}")
    return sorted((row.rule, row.recipient.name.split()[0]) for row in rows)


def test_a_late_task_is_told_again_every_week_and_soon_one_level_up(world: World) -> None:
    task = late_task(world)
    assert task.due is not None

    for day in range(1, 50):
        sweep.fire_due(at_eight(task.due + timedelta(days=day)))

    doer, officer = ("overdue", "Karin"), ("escalated", "Hanna")
    for rung in (1, 7, 14, 21):
        assert told(rung) == [officer, doer]
    for rung in (28, 35, 42, 49):
        assert told(rung) == [("escalated", "Ada"), officer, doer]
    assert Timer.objects.filter(subject_id=task.pk, step="remind", status="waiting").count() == 1


def test_after_a_year_without_a_worker_only_the_newest_is_told(world: World) -> None:
    task = late_task(world)
    assert task.due is not None

    sweep.fire_due(at_eight(task.due + timedelta(days=380)))

    told = Notification.objects.exclude(rule="digest").values_list("occurrence", flat=True)
    assert set(told) == {f"{task.due} +378"}


def test_the_cycle_says_how_often(world: World) -> None:
    world.cycle.limits["repeat"] = 3
    world.cycle.save()
    task = late_task(world)
    assert task.due is not None

    for day in range(1, 24):
        sweep.fire_due(at_eight(task.due + timedelta(days=day)))

    assert told(17)
    assert told(20)
    assert not told(21)


def test_what_is_done_is_told_no_more(world: World) -> None:
    task = late_task(world)
    assert task.due is not None
    drive.assess(world, Case.objects.get())

    sweep.fire_due(at_eight(task.due + timedelta(days=60)))

    assert not Notification.objects.filter(task=task).exists()
