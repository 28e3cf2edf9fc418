"""Every minute of thirteen years in Stockholm: each morning exactly once, at 08:00 on the wall."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from chaos.report import Figure, none_of
from chaos.scene import Scene
from tests.support.oracle import hours_ahead, summer_time
from workflow.calendar import at_eight, last_morning

NEEDS_SERVICES = False
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
YEARS = range(2025, 2038)

Span = tuple[datetime, datetime]
SIZES: dict[str, list[Span]] = {
    "full": [
        (datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)) for year in YEARS
    ],
    "short": [
        (change - 3 * DAY, change + 3 * DAY) for year in YEARS for change in summer_time(year)
    ],
}


def drill(scene: Scene, spans: list[Span]) -> Iterator[Figure]:
    """Ask each minute for which day the notices of the morning are due, as the sweep does."""
    minutes, wrong = 0, 0
    mornings: list[date] = []
    for begin, end in spans:
        found, faults = _walk(begin, end)
        mornings += found
        wrong += faults
        minutes += (end - begin) // MINUTE
        scene.say(f"{begin.date()} to {end.date()}: {len(found)} mornings")
    days = sum(_days(begin, end) for begin, end in spans)
    what = f"mornings in {minutes:,} minutes of {YEARS[0]} to {YEARS[-1]}, each exactly once"
    reached = len(set(mornings))
    yield Figure(what, f"{days:,}", f"{reached:,}", reached == len(mornings) == days)
    yield none_of("mornings at another time than 08:00 by the clock of an oracle", wrong)


def _walk(begin: datetime, end: datetime) -> tuple[list[date], int]:
    """The mornings that came from one minute to the next, and how many came wrongly."""
    mornings, wrong = [], 0
    before, moment = last_morning(begin - MINUTE), begin
    while moment < end:
        now = last_morning(moment)
        if now != before:
            wall = moment + timedelta(hours=hours_ahead(moment))
            wrong += (now, 8, 0) != (wall.date(), wall.hour, wall.minute) or now != before + DAY
            wrong += at_eight(now) != moment
            mornings.append(now)
            before = now
        moment += MINUTE
    return mornings, wrong


def _days(begin: datetime, end: datetime) -> int:
    """How often the oracle's wall shows 08:00 in a span of whole days."""
    eights = (
        begin + hour * timedelta(hours=1) for hour in range((end - begin) // timedelta(hours=1))
    )
    return sum((one + timedelta(hours=hours_ahead(one))).hour == 8 for one in eights)
