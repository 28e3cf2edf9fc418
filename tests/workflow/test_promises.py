"""A promise has one keeper."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from workflow.models import promises

PROBE = ("processes.membership", "once")


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    yield
    promises._actions.pop(PROBE, None)


def test_two_that_would_keep_the_same_promise_do_not_start() -> None:
    def first(row: Any, *, at: datetime) -> None: ...

    def second(row: Any, *, at: datetime) -> None: ...

    promises.keeps(*PROBE)(first)
    promises.keeps(*PROBE)(first)

    with pytest.raises(ImproperlyConfigured, match="once"):
        promises.keeps(*PROBE)(second)
    assert promises.keeper(*PROBE) is first
