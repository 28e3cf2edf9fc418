"""Inside a site, with NUMBER: a day, silence, a sweep."""

import json
import sys
import time
from datetime import UTC, datetime, timedelta

from django.db.models import Max

from chaos import certificates
from notifications import deadlines, digests
from notifications.delivery import send as delivery
from notifications.models import Notification
from processes.models import Case, Certificate
from tests.support import world as worlds
from workflow import sweep
from workflow.models import Timer

START = datetime(2027, 3, 10, 9, tzinfo=UTC)
SILENCE = timedelta(days=30)
MOST_ROUNDS = 20


def main(text: str) -> None:
    number = int(text)
    _prepare(number)
    _sweep(START)
    _sweep(START + timedelta(minutes=6))
    _say({"mails on an ordinary day": _count_sent()})
    at = START + SILENCE
    began = time.monotonic()
    rounds = _until_caught_up(at)
    # A scheduler ticks once a minute: what one round leaves waits so long.
    seconds = time.monotonic() - began + 60 * (rounds - 1)
    _say({"seconds": seconds, **_outcome(number, at)})


def _prepare(number: int) -> None:
    world, today, third = worlds.build(), START.date(), number // 3
    ends = [today + timedelta(days=1 + one % 29) for one in range(third)]
    later = [today + timedelta(days=900)] * third
    soon = [today + timedelta(days=(30, 90, 180)[one % 3] + 1 + one % 29) for one in range(third)]
    made = certificates.build(world, [*ends, *later, *soon], START)
    for one, certificate in enumerate(made[third : 2 * third]):
        certificates.surveil(certificate, today + timedelta(days=1 + one % 29), START)


def _sweep(at: datetime) -> None:
    """What the two tasks of a tick do."""
    sweep.fire_due(at)
    sweep.return_idle_claims(at)
    deadlines.post_due(at)
    digests.bundle_due(at)
    delivery.deliver_due(at)


def _until_caught_up(at: datetime) -> int:
    """How many sweeps it takes until one finds nothing to do."""
    before = None
    for rounds in range(MOST_ROUNDS):
        _sweep(at)
        if (now := _state()) == before:
            return rounds
        before = now
    return MOST_ROUNDS


def _state() -> tuple[int, ...]:
    fired = Timer.objects.filter(status="fired").count()
    return fired, Notification.objects.count(), _count_sent()


def _count_sent() -> int:
    return Notification.objects.filter(status="sent").count()


def _outcome(number: int, at: datetime) -> dict[str, object]:
    soon = Certificate.objects.order_by("pk").values_list("pk", flat=True)[2 * (number // 3) :]
    told = Notification.objects.filter(
        rule="expiring",
        created_at=at,
        subject__in=[f"processes.certificate:{pk}" for pk in soon],
    )
    heard = list(told.values_list("subject", "recipient"))
    fired = Timer.objects.filter(status="fired", finished_at=at)
    before = _state()
    _sweep(at + timedelta(minutes=1))
    return {
        "certificates ended": Certificate.objects.filter(state="expired").count(),
        "surveillances opened": Case.objects.filter(kind="surveillance").count(),
        "certificates told of": len({subject for subject, _recipient in heard}),
        "more than the newest rung": len(heard) - len(set(heard)),
        "due": Timer.objects.due(at).count(),
        "unsent": Notification.objects.due(at).count(),
        "without lateness": fired.filter(lateness=None).count(),
        "again": sum(_state()) - sum(before),
        "latest": str(fired.aggregate(latest=Max("lateness"))["latest"]),
    }


def _say(what: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()
