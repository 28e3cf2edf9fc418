"""Anybody tries anything, in any order: nothing illegal happens, and the trail retells it."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests import world as worlds
from tests.journeys.walk import REACHED, Walk


@pytest.mark.django_db
def test_anybody_may_try_anything() -> None:
    Walk.world = worlds.build()
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=32,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )

    assert {"granted", "refused"} <= REACHED
