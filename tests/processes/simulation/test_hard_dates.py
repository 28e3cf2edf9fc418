"""Who was late, and who was not."""

from datetime import UTC, date, datetime

import pytest

from processes.simulation.hard_dates import is_late

DUE, HARD = date(2029, 3, 19), date(2029, 5, 9)


@pytest.mark.parametrize(
    ("finished", "late"),
    [
        (datetime(2029, 3, 19, 15, tzinfo=UTC), False),
        (datetime(2029, 3, 19, 23, tzinfo=UTC), False),  # midnight in Sweden: the time ran out
        (datetime(2029, 3, 20, 8, tzinfo=UTC), True),
        (None, True),
    ],
    ids=["on the day", "at its end", "the day after", "never"],
)
def test_a_task_is_late_after_its_last_day(finished: datetime | None, late: bool) -> None:
    assert is_late(finished, DUE, HARD) == late
