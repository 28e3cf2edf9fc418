"""Whose clock counts."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from workflow import clock

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.mark.django_db
def test_a_worker_asks_the_database_what_time_it_is() -> None:
    right = timezone.now()

    with time_machine.travel(LONG_AGO):
        moment = clock.now()

    if connection.vendor == "postgresql":
        assert abs(moment - right) < timedelta(minutes=5)
    else:
        assert abs(moment - LONG_AGO) < timedelta(minutes=5)
    assert moment.utcoffset() == timedelta()
