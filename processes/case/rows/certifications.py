"""What outlives a case: the certification, and the series of numbers."""

from typing import Any

from django.db import models

from processes.organisations.models import Organisation
from processes.scheme.models import Scheme


class NumberSeries(models.Model):
    """The last number given out in a series. Locked while a number is taken: no gaps, no twins."""

    key = models.CharField(max_length=20, unique=True)
    last = models.PositiveIntegerField(default=0)


class Certification(models.Model):
    """The long-lived relation between a municipality and a scheme."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="certifications"
    )
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="certifications")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "scheme"], name="certification_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation.name}, {self.scheme}"

    @property
    def places(self) -> frozenset[int]:
        """The municipality and the scheme's body."""
        return frozenset({self.organisation_id, self.scheme.body_id})

    @property
    def trail_root(self) -> Any:
        """The first of its cases, in whose chain its own history stands."""
        return self.cases.order_by("pk").first()
