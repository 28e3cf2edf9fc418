"""A step promised for a moment, as a row."""

from datetime import datetime
from typing import Any, Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone


class TimerQuerySet(models.QuerySet["Timer"]):
    """Questions about many timers."""

    def of(self, subject: models.Model) -> Self:
        """The timers of one row."""
        kind = ContentType.objects.get_for_model(subject)
        return self.filter(subject_type=kind, subject_id=subject.pk)

    def due(self, at: datetime | models.Expression, *, after: Any = None) -> Self:
        """Promised for now or earlier, and not yet kept; earliest first, or on from one of them."""
        waiting = self.filter(status=Timer.Status.WAITING, due_at__lte=at)
        if after is not None:
            later = models.Q(due_at__gt=after.due_at) | models.Q(pk__gt=after.pk)
            waiting = waiting.filter(later, due_at__gte=after.due_at)
        return waiting.order_by("due_at", "id")


class Timer(models.Model):
    """A step promised for later. One waiting row per subject and step."""

    class Status(models.TextChoices):
        WAITING = "waiting"
        FIRED = "fired"
        CANCELLED = "cancelled"
        INCIDENT = "incident"

    # An index that begins with the kind tempts SQLite to read all timers of it that ever were.
    subject_type = models.ForeignKey(
        ContentType, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    subject_id = models.BigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    step = models.CharField(max_length=60)
    due_at = models.DateTimeField()
    promised_at = models.DateTimeField(default=timezone.now)
    original_due_at = models.DateTimeField()
    explanation = models.JSONField(null=True, blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.WAITING)
    finished_at = models.DateTimeField(null=True, blank=True)
    lateness = models.DurationField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)

    objects = TimerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id", "subject_type", "step"],
                name="one_waiting_timer",
                condition=models.Q(status="waiting"),
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="timer_due",
                condition=models.Q(status="waiting"),
            ),
            models.Index(
                fields=["id"], name="timer_incident", condition=models.Q(status="incident")
            ),
        ]
