"""A database that restarts costs a worker seconds, not its task."""

import pytest
from django.db import InterfaceError, OperationalError

from workflow.sql import outages


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outages, "PAUSE_SECONDS", 0)
    monkeypatch.setattr(outages, "_let_go", lambda: None)


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_work_begins_again_when_the_database_was_lost(error: type[Exception]) -> None:
    errors = [error(), error()]

    def work() -> None:
        if errors:
            raise errors.pop()

    outages.sat_out(work)()

    assert errors == []


def test_a_database_that_stays_away_lets_the_task_fail() -> None:
    tries: list[int] = []

    def work() -> None:
        tries.append(1)
        raise OperationalError

    with pytest.raises(OperationalError):
        outages.sat_out(work)()
    assert len(tries) == outages.TRIES


def test_any_other_error_is_not_repeated() -> None:
    tries: list[int] = []

    def work() -> None:
        tries.append(1)
        raise KeyError

    with pytest.raises(KeyError):
        outages.sat_out(work)()
    assert len(tries) == 1
