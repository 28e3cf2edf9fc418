"""What tests of overdue surveillances do and look for."""

from datetime import datetime, timedelta
from typing import Any

from processes.case.actions import claim
from processes.models import Overdue, ProgrammeItem
from tests.support.world import World
from workflow import sweep
from workflow.calendar import end_of, local_date
from workflow.models import Task


def fresh(item: ProgrammeItem) -> ProgrammeItem:
    return ProgrammeItem.objects.get(pk=item.pk)


def until(world: World, clock: Any, moment: datetime) -> datetime:
    """Time passes with nobody doing anything."""
    clock.move_to(moment)
    world.at = moment
    sweep.fire_due(moment)
    return moment


def silent(world: World, clock: Any, item: ProgrammeItem) -> Task:
    """Nobody acts until the visit should have been: the officer's task, taken."""
    until(world, clock, end_of(item.visit_by_date))
    task = asked(item)
    claim(task, by=world.officer, at=world.at)
    return task


def asked(item: ProgrammeItem) -> Task:
    row = item.overdues.get(state="open")
    return Task.objects.exclude(role="").get(process=row.own_process, finished=None)


def open_row(item: ProgrammeItem) -> Overdue:
    return item.overdues.get(state="open")


def soon(world: World, days: int = 60) -> Any:
    return local_date(world.at + timedelta(days=days))
