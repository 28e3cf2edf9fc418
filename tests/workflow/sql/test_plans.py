"""How the database finds tasks: along an index, in its order, no further than a page needs.

What is found so costs the same whatever the number of tasks; the bench measures that it does.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from bench import tasks
from processes.case.reader import Reader
from processes.models import Organisation, Scheme
from processes.workspace import inbox
from processes.workspace.inbox import Filter, View
from tests.support import plans
from workflow import queues
from workflow.models import Timer
from workflow.sweep import attendance
from workflow.timers import reminders

pytestmark = pytest.mark.slow

INDEXES = {
    View.TEAM: "task_queue",
    View.MINE: "task_mine",
    View.WATCHED: "task_mine",
    View.DONE: "task_latest",
}
READS_ALL = {"postgresql": r"Seq Scan on workflow_", "sqlite": r"SCAN (workflow_|[UV]\d)"}


@pytest.fixture
def crowd(db: None) -> tasks.Crowd:
    crowd = tasks.fill(3000)
    schemes()
    plans.settle()
    return crowd


def schemes() -> None:
    """As many schemes as a body may come to have: a table of one row is rightly read whole."""
    body = Organisation.objects.get(code="body")
    Scheme.objects.bulk_create(
        Scheme(body=body, code=f"scheme-{n}", prefix=f"S{n}", title_sv="Prov", title_en="Trial")
        for n in range(20)
    )


def readers(crowd: tasks.Crowd) -> list[Reader]:
    people = (crowd.common, crowd.rare, crowd.empty, crowd.several, crowd.owner)
    return [Reader(person, tasks.AT) for person in people]


def looks(crowd: tasks.Crowd, view: str) -> Iterator[Callable[[], Any]]:
    """Each reader's first and second page of a view, and its count where one is shown."""
    for reader in readers(crowd):
        yield lambda reader=reader: inbox.page(view, reader, Filter())
        if view in (View.MINE, View.TEAM):
            yield lambda reader=reader: inbox.count(view, reader)
        second = inbox.page(view, reader, Filter()).after
        if second:
            yield lambda reader=reader, after=second: inbox.page(view, reader, Filter(), after)


def goes_along(plan: str, index: str) -> bool:
    """The plan reads tasks by this index, and takes the first of them as they come."""
    if connection.vendor == "sqlite":
        used = len(re.findall(rf"USING (?:COVERING )?INDEX {index}\b", plan))
        # Each use's first tasks are merged with those of the other ranges, and nothing more.
        merged = len(re.findall(r"TEMP B-TREE FOR ORDER BY", plan))
        return bool(used) and merged <= len(re.findall(r"SCAN held", plan))
    used = len(re.findall(rf"using {index} on workflow_task", plan))
    taken = rf"(?:Limit|LockRows)\n\s+->  Index (?:Only )?Scan (?:Backward )?using {index} on"
    return bool(used) and len(re.findall(taken, plan)) == used


def reads_all(plan: str) -> bool:
    return re.search(READS_ALL[connection.vendor], plan) is not None


@pytest.mark.parametrize("view", INDEXES)
def test_a_view_reads_the_first_of_each_range_of_its_index(crowd: tasks.Crowd, view: View) -> None:
    for look in looks(crowd, view):
        keys, *rows = plans.of(look)

        assert goes_along(keys, INDEXES[view]), keys
        assert not any(map(reads_all, (keys, *rows))), (keys, rows)


def test_what_waits_for_others_is_found_by_the_latest_processes(crowd: tasks.Crowd) -> None:
    for look in looks(crowd, View.WAITING):
        keys, *rows = plans.of(look)

        assert "process_latest" in keys
        assert "task_latest" in keys
        assert "task_mine" not in keys
        assert not any(map(reads_all, (keys, *rows))), (keys, rows)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads few tasks at once")
def test_what_nobody_may_do_is_looked_for_among_what_waits(crowd: tasks.Crowd) -> None:
    [plan] = plans.of(lambda: list(attendance.lost(tasks.AT.date())))

    assert "USING INDEX task_waiting" in plan
    assert not reads_all(plan), plan


def test_the_next_task_is_the_first_of_each_range(crowd: tasks.Crowd) -> None:
    for reader in readers(crowd):
        asked = plans.of(lambda taker=reader.person: queues.claim_next(taker, at=tasks.AT))

        assert len(asked) <= 2
        for plan in asked:
            assert goes_along(plan, "task_queue"), plan
            assert not reads_all(plan), plan


@pytest.mark.django_db
def test_what_is_due_is_found_by_its_moment() -> None:
    plans.settle()
    due = Timer.objects.due(tasks.AT)

    mere = reminders.waiting(reminders.kind())
    for some in (due.filter(mere), due.exclude(mere)):
        [plan] = plans.of(lambda asked=some: list(asked), table="workflow_timer")
        assert "timer_due" in plan
        assert "TEMP B-TREE" not in plan
