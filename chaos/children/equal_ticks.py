"""Inside a site, with TICKS: five processes, the same moments."""

import json
import sys
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing.synchronize import Barrier

from django.db.models import Count

from chaos import certificates
from chaos.drills.equal_ticks import SCHEDULERS
from chaos.dying import in_a_fork
from chaos.people import crew
from notifications import deadlines, digests
from notifications.delivery import send as delivery
from notifications.models import Notification
from processes.models import Certificate
from tests.support import world as worlds
from workflow import sweep
from workflow.models import Timer, TrailEntry

FIRST = datetime(2027, 3, 10, 6, 50, tzinfo=UTC)
"""Ten minutes before eight."""


def _prepare(ticks: int) -> None:
    ends = [FIRST.date() + timedelta(days=10)] * ticks
    for tick, certificate in enumerate(certificates.build(worlds.build(), ends, FIRST)):
        due = FIRST + timedelta(minutes=tick + 1)
        Timer.objects.of(certificate).update(due_at=due, original_due_at=due)


def _tick(ticks: int, _number: int, barrier: Barrier) -> None:
    for tick in range(ticks + 1):
        at = FIRST + timedelta(minutes=tick)
        barrier.wait(crew.PATIENCE)
        sweep.fire_due(at)
        sweep.return_idle_claims(at)
        deadlines.post_due(at)
        digests.bundle_due(at)
        delivery.deliver_due(at)


def _tell(errors: list[str]) -> None:
    key = ("subject", "rule", "occurrence", "recipient", "channel")
    notices = Notification.objects
    twins = notices.values(*key).annotate(number=Count("pk")).filter(number__gt=1)
    told = {
        "certificates ended": Certificate.objects.filter(state="expired").count(),
        "steps in the trail": TrailEntry.objects.filter(step="expire").count(),
        "notices of an end, to a coordinator and an officer": Notification.objects.filter(
            rule="expired"
        ).count(),
        "notices before an end, to a coordinator and an officer": Notification.objects.filter(
            rule="expiring"
        ).count(),
        "twins": twins.count(),
        "errors": errors,
    }
    sys.stdout.write(json.dumps(told) + "\n")


def main(text: str) -> None:
    ticks = int(text)
    in_a_fork(partial(_prepare, ticks))
    errors = crew.together(SCHEDULERS, partial(_tick, ticks))
    _tell(errors)
