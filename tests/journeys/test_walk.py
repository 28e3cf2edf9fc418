"""Anybody tries anything, in any order: nothing illegal happens, and the trail retells it."""

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.journeys.walk import Walk

SEEDS = range(300, 304)
"""Few walks of each: Hypothesis makes most of the later ones out of its first."""


@pytest.mark.obligation(46)
@pytest.mark.django_db
def test_anybody_may_try_anything() -> None:
    Walk.prepare()
    for number in SEEDS:
        run_state_machine_as_test(
            seed(number)(Walk),
            settings=settings(
                max_examples=8,
                stateful_step_count=25,
                deadline=None,
                suppress_health_check=list(HealthCheck),
                database=None,
            ),
        )

    assert {"granted", "refused"} <= Walk.ends.keys()
