"""Inside a site, with NUMBER: days of a mail server that errs."""

import json
import sys
import time
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from chaos.fill import fill
from notifications.delivery import send as delivery
from notifications.models import Notification

HOURS = 72
CLOSED_PORT = 9


def main(text: str) -> None:
    """The server is down for days; then it is there, and each mail meets its fault."""
    number = int(text)
    fill(number)
    at, port = timezone.now(), settings.EMAIL_PORT
    settings.EMAIL_PORT = CLOSED_PORT
    for hour in range(HOURS):
        delivery.deliver_due(at + timedelta(hours=hour))
    _say({"hours down": HOURS})
    settings.EMAIL_PORT = port
    dead = Notification.objects.filter(status="dead").count()
    fill(number, number)
    began = time.monotonic()
    sent = delivery.deliver_due(at + timedelta(hours=HOURS))
    minutes = (time.monotonic() - began) / 60
    early = _days()
    _say({"per_minute": sent / minutes, "dead_while_down": dead, "early": early})


def _days() -> int:
    """Until nothing waits any more; how many were sent before they were due."""
    early = 0
    waiting = Notification.objects.filter(status="pending").order_by("next_try_at")
    while due := waiting.values_list("next_try_at", flat=True).first():
        sent = Notification.objects.filter(status="sent").count()
        delivery.deliver_due(due - timedelta(seconds=1))
        early += Notification.objects.filter(status="sent").count() - sent
        delivery.deliver_due(due)
    return early


def _say(what: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()
