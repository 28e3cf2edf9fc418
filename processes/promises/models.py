"""What a certified municipality promises, as it publishes it itself."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from processes.case.models import Certification
from processes.promises.policies import FOUND
from workflow.calendar import exact_months, start_of

MOST = 20


class PublishedPromiseQuerySet(models.QuerySet["PublishedPromise"]):
    """Questions about many promises."""

    def current(self) -> Self:
        """Those that count now, in their order."""
        return self.filter(ended_at=None).order_by("number")

    def with_found(self, day: date) -> Self:
        """Each with ``found``: how many reports of it were right, in the twelve months to a day.

        Of those that the municipality could answer (obligation 83).
        """
        begun = start_of(exact_months(day, -12))
        right = Q(complaints__outcome__in=FOUND, complaints__decided_at__gte=begun)
        heard = Q(complaints__replied_at__isnull=False) | Q(complaints__unreplied_at__isnull=False)
        return self.annotate(found=Count("complaints", filter=right & heard))


class PublishedPromise(models.Model):
    """One promise: what, and by what it is measured. It never changes: it ends, another begins."""

    certification = models.ForeignKey(
        Certification, on_delete=models.PROTECT, related_name="published_promises"
    )
    number = models.PositiveSmallIntegerField()
    text = models.CharField(_("what you promise"), max_length=300)
    target = models.CharField(_("what you aim at"), max_length=120)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = PublishedPromiseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["certification", "number"], name="promise_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.text} ({self.target})"


Frozen = list[dict[str, str | int]]


def frozen(certification: Certification) -> Frozen:
    """The promises that count now, as a certificate keeps them."""
    rows = PublishedPromise.objects.filter(certification=certification).current()
    return [{"number": one.number, "text": one.text, "target": one.target} for one in rows]
