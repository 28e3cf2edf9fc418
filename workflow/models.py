"""The engine's rows: process, task, trail, timer, bar."""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import AbstractProcess, AbstractTask
from viewflow.workflow.status import STATUS

from workflow import events
from workflow.calendar import (
    Deadline,
    Explanation,
    WorkingCalendar,
    at_eight,
    local_date,
)
from workflow.stateful import StatefulModel

__all__ = ["Bar", "Process", "StatefulModel", "Task", "Timer", "TrailChain", "TrailEntry"]


class Process(AbstractProcess):
    """A running flow: what it is about (``subject``) and whom it concerns (``organisation``)."""

    organisation = models.ForeignKey(
        settings.WORKFLOW_ORGANISATION_MODEL,
        on_delete=models.PROTECT,
        related_name="processes",
    )
    business_key = models.CharField(max_length=40, db_index=True)
    subject_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    subject_id = models.BigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    data = models.JSONField(default=dict, blank=True)

    parent_task: Any = None
    seed: Any = None
    moment: datetime | None = None
    """When the operation under way happens; carried along while the flow moves."""
    actor: Any = None
    """Whose step moves the flow; None is the system."""

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id"])]


class Task(AbstractTask):
    """A person's piece of work: in a role's queue, or owned."""

    OPEN: ClassVar[tuple[str, ...]] = (STATUS.NEW, STATUS.ASSIGNED, STATUS.STARTED)

    process = models.ForeignKey(Process, on_delete=models.PROTECT)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tasks",
    )
    # Redefined only because viewflow's own table claims the reverse name.
    owner_permission_content_type = models.ForeignKey(
        ContentType, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(max_length=30, blank=True)
    organisation = models.ForeignKey(
        settings.WORKFLOW_ORGANISATION_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="tasks",
    )
    due = models.DateField(_("deadline"), null=True, blank=True)
    start_by = models.DateField(_("start by"), null=True, blank=True)
    priority = models.SmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    snoozed_until = models.DateField(null=True, blank=True)
    explanation = models.JSONField(null=True, blank=True)
    data = models.JSONField(default=dict, blank=True)
    seed: Any = None

    class Meta:
        indexes = [
            models.Index(
                "role",
                "organisation",
                Coalesce("due", date.max),
                "id",
                name="task_queue",
                condition=models.Q(status=STATUS.NEW, owner=None),
            ),
            models.Index(
                "owner",
                Coalesce("due", date.max),
                "id",
                name="task_mine",
                condition=models.Q(status__in=[STATUS.NEW, STATUS.ASSIGNED, STATUS.STARTED]),
            ),
            models.Index(
                fields=["lease_until"],
                name="task_lease",
                condition=models.Q(status=STATUS.ASSIGNED, lease_until__isnull=False),
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Somebody still has to do it."""
        return self.status in self.OPEN

    @property
    def deadline(self) -> Explanation | None:
        """Why the task is due when it is."""
        return Explanation.from_json(self.explanation) if self.explanation else None

    def promise(self, deadline: Deadline, *, effort: int) -> None:
        """Set the due date and the last sensible day to begin."""
        self.due = deadline.date
        self.explanation = deadline.explanation.as_json()
        self.start_by = WorkingCalendar().add_working_days(deadline.date, -effort, "start").date

    def give(self, person: Any, at: datetime) -> None:
        """Set the owner of a task that is not saved yet."""
        self.owner, self.assigned, self.status = person, at, STATUS.ASSIGNED

    def remind(self, at: datetime) -> datetime | None:
        """Announce the newest rung that has passed; the moment of the next, or None."""
        if not self.is_open or self.due is None:
            return None
        ladder = sorted(self.flow_task.flow_class.reminder_ladder(self.process))
        today = (local_date(at) - self.due).days
        passed = [rung for rung in ladder if rung <= today]
        if passed:
            events.task_reminded.send(sender=Task, task=self, rung=passed[-1], at=at)
        coming = [rung for rung in ladder if rung > today]
        return at_eight(self.due + timedelta(days=coming[0])) if coming else None


class Bar(models.Model):
    """A person kept from a process's tasks of a role ("" = all): jäv, separation of duties."""

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="bars")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="bars"
    )
    role = models.CharField(max_length=30, blank=True)
    reason = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["process", "person", "role"], name="one_bar_each")
        ]


class TrailChain(models.Model):
    """The head of one hash chain; locked while an entry is added."""

    key = models.CharField(max_length=120, unique=True)
    length = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, default="")


class TrailEntry(models.Model):
    """One thing that happened. Append-only: the database refuses changes and deletions.

    ``because`` and ``actor`` are personal data: only salted digests of them are in the hash.
    """

    chain = models.ForeignKey(TrailChain, on_delete=models.PROTECT, related_name="entries")
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
    )
    because = models.TextField(blank=True)
    salt = models.CharField(max_length=32)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "sequence"], name="one_entry_each_place")
        ]
        indexes = [models.Index(fields=["subject_label", "subject_id"])]

    @property
    def event(self) -> str:
        """``model.step``: the name rules and exports use."""
        return f"{self.subject_label.rsplit('.', 1)[-1]}.{self.step}"


class TimerQuerySet(models.QuerySet["Timer"]):
    """Questions about many timers."""

    def of(self, subject: models.Model) -> Self:
        """The timers of one row."""
        kind = ContentType.objects.get_for_model(subject)
        return self.filter(subject_type=kind, subject_id=subject.pk)

    def due(self, at: datetime) -> Self:
        """Promised for now or earlier, and not yet kept; earliest first."""
        return self.filter(status=Timer.Status.WAITING, due_at__lte=at).order_by("due_at", "id")


class Timer(models.Model):
    """A step promised for later. One waiting row per subject and step."""

    class Status(models.TextChoices):
        WAITING = "waiting"
        FIRED = "fired"
        CANCELLED = "cancelled"
        INCIDENT = "incident"

    subject_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
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
                fields=["subject_type", "subject_id", "step"],
                name="one_waiting_timer",
                condition=models.Q(status="waiting"),
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="timer_due",
                condition=models.Q(status="waiting"),
            )
        ]
