"""How often something happened, when last and where: for whoever watches, never for a rule."""

import socket
from datetime import datetime

from django.db import models
from django.db.models import F
from django.utils import timezone

HOST = socket.gethostname()


class Tally(models.Model):
    """One kind of occurrence, counted over all processes and restarts. No personal data."""

    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    count = models.BigIntegerField(default=0)
    seconds = models.FloatField(default=0)
    at = models.DateTimeField()
    host = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="one_tally_each")]


def add(kind: str, name: str, *, count: int = 1, seconds: float = 0) -> None:
    """Count something that has happened now. One statement, but for the first time."""
    if not _raise(kind, name, count=count, seconds=seconds):
        Tally.objects.get_or_create(kind=kind, name=name, defaults={"at": timezone.now()})
        _raise(kind, name, count=count, seconds=seconds)


def _raise(kind: str, name: str, *, count: int, seconds: float) -> bool:
    return bool(
        Tally.objects.filter(kind=kind, name=name).update(
            count=F("count") + count,
            seconds=F("seconds") + seconds,
            at=timezone.now(),
            host=HOST[:80],
        )
    )


def last(kind: str, names: list[str]) -> dict[str, tuple[datetime, str]]:
    """When and where each of these happened last; what never did is missing."""
    rows = Tally.objects.filter(kind=kind, name__in=names)
    return {name: (at, host) for name, at, host in rows.values_list("name", "at", "host")}
