"""When people do their work: on working days, in working hours, mostly in time."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from processes.simulation.luck import Shares
from workflow.calendar import STOCKHOLM, WorkingCalendar, local_date

CALENDAR = WorkingCalendar()
UNHURRIED = timedelta(days=40)
"""How long a task without a deadline takes at most."""


def on_workday(day: date, luck: Random) -> datetime:
    """An hour of the working day ``day``, or of the next one."""
    if not CALENDAR.is_working_day(day):
        day = CALENDAR.next_working_day(day)
    return datetime.combine(day, time(luck.randint(9, 16)), tzinfo=STOCKHOLM).astimezone(UTC)


def after(moment: datetime, period: timedelta, luck: Random) -> datetime:
    """A working hour at least ``period`` later."""
    return max(moment + timedelta(hours=1), on_workday(local_date(moment + period), luck))


def put_off(
    moment: datetime, period: timedelta, due: date | None, luck: Random, shares: Shares
) -> datetime:
    """When a task that could not be done is looked at again.

    Who is never late does not wait past its deadline: half of what is left, at most.
    """
    today = local_date(moment)
    if due is not None and today < due and not (shares.late or shares.very_late):
        period = min(period, (due - today) / 2)
    return after(moment, period, luck)


def finished(came: datetime, due: date | None, luck: Random, shares: Shares) -> datetime:
    """When a task that came at ``came`` is done: usually before its deadline, some late."""
    period = UNHURRIED if due is None else due - local_date(came)
    how = luck.random()
    if how < shares.very_late:
        share, more = 1.0, timedelta(days=luck.randint(30, 260))
    elif how < shares.very_late + shares.late:
        share, more = 1.0, timedelta(days=luck.randint(1, 15))
    else:
        share, more = luck.triangular(0.05, 0.98, 0.5), timedelta()
    return after(came, period * share + more, luck)
