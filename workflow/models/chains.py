"""The trail's rows: a chain's head and its entries."""

from django.conf import settings
from django.db import models


class TrailChain(models.Model):
    """The head of one hash chain; locked while an entry is added."""

    key = models.CharField(max_length=120, unique=True)
    length = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, default="")


class TrailEntry(models.Model):
    """One thing that happened. Append-only: the database refuses changes and deletions.

    ``because`` and ``actor`` are personal data: only salted digests of them are in the hash.
    """

    # One index fewer is one write fewer a step: the chain's is that of its places.
    chain = models.ForeignKey(
        TrailChain, on_delete=models.PROTECT, related_name="entries", db_index=False
    )
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField()
    subject_label = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()
    step = models.CharField(max_length=60)
    source = models.CharField(max_length=40, blank=True)
    target = models.CharField(max_length=40, blank=True)
    data = models.JSONField(default=dict)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="trail_entries",
        db_index=False,
    )
    because = models.TextField(blank=True)
    salt = models.CharField(max_length=32)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "sequence"], name="one_entry_each_place")
        ]

    @property
    def event(self) -> str:
        """``model.step``: the name rules and exports use."""
        return f"{self.subject_label.rsplit('.', 1)[-1]}.{self.step}"


class TrailSeal(models.Model):
    """From ``at`` on the trail proves the facts of these ``names``; older rows were sealed then."""

    at = models.DateTimeField()
    names = models.JSONField()
    """``app.model.fact`` of everything that is proven."""
    rows = models.PositiveIntegerField(default=0)

    @property
    def trail_root(self) -> "TrailSeal":
        """A seal has a chain of its own."""
        return self
