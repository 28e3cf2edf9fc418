"""Events that are dates: asked from the dates themselves, so that no missed tick matters."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models.functions import Cast, Concat

from notifications import outbox
from notifications.models import Notification
from notifications.occurrences import Occurrence, ending
from notifications.rules import rules_for
from processes.models import Certificate
from workflow.calendar import last_morning

EVENT = "certificate.validity"
BATCH = 500


def post_due(at: datetime) -> int:
    """Write the messages of every rung passed and not yet told; how many occurrences."""
    day = last_morning(at)
    told = 0
    for occurrence in passed(day, at):
        outbox.post(occurrence)
        told += 1
    return told


def passed(day: date, at: datetime) -> Iterator[Occurrence]:
    """The newest rung that each certificate in its time has passed, where it was not told."""
    for rung, following in _steps():
        last, first = day + timedelta(days=-rung), day + timedelta(days=-following)
        for certificate in near(first=first, last=last, rung=str(rung), day=day):
            yield ending(certificate, rung, at=at)


def rungs_before() -> list[int]:
    """The days before its end on which somebody is told of a certificate's validity."""
    return sorted({rung for rule in rules_for(EVENT) for rung in rule.after})


def _steps() -> Iterator[tuple[int, int]]:
    """Each rung with the one after it; the last reaches to the date itself."""
    rungs = rungs_before()
    return zip(rungs, [*rungs[1:], 1], strict=True)


def near(first: date, last: date, rung: str, day: date) -> models.QuerySet[Certificate]:
    """Those in their time that end in a period and of which this rung was not told yet."""
    told = Notification.objects.filter(
        subject=Concat(
            models.Value(f"{Certificate._meta.label_lower}:"),
            Cast(models.OuterRef("pk"), models.CharField()),
        ),
        occurrence=rung,
    )
    found = Certificate.objects.current(day).filter(
        ~models.Exists(told),
        expiry_date__lte=last,
        expiry_date__gt=first,
    )
    return found.select_related("case__main_process").order_by("expiry_date", "pk")[:BATCH]
