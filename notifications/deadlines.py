"""Events that are dates: asked from the dates themselves, so that no missed tick matters."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models.functions import Cast, Concat

from notifications import outbox
from notifications.happenings import Happening, ending
from notifications.models import Notification
from notifications.rules import Rule, rules_for
from processes.models import Certificate
from workflow.calendar import last_morning

EVENT = "certificate.validity"
BATCH = 500


def post_due(at: datetime) -> int:
    """Write the messages of every rung passed and not yet told; how many happenings."""
    day = last_morning(at)
    told = 0
    for happening in passed(day, at):
        outbox.post(happening)
        told += 1
    return told


def passed(day: date, at: datetime) -> Iterator[Happening]:
    """The newest rung that each valid certificate has passed, where it was not told."""
    for rule in rules_for(EVENT):
        for rung, following in _steps(rule):
            for certificate in _between(day, rung, following)[:BATCH]:
                yield ending(certificate, rung, at=at)


def _steps(rule: Rule) -> Iterator[tuple[int, int]]:
    """Each rung with the one after it; the last reaches to the date itself."""
    rungs = sorted(rule.after)
    return zip(rungs, [*rungs[1:], 1], strict=True)


def _between(day: date, rung: int, following: int) -> models.QuerySet[Certificate]:
    last, first = day + timedelta(days=-rung), day + timedelta(days=-following)
    told = Notification.objects.filter(
        subject=Concat(
            models.Value(f"{Certificate._meta.label_lower}:"),
            Cast(models.OuterRef("pk"), models.CharField()),
        ),
        occurrence=str(rung),
    )
    near = Certificate.objects.filter(
        ~models.Exists(told), state="valid", expiry_date__lte=last, expiry_date__gt=first
    )
    return near.select_related("case__main_process").order_by("expiry_date", "pk")
