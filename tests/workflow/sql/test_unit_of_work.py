"""What a step writes goes together, and nobody who asks sees less than has been written."""

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from notifications.models import Notification
from notifications.recipients import cached
from notifications.recipients import rule as recipients
from processes.case import exclusions
from processes.models import Membership
from tests.support import drive
from tests.support.world import World
from workflow import queues
from workflow.calendar import local_date
from workflow.exceptions import Conflict
from workflow.models import Process, StatefulModel, Task, Timer, TrailChain, TrailEntry
from workflow.sql import unit_of_work, writes
from workflow.sql.compiled import bypassing, compiled

pytestmark = pytest.mark.django_db


def _chain(key: str) -> TrailChain:
    return TrailChain(key=key)


def _grow(chain: TrailChain, length: int) -> None:
    before, chain.length = chain.length, length
    unit_of_work.change(writes.change(chain, length=before), unit_of_work.require_row)


def _write_and_fail(key: str) -> None:
    unit_of_work.add([_chain(key)])
    raise LookupError


def test_all_goes_at_the_end_and_on_postgresql_at_once() -> None:
    known = TrailChain.objects.create(key="known")
    new = _chain("new")

    with CaptureQueriesContext(connection) as sent, transaction.atomic(), unit_of_work.buffered():
        _grow(known, 7)
        unit_of_work.add([new])
        assert new.pk is None

    assert TrailChain.objects.get(key="known").length == 7
    assert TrailChain.objects.get(key="new").pk == new.pk
    written = [one for one in sent.captured_queries if "workflow_trailchain" in one["sql"]]
    assert len(written) == (1 if connection.vendor == "postgresql" else 2)


def test_who_asks_sees_what_has_been_written() -> None:
    with transaction.atomic(), unit_of_work.buffered():
        unit_of_work.add([_chain("new")])

        assert TrailChain.objects.filter(key="new").exists()


def test_what_is_done_to_a_row_that_waits_is_written_too() -> None:
    chain = _chain("new")
    with transaction.atomic(), unit_of_work.buffered():
        unit_of_work.add([chain])
        chain.length = 3

    assert TrailChain.objects.get(key="new").length == 3


def test_a_change_is_written_as_it_was_when_it_was_made() -> None:
    chain = TrailChain.objects.create(key="known")
    with transaction.atomic(), unit_of_work.buffered():
        _grow(chain, 3)
        chain.length = 4

    assert TrailChain.objects.get(key="known").length == 3


def test_who_waits_for_a_row_that_has_changed_hears_of_it_and_nothing_is_written() -> None:
    chain = TrailChain.objects.create(key="known", length=1)
    chain.length = 5  # somebody else's view of it

    @transaction.atomic
    @unit_of_work.buffered()
    def step() -> None:
        unit_of_work.add([_chain("new")])
        _grow(chain, 6)

    with pytest.raises(Conflict):
        step()

    assert list(TrailChain.objects.values_list("key", "length")) == [("known", 1)]


def test_an_error_inside_drops_what_waits() -> None:
    @transaction.atomic
    @unit_of_work.buffered()
    def step() -> None:
        _write_and_fail("new")

    with pytest.raises(LookupError):
        step()
    unit_of_work.add([_chain("later")])

    assert list(TrailChain.objects.values_list("key", flat=True)) == ["later"]


def test_the_end_of_an_inner_unit_of_work_writes_all_that_waits() -> None:
    outer, inner = _chain("outer"), _chain("inner")
    with transaction.atomic(), unit_of_work.buffered():
        unit_of_work.add([outer])
        with unit_of_work.buffered():
            unit_of_work.add([inner])

        assert outer.pk is not None
        assert inner.pk is not None


def test_what_a_savepoint_takes_back_takes_nothing_else_with_it() -> None:
    with transaction.atomic(), unit_of_work.buffered():
        unit_of_work.add([_chain("before")])
        with pytest.raises(LookupError), transaction.atomic():
            _write_and_fail("inside")
        unit_of_work.add([_chain("after")])

    assert set(TrailChain.objects.values_list("key", flat=True)) == {"before", "after"}


def test_only_what_is_new_is_written_and_then_nobody_is_told_a_key() -> None:
    TrailChain.objects.create(key="known")
    again = [_chain("known"), _chain("new")]
    with transaction.atomic(), unit_of_work.buffered():
        unit_of_work.add(again, new_only=True)

    assert [one.pk for one in again] == [None, None]
    assert TrailChain.objects.count() == 2


def test_without_a_unit_of_work_it_is_written_at_once() -> None:
    chain = _chain("new")

    unit_of_work.add([chain])
    _grow(chain, 2)

    assert TrailChain.objects.get(pk=chain.pk).length == 2


def test_a_question_about_what_no_step_writes_need_not_wait(world: World) -> None:
    @compiled(bypasses_buffer=True)
    def roles(person: int) -> QuerySet[Membership]:
        return Membership.objects.filter(person=person)

    roles(world.officer.pk).all()  # the first time it is compiled
    chain = _chain("new")
    with transaction.atomic(), unit_of_work.buffered():
        unit_of_work.add([chain])

        assert roles(world.officer.pk).all()
        assert chain.pk is None


def test_what_was_not_sent_before_an_error_is_not_sent_after_it() -> None:
    """A savepoint is taken back with all that waits since: nothing of it is even tried."""
    stale = TrailChain.objects.create(key="known", length=1)
    stale.length = 5  # somebody else's view of it

    @transaction.atomic
    def inner() -> None:
        _grow(stale, 6)
        _write_and_fail("new")

    with transaction.atomic(), unit_of_work.buffered(), pytest.raises(LookupError):
        inner()

    assert list(TrailChain.objects.values_list("key", "length")) == [("known", 1)]


def test_a_conflict_leaves_nothing_of_its_savepoint_to_keep() -> None:
    stale = TrailChain.objects.create(key="known", length=1)
    stale.length = 5

    @transaction.atomic
    def inner() -> None:
        unit_of_work.add([_chain("new")])
        _grow(stale, 6)

    @transaction.atomic
    @unit_of_work.buffered()
    def outer() -> None:
        with pytest.raises(Conflict):
            inner()
        TrailChain.objects.count()

    with pytest.raises(TransactionManagementError):
        outer()

    assert list(TrailChain.objects.values_list("key", "length")) == [("known", 1)]


def test_no_question_that_need_not_wait_asks_about_what_waits(world: World) -> None:
    task = drive.open_task(drive.apply(world), "review_application")
    day = local_date(world.at)
    role, place = task.role, task.organisation_id or 0
    recipients.owner(world.officer.pk).all()
    recipients.queue(role, place, process=task.process_id, by=world.officer.pk, day=day).all()
    cached.holders(role, place, day).all()
    queues.may_keep(task, world.officer.pk, day)
    steps = [model for model in apps.get_models() if issubclass(model, StatefulModel)]
    waiting = [*steps, Notification, Process, Task, Timer, TrailChain, TrailEntry]

    asked = {sql for sql in bypassing if "processes_" in sql}
    assert sum('"workflow_bar"' in sql for sql in asked) == 2
    assert sum("notifications_preference" in sql for sql in asked) == 3
    for sql in bypassing:
        for model in waiting:
            assert f'"{model._meta.db_table}"' not in sql, sql


def test_who_is_excluded_is_excluded_before_anybody_is_asked_for(world: World) -> None:
    task = drive.open_task(drive.apply(world), "review_application")
    with transaction.atomic(), unit_of_work.buffered():
        exclusions.exclude(task.process, world.officer, reason="a tie", at=world.at, role=task.role)

        assert not queues.may_keep(task, world.officer.pk, local_date(world.at))
