"""Inside a site, with TIMES: fork, die, rescue, for every point.

Each death has promises of its own, due in a minute of their own.
"""

import random
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import connection
from django.utils import timezone

from chaos import certificates
from chaos.drills.timer_points import POINTS, PROMISES
from chaos.dying import Point, in_a_fork
from tests.support import world as worlds
from workflow import sweep
from workflow.calendar import local_date
from workflow.models import Timer


class Watch:
    """Sees what is asked of the database, and dies when the point is reached."""

    def __init__(self, step: str, point: Point) -> None:
        self.step, self.point = step, point
        self.has_claimed = False

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, *more: Any) -> Any:
        claims = sql.startswith("""UPDATE "workflow_timer" SET "status" = 'fired'""")
        self.has_claimed |= claims
        moves = 'UPDATE "processes_programmeitem"' in sql
        if (self.step == "claim" and claims) or (self.step == "transition" and moves):
            return self.point.around(execute)(sql, params, *more)
        return execute(sql, params, *more)

    def on_commit(self, commit: Callable[[], None]) -> Callable[[], None]:
        """The same commit; deadly if a promise was claimed in its transaction."""

        def watched() -> None:
            deadly = self.step == "commit" and self.has_claimed
            self.has_claimed = False
            (self.point.around(commit) if deadly else commit)()

        return watched


def _prepare(first: datetime, deaths: int) -> None:
    world, today = worlds.build(), local_date(first)
    ends = [today + timedelta(days=700)] * deaths * PROMISES
    for number, certificate in enumerate(certificates.build(world, ends, first)):
        item = certificates.surveil(certificate, today, first)
        due = _moment(first, number // PROMISES)
        Timer.objects.of(item).update(due_at=due, original_due_at=due)


def _moment(first: datetime, death: int) -> datetime:
    return first + timedelta(minutes=death)


def _victim(step: str, point: Point, at: datetime) -> None:
    watch = Watch(step, point)
    connection.execute_wrappers.append(watch)
    connection._commit = watch.on_commit(connection._commit)
    _sweep(at)


def _sweep(at: datetime) -> None:
    sweep.fire_due(at)


def main(text: str) -> None:
    times = int(text)
    first = timezone.now()
    in_a_fork(partial(_prepare, first, times * len(POINTS)))
    for number, (step, when) in enumerate(POINTS):
        killed = 0
        for turn in range(times):
            at = _moment(first, number * times + turn)
            # The promises of a moment share one commit.
            point = Point(when, random.randint(1, 1 if step == "commit" else PROMISES))
            killed += in_a_fork(partial(_victim, step, point, at))
            in_a_fork(partial(_sweep, at + timedelta(seconds=30)))
        sys.stdout.write(f"{when} {step} {killed}\n")
        sys.stdout.flush()
