"""Cases that rest, and days counted by hand."""

from datetime import date, datetime, timedelta
from typing import Any

from notifications.models import Notification
from processes.models import Case, Parking
from processes.parking import actions
from processes.parking.actions import Wanted
from tests.support import drive, stages
from tests.support.world import World
from workflow import sweep, trail
from workflow.calendar import WorkingCalendar, local_date
from workflow.models import Task, TrailChain

DAY = timedelta(days=1)
CALENDAR = WorkingCalendar()


def in_state(world: World, state: str) -> Case:
    return drive.fresh(stages.STATES[state](world, world.municipality))


def until(world: World, clock: Any, moment: datetime) -> None:
    clock.move_to(moment, tick=False)
    world.at = moment
    sweep.fire_due(moment)
    sweep.return_idle_claims(moment)


def parked(world: World, case: Case, days: int, **more: Any) -> Parking:
    wanted = Wanted(local_date(world.at) + days * DAY, "outage", "Driftstopp.", **more)
    return actions.park(drive.fresh(case), wanted, by=world.officer, at=world.at)


def task_of(case: Case) -> Task:
    [task] = drive.human_tasks(case)
    return task


def holds(case: Case) -> bool:
    return not [*trail.verify(TrailChain.objects.get(pk=case.main_process.chain_id))]


def told(case: Case, rule: str) -> set[str]:
    rows = Notification.objects.filter(rule=rule, case=case)
    return {row.recipient.name for row in rows.select_related("recipient")}


def by_hand(day: date, left: int) -> date:
    while left or not CALENDAR.is_working_day(day):
        day += DAY
        left -= bool(left and CALENDAR.is_working_day(day))
    return day


def left_by_hand(day: date, last: date) -> int:
    span = (day + (n + 1) * DAY for n in range((last - day).days))
    return sum(CALENDAR.is_working_day(one) for one in span)
