"""What is planned moves to a published cycle, each turn once, whatever happens meanwhile."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from processes.models import Changeover, ChangeoverPart, ProgrammeItem
from processes.renewal import tasks
from processes.renewal.changeover import changes as changeover
from processes.renewal.changeover import preview
from tests.support.country import certificates, draft, publish, statements
from tests.support.world import START
from tests.workflow.queues.test_concurrency import at_once
from workflow.calendar import local_date
from workflow.exceptions import Conflict, Refused
from workflow.models import Timer, TrailChain, TrailEntry
from workflow.trail import verify

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def begun(world):
    """Four municipalities, whose surveillances come a month earlier."""
    certificates(world, 4)
    return publish(world, draft(world))


def moves_in_the_trail():
    return sorted(TrailEntry.objects.filter(step="move").values_list("subject_id", flat=True))


def assert_each_turn_moved_once(begun):
    turns = ProgrammeItem.objects.filter(kind="surveillance")
    assert moves_in_the_trail() == sorted(turns.values_list("pk", flat=True))
    assert all(not move.is_change for move in preview.moves(begun.cycle, local_date(START)))
    waiting = Timer.objects.filter(step="open", status=Timer.Status.WAITING)
    assert waiting.count() == ProgrammeItem.objects.filter(state="planned").count()
    assert not [fault for chain in TrailChain.objects.all() for fault in verify(chain)]


def test_what_was_changed_is_what_was_shown(world):
    certificates(world, 4)
    cycle = draft(world)
    shown = [move.as_json() for move in preview.moves(cycle, local_date(START)) if move.is_change]

    begun = publish(world, cycle)
    changeover.go_on(begun, at=START)

    assert [change for part in begun.parts.order_by("pk") for change in part.changes] == shown
    assert_each_turn_moved_once(begun)


def test_doing_it_twice_changes_nothing(begun):
    tasks.sweep()
    before = moves_in_the_trail()
    Changeover.objects.update(finished_at=None)

    tasks.sweep()

    assert moves_in_the_trail() == before
    assert_each_turn_moved_once(begun)


def test_many_workers_at_once_move_each_turn_once(shared_world, monkeypatch):
    monkeypatch.setattr(changeover, "BATCH", 2)
    certificates(shared_world, 6)
    begun = publish(shared_world, draft(shared_world))

    at_once(lambda _n: changeover.go_on(Changeover.objects.get(pk=begun.pk), at=START))
    tasks.sweep()

    assert not begun.parts.exclude(attempts=0).exists()
    assert begun.count == {"total": 6, "done": 6, "left": 0}
    assert_each_turn_moved_once(begun)


WORKER = """
import sys, time, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from processes.renewal import tasks
from processes.renewal.changeover import changes as changeover
carry_out, seen = changeover.carry_out, []
def hang(move, **given):
    carry_out(move, **given)
    seen.append(move)
    if len(seen) == 7:
        print("moving the fourth", flush=True)
        time.sleep(60)
changeover.carry_out, changeover.BATCH = hang, 2
tasks.sweep()
"""


def test_after_a_kill_in_the_middle_the_next_sweep_goes_on(shared_world):
    certificates(shared_world, 4)
    begun = publish(shared_world, draft(shared_world))
    name = str(connection.settings_dict["NAME"])
    connection.close()

    # The worker dies in its second batch of two.
    with subprocess.Popen(
        [sys.executable, "-c", WORKER, name], cwd=ROOT, stdout=subprocess.PIPE
    ) as worker:
        worker.stdout.readline()
        worker.send_signal(signal.SIGKILL)
    half = begun.count
    tasks.sweep()

    assert half == {"total": 4, "done": 2, "left": 0}
    assert begun.count == {"total": 4, "done": 4, "left": 0}
    assert_each_turn_moved_once(begun)


def test_a_turn_opened_at_the_same_moment_is_tried_again(begun, monkeypatch):
    carry_out, opened = changeover.carry_out, begun.parts.earliest("pk").certificate_id

    def beaten(move, **given):
        if move.certificate.pk == opened:
            raise Conflict
        carry_out(move, **given)

    monkeypatch.setattr(changeover, "carry_out", beaten)
    tasks.sweep()
    left = begun.count
    monkeypatch.undo()
    tasks.sweep()

    assert left == {"total": 4, "done": 3, "left": 0}
    assert begun.parts.get(certificate=opened).attempts == 1
    assert_each_turn_moved_once(begun)


def test_each_batch_costs_the_same(begun, monkeypatch):
    monkeypatch.setattr(changeover, "BATCH", 1)
    first = begun.parts.earliest("pk")
    begun.parts.exclude(pk=first.pk).update(attempts=ChangeoverPart.ATTEMPTS)
    one = statements(lambda: changeover.go_on(begun, at=START))
    begun.parts.update(attempts=0)

    three = statements(lambda: changeover.go_on(begun, at=START))

    each = (three - one) / 2
    assert each <= 25, "two turns moved"
    assert one - each <= 3


def test_a_batch_of_four_costs_less_than_four(begun):
    assert statements(lambda: changeover.go_on(begun, at=START)) <= 80


def test_a_refusal_says_why(world, begun):
    with pytest.raises(Refused, match="flyttas"):
        publish(world, draft(world))
