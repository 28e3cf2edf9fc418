"""Rows written by the hundred are the rows that the ORM would have written."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, models
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from notifications.models import Notification, posted
from tests.support.world import World
from workflow import timers
from workflow.models import Timer
from workflow.sql import bulk, instances
from workflow.sql.compiled import Many, compiled

AT = datetime(2026, 3, 29, 0, 59, 59, 123456, tzinfo=UTC)


def _contents(row: models.Model) -> dict[str, Any]:
    names = [field.attname for field in row._meta.concrete_fields]
    return {name: getattr(row, name) for name in names if name != "id"}


@pytest.mark.parametrize(
    "explanation", [None, {}, {"rule": "svar \"å\" 'ä'", "skipped": [1, None, True]}]
)
def test_a_timer_comes_back_as_it_was_given(world: World, explanation: Any) -> None:
    timer = timers.promise(world.scheme, "probe", due_at=AT, explanation=explanation)
    timer.lateness, timer.error = timedelta(days=40, microseconds=7), "rad 1\nrad 2; DROP '%s'"

    assert bulk.insert(Timer, [instances.values_of(timer)]) == 1

    assert _contents(Timer.objects.get(step="probe")) == _contents(timer)


def test_a_notice_comes_back_as_it_was_given_and_only_once(world: World) -> None:
    row = posted(
        subject="x:1",
        rule="due_soon",
        occurrence="2026-01-01 -7",
        recipient_id=world.officer.pk,
        reference="ÅÄÖ-1",
        facts={"until": "2026-01-01", "n": [1, 2.5]},
        at_once=False,
        created_at=AT,
        next_try_at=AT,
    )

    twice = [instances.values_of(row)] * 2
    written = [bulk.insert(Notification, twice) for _ in range(2)]

    assert written == [1, 0]
    assert _contents(Notification.objects.get()) == _contents(row)


def test_what_a_record_does_not_name_has_its_default(world: World) -> None:
    start = timers.promise(world.scheme, "probe", due_at=AT)
    names = ("subject_type_id", "subject_id", "step", "due_at", "original_due_at")

    bulk.insert(Timer, [{name: getattr(start, name) for name in names}])

    kept = Timer.objects.get(step="probe")
    assert (kept.status, kept.attempts, kept.explanation) == ("waiting", 0, None)
    assert kept.promised_at is not None


def test_any_number_of_keys_is_one_parameter(world: World) -> None:
    rows = [timers.start(world.scheme, f"probe {n}", due_at=AT) for n in range(5)]
    keys = [row.pk for row in rows[1:]] + list(range(10**6, 10**6 + 40_000))

    with CaptureQueriesContext(connection) as asked:
        found = list(Timer.objects.filter(bulk.among(keys)).order_by("pk"))

    assert found == rows[1:]
    assert len(asked) == 1
    assert not Timer.objects.filter(bulk.among([])).exists()


@compiled
def many(keys: Many[int]) -> QuerySet[Timer, int]:
    return Timer.objects.filter(bulk.among(keys)).values_list("pk", flat=True).order_by("pk")


def test_a_compiled_query_takes_any_number_of_keys(world: World) -> None:
    keys = [timers.start(world.scheme, f"probe {n}", due_at=AT).pk for n in range(3)]

    assert many([keys[2], keys[0], 10**6]).all() == [keys[0], keys[2]]
    assert many([]).all() == []
