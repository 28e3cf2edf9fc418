"""What outlives a case: the certification, and the series of numbers."""

from functools import cached_property
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

    @cached_property
    def trail_root(self) -> Any:
        """The first of its cases: in its chain stands what concerns several of them, or none.

        A root stays the same for ever, for what is proven of a row is looked for in one chain. The
        newest case, or the one whose certificate counts, gives way to the next. The first one does
        not: no case is removed, a draft that was erased neither. Raises LookupError while there is
        none: then there is no history, and nothing to decide.
        """
        first = self.cases.order_by("pk").first()
        if first is None:
            raise LookupError(self)
        return first
