"""A forecast: kept as a row while it is made and when it is ready."""

from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models
from django.utils import timezone

from processes.scheme.models import RenewalCycle

Months = list[tuple[date, int, int]]


class Forecast(models.Model):
    """Auditor days per month under the cycle in force and under a draft; the latest one."""

    ATTEMPTS = 3

    cycle = models.OneToOneField(RenewalCycle, on_delete=models.CASCADE, related_name="forecast")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="forecasts"
    )
    cycles = models.JSONField()
    """What both cycles said when it was asked for: the one in force, the draft."""
    municipalities = models.PositiveSmallIntegerField()
    years = models.PositiveSmallIntegerField()
    first_date = models.DateField()
    began_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    done = models.PositiveIntegerField(default=0)
    """How many of the simulated days are over."""
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    days = models.JSONField(default=list)

    @property
    def total(self) -> int:
        """How many days are simulated."""
        return (self.first_date + relativedelta(years=self.years) - self.first_date).days

    @property
    def is_left(self) -> bool:
        """It failed too often: a person has to ask again."""
        held = self.lease_until is not None and self.lease_until > timezone.now()
        return self.finished_at is None and self.attempts >= self.ATTEMPTS and not held

    @property
    def months(self) -> Months:
        """Each month with its days under the cycle in force and under the draft."""
        return [(date.fromisoformat(month), now, then) for month, now, then in self.days]

    def keep(self, now: list[Any], then: list[Any]) -> None:
        """Both results, a month in each row."""
        pairs = zip(now, then, strict=True)
        self.days = [[month.isoformat(), a, b] for (month, a), (_month, b) in pairs]
