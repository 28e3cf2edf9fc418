"""Inside a site, with TIMES: fork, die, rescue, for every point.

Each death has notices of its own, due on a day of their own, so that all can be written at once.
"""

import random
import select
import sys
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from chaos.drills.fault_points import NOTICES, POINTS, number_of
from chaos.dying import AFTER, BEFORE, Point, in_a_fork
from notifications import delivery
from notifications.delivery import mails, send
from notifications.models import Notification, posted
from notifications.texts import messages
from processes.models import Person


def _patch(step: str, point: Point) -> None:
    """Make the step deadly in this process."""
    deadly = point.around(getattr(send, step))

    def once_it_is_kept(server: Any) -> None:
        select.select([server.socket], [], [], 5)  # the server has kept it: only we do not know
        deadly(server)

    setattr(send, step, once_it_is_kept if step == "acknowledge" else deadly)


def _write(first: datetime, deaths: int) -> None:
    eva = Person.objects.create_user("eva@example.org", name="Eva")
    for death in range(deaths):
        at = first + timedelta(days=death)
        Notification.objects.bulk_create(
            posted(
                subject="timer",
                rule="incident",
                occurrence=f"{death} {one}",
                recipient=eva,
                facts={"step": f"N{number_of(death, one):07}"},
                created_at=at,
                next_try_at=at,
            )
            for one in range(NOTICES)
        )


def _victim(step: str, point: Point, at: datetime) -> None:
    _patch(step, point)
    _deliver(at)


def _deliver(at: datetime) -> None:
    delivery.deliver_due(at)


def _warm_up() -> None:
    """Read templates and translations once, for all children."""
    eva, at = Person(email="eva@example.org", name="Eva"), timezone.now()
    row = posted(subject="", rule="incident", occurrence="", recipient=eva, created_at=at)
    mails.mail(row, messages.compose(row, at.date())).message().as_bytes()


def main(text: str) -> None:
    times = int(text)
    _warm_up()
    first = timezone.now()
    points = [(step, when) for step in POINTS for when in (BEFORE, AFTER)]
    in_a_fork(partial(_write, first, times * len(points)))
    for number, (step, when) in enumerate(points):
        killed = 0
        for turn in range(times):
            at = first + timedelta(days=number * times + turn)
            nth = 1 if step in ("claim", "connect") else random.randint(1, NOTICES)
            killed += in_a_fork(partial(_victim, step, Point(when, nth), at))
            in_a_fork(partial(_deliver, at + timedelta(minutes=30)))
        sys.stdout.write(f"{step} {when} {killed}\n")
        sys.stdout.flush()
