"""Inside a site, with ROUNDS: wrong clocks all around.

A worker asks the database what time it is, so its own clock must not matter. When the database's
clock is wrong nobody can know: what it says to be due is kept, but only once.
"""

import json
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from multiprocessing.synchronize import Barrier
from typing import Any

import time_machine
from django.utils import timezone

from chaos import certificates
from chaos.drills.clock_jumps import JUMPS
from chaos.dying import in_a_fork
from chaos.people import crew
from notifications import delivery
from notifications import tasks as notices
from notifications.models import Notification, posted
from processes.models import Person
from tests.support import world as worlds
from workflow import sweep
from workflow import tasks as engine
from workflow.models import Timer, TrailEntry

OVERDUE = [timedelta(minutes=-minutes) for minutes in (1, 5, 60, 600)]
LATER = [timedelta(minutes=minutes) for minutes in (30, 90, 170, 600, 1500, 2800)]
"""Within what the fast clocks show already."""


def _prepare(first: datetime, each: int) -> None:
    """For each moment so many certificates that end and so many notices."""
    moments = list(_moments(first, each))
    ends = [first.date() + timedelta(days=400)] * len(moments)
    for certificate, due in zip(
        certificates.build(worlds.build(), ends, first), moments, strict=True
    ):
        Timer.objects.of(certificate).update(due_at=due, original_due_at=due)
    eva = Person.objects.create_user("eva@example.org", name="Eva")
    Notification.objects.bulk_create(
        posted(
            subject="timer",
            rule="incident",
            occurrence=str(number),
            recipient=eva,
            facts={"step": f"N{number:07}"},
            created_at=first,
            next_try_at=due,
        )
        for number, due in enumerate(moments)
    )


def _moments(first: datetime, each: int) -> Iterator[datetime]:
    return (first + offset for offset in OVERDUE + LATER for _ in range(each))


def _work(first: datetime, rounds: int, number: int, barrier: Barrier) -> None:
    jump = list(JUMPS.values())[number]
    wrong = first if jump is None else first + jump
    with time_machine.travel(wrong, tick=jump is not None):
        for _ in range(rounds):
            barrier.wait(crew.PATIENCE)
            engine.sweep()
            notices.sweep()


def _jump_about(first: datetime, rounds: int) -> None:
    """One scheduler on a database whose clock jumps: forth, back, and stands still."""
    for _ in range(rounds):
        for jump in JUMPS.values():
            at = first + (jump or timedelta())
            sweep.fire_due(at)
            delivery.deliver_due(at)


def _tell(first: datetime, part: str, reached: timedelta) -> dict[str, Any]:
    kept = Timer.objects.filter(step="expire", status="fired")
    sent = Notification.objects.filter(rule="incident", status="sent")
    limit = first + reached
    missed = Timer.objects.filter(step="expire", status="waiting", due_at__lte=limit).count()
    unsent = Notification.objects.filter(
        rule="incident", status="pending", next_try_at__lte=limit
    ).count()
    early = (
        kept.filter(original_due_at__gt=limit).count() + sent.filter(next_try_at__gt=limit).count()
    )
    steps = TrailEntry.objects.filter(step="expire")
    twice = steps.count() - steps.values("subject_id").distinct().count()
    return {
        f"{part} missed": missed + unsent,
        f"{part} early": early,
        f"{part} twice": twice + abs(steps.count() - kept.count()),
    }


def main(text: str) -> None:
    rounds = int(text)
    first, each = timezone.now(), 3
    in_a_fork(partial(_prepare, first, each))
    errors = crew.together(len(JUMPS), partial(_work, first, rounds))
    # What falls due while they work is not early; the next one is due in half an hour.
    told = crew.told(partial(_tell, first, "workers", timedelta(minutes=20)))
    in_a_fork(partial(_jump_about, first, rounds))
    told |= crew.told(partial(_tell, first, "database", timedelta(days=2)))
    told |= {"errors": errors, "asked": 2 * each * len(OVERDUE)}
    sys.stdout.write(json.dumps(told) + "\n")
