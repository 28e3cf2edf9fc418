"""Simulated people who keep every limit keep it also when they had to look again."""

from datetime import datetime, timedelta
from random import Random

import pytest

from processes.simulation import pace
from processes.simulation.luck import PUNCTUAL, USUAL
from tests.support.world import START
from workflow.calendar import WorkingCalendar, local_date

DAYS = WorkingCalendar()


def _moment(luck: Random) -> datetime:
    return START + timedelta(hours=luck.randint(0, 9000))


@pytest.mark.parametrize("seed", range(50))
@pytest.mark.parametrize("days", [3, 12])
def test_who_is_punctual_looks_again_within_the_limit(seed: int, days: int) -> None:
    luck = Random(seed)
    moment = _moment(luck)
    due = DAYS.next_working_day(local_date(moment) + timedelta(days=luck.randint(1, 20)))

    again = pace.put_off(moment, timedelta(days=days), due, luck, PUNCTUAL)

    assert moment < again
    assert local_date(again) <= due


def test_others_wait_as_long_as_they_do() -> None:
    due = local_date(START) + timedelta(days=2)
    again = pace.put_off(START, timedelta(days=12), due, Random(1), USUAL)
    assert local_date(again) > due


def test_nobody_looks_again_each_hour_when_the_limit_has_passed() -> None:
    due = local_date(START) - timedelta(days=2)
    again = pace.put_off(START, timedelta(days=3), due, Random(1), PUNCTUAL)
    assert again >= START + timedelta(days=2)
