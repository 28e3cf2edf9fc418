"""The engine's rows: process, task, timer, and by name those that have files of their own."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import AbstractProcess, AbstractTask
from viewflow.workflow.status import STATUS
from viewflow.workflow.token import Token

from workflow.calendar import Deadline, Explanation, WorkingCalendar
from workflow.models import nodes
from workflow.models.chains import TrailChain, TrailEntry, TrailSeal
from workflow.models.exclusions import DirectoryVersion, Exclusion
from workflow.models.stateful import StatefulModel
from workflow.models.tallies import Tally
from workflow.models.titles import Titled
from workflow.roles import Actor
from workflow.sql import unit_of_work

__all__ = [
    "DirectoryVersion",
    "Exclusion",
    "Process",
    "StatefulModel",
    "Tally",
    "Task",
    "TrailChain",
    "TrailEntry",
    "TrailSeal",
]


class Process(AbstractProcess):
    """A running flow: what it is about (``subject``) and whom it concerns (``organisation``)."""

    organisation = models.ForeignKey(
        settings.WORKFLOW_ORGANISATION_MODEL,
        on_delete=models.PROTECT,
        related_name="processes",
        db_index=False,
    )
    business_key = models.CharField(max_length=40, db_index=True)
    subject_type = models.ForeignKey(
        ContentType, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    subject_id = models.BigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    data = models.JSONField(default=dict, blank=True)
    chain = models.ForeignKey(TrailChain, on_delete=models.PROTECT, related_name="processes")
    """Where its history stands. Locked before anything else of the case: one step at a time."""
    held_until = models.DateField(null=True, blank=True)
    """While it rests: until when. What time does to its tasks and rows waits (``holding``)."""

    parent_task = seed = None
    moment: datetime | None = None
    """When the operation under way happens; carried along while the flow moves."""
    actor: Actor | None = None
    """Whose step moves the flow; None is the system."""
    cause: str = ""
    """The event (``model.step``) that moves the flow; empty at its start."""
    mover: models.Model | None = None
    """The row whose step moves the flow: nothing can be newer than it."""
    task_keys: Sequence[int] = ()
    exclusion_key: int | None = None
    """Keys for the rows of its next tasks and of an exclusion, as far as they are known already."""
    seen: Any = None
    """What ``directory`` noted when it was locked."""

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id"]),
            models.Index(fields=["organisation", "id"], name="process_latest"),
        ]

    def know(self, row: models.Model) -> None:
        """Take a row at hand for the subject, if it is the subject: it need not be read again."""
        kind = ContentType.objects.get_for_model(row)
        if (self.subject_type_id, self.subject_id) == (kind.pk, row.pk):
            self._meta.get_field("subject").set_cached_value(self, row)

    @property
    def known(self) -> Any:
        """The subject, if it is at hand; None otherwise."""
        return self._meta.get_field("subject").get_cached_value(self, default=None)


class Task(Titled, AbstractTask):
    """A person's piece of work: in a role's queue, or owned."""

    OPEN: ClassVar[tuple[str, ...]] = (STATUS.NEW, STATUS.ASSIGNED, STATUS.STARTED)
    CANCELLED: ClassVar[str] = STATUS.CANCELED

    class Priority(models.IntegerChoices):
        """What goes before the deadline in a queue's order."""

        NORMAL = 0, _("Normal")
        HIGH = 1, _("Prioritised")

    process = models.ForeignKey(Process, on_delete=models.PROTECT)
    flow_task = nodes.NodeField(_("Task"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tasks",
        db_index=False,
    )
    # Columns of viewflow's that nothing here reads: a slim row is a fast one.
    owner_permission = external_task_id = None
    # viewflow's generic key to a permission's object can only be kept, without its indexes.
    owner_permission_content_type = models.ForeignKey(
        ContentType, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    status = models.CharField(choices=STATUS, default=STATUS.NEW, max_length=50)
    created = models.DateTimeField(default=timezone.now)
    scheduled = models.DateTimeField(null=True, blank=True)
    came_from = models.JSONField(default=list, blank=True)
    """The rows before this one, as pairs of node and token: known before they have keys."""
    role = models.CharField(max_length=30, blank=True)
    organisation = models.ForeignKey(
        settings.WORKFLOW_ORGANISATION_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="tasks",
        db_index=False,
    )
    declared = models.BooleanField(default=False)
    """It asks for a declaration of impartiality: nobody takes it in passing."""
    due = models.DateField(_("deadline"), null=True, blank=True)
    start_by = models.DateField(_("start by"), null=True, blank=True)
    priority = models.SmallIntegerField(choices=Priority, default=Priority.NORMAL)
    lease_until = models.DateTimeField(null=True, blank=True)
    snoozed_until = models.DateField(null=True, blank=True)
    unattended_since = models.DateTimeField(null=True, blank=True)
    """When it was noticed that nobody may do it, as long as that is so."""
    explanation = models.JSONField(null=True, blank=True)
    data = models.JSONField(default=dict, blank=True)
    seed = None

    class Meta:
        indexes = [
            models.Index(
                "role",
                "organisation",
                "declared",
                models.F("priority").desc(),
                Coalesce("due", date.max),
                "id",
                name="task_queue",
                condition=models.Q(status=STATUS.NEW, owner=None),
            ),
            # The newest processes in which something waits or is open. What a prepared statement
            # asks for by a parameter, as a status, would not be known to be in an index.
            models.Index(
                fields=["role", "organisation", "process"],
                name="task_waiting",
                condition=models.Q(owner=None, finished=None),
            ),
            models.Index(
                fields=["flow_task", "process"],
                name="task_open",
                condition=models.Q(finished=None),
            ),
            models.Index(
                "owner",
                models.F("priority").desc(),
                Coalesce("due", date.max),
                "id",
                name="task_mine",
                condition=models.Q(
                    owner__isnull=False,
                    status__in=[STATUS.NEW, STATUS.ASSIGNED, STATUS.STARTED],
                ),
            ),
            # Whatever a person ever had, the latest first.
            models.Index(
                fields=["owner", "id"],
                name="task_latest",
                condition=models.Q(owner__isnull=False),
            ),
            models.Index(
                fields=["id"],
                name="task_unattended",
                condition=models.Q(finished=None, unattended_since__isnull=False),
            ),
            models.Index(
                fields=["lease_until"],
                name="task_lease",
                condition=models.Q(status=STATUS.ASSIGNED, lease_until__isnull=False),
            ),
        ]

    @property
    def previous(self) -> models.QuerySet["Task"]:
        """The rows that led here; of a join those that have arrived."""
        if self.pk is None:
            unit_of_work.flush()  # it waits to be written, and its key is needed
        rows = Task.objects.filter(process=self.process_id)
        found = [self._latest(rows, name, token) for name, token in self.came_from]
        return rows.filter(pk__in=[one.pk for one in found if one is not None])

    def _latest(self, rows: models.QuerySet["Task"], name: str, token: str) -> "Task | None":
        node = nodes.named(self.flow_task.flow_class, name)
        some = rows.filter(flow_task=node, token=Token(token))
        is_branch = len(token) > len(self.token)  # only a join's can be younger than itself
        latest: Task | None = (some if is_branch else some.filter(pk__lt=self.pk)).last()
        return latest

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

    def give(self, person_id: int, at: datetime) -> None:
        """Set the owner; who has the task in the database is changed by whoever calls."""
        self.owner_id, self.assigned, self.status = person_id, at, STATUS.ASSIGNED
