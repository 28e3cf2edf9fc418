"""The municipality's own assessment of every criterion."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from processes.case.models import Case, Evidence, StageModel
from processes.roles import Role
from processes.scheme.models import Criterion
from processes.self_assessment import policies
from processes.self_assessment.querysets import AnswerQuerySet, ContributionQuerySet
from workflow.engine.transitions import ENDS, automatic, held_by, needs
from workflow.models import Process


class SelfAssessment(StageModel):
    """Open to edit, handed over to the signatory, submitted; reopened if not ready for audit."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        HANDED_OVER = "handed_over", _("handed over for signature")
        SUBMITTED = "submitted", _("submitted")

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="self_assessment")
    state = FSMField(choices=State, default=State.OPEN, protected=True)
    remarks = models.TextField(_("remarks"), blank=True)

    @property
    def proof(self) -> dict[str, str]:
        """The hash of what was submitted last, once it is submitted."""
        if self.current_state != self.State.SUBMITTED:
            return {}
        hashes = self.snapshots.order_by("-number").values_list("sha256", flat=True)
        return {"sha256": latest} if (latest := hashes.first()) else {}

    @transition(
        "state",
        source=State.OPEN,
        target=State.HANDED_OVER,
        conditions=[
            needs(policies.is_complete, _("Answer every criterion with a level and a motivation.")),
            needs(policies.nobody_is_writing, _("Wait for, or withdraw, open contributions.")),
        ],
    )
    def hand_over(self) -> None:
        """Give the finished assessment to the signatory."""

    @transition("state", source=State.HANDED_OVER, target=State.OPEN)
    def send_back(self, remarks: str) -> None:
        """The signatory wants changes first."""
        self.remarks = remarks

    @transition("state", source=State.HANDED_OVER, target=State.SUBMITTED)
    def submit(self) -> None:
        """The signatory submits; a snapshot is frozen in the same transaction."""

    @transition(
        "state",
        source=State.SUBMITTED,
        target=State.OPEN,
        custom=automatic("processes.self_assessment.actions.reopen"),
    )
    def reopen(self, concerns: str) -> None:
        """Not ready for audit: back with areas of concern."""
        self.remarks = concerns


class Answer(models.Model):
    """The assessment of one criterion. ``version`` guards against silent overwriting."""

    assessment = models.ForeignKey(SelfAssessment, on_delete=models.PROTECT, related_name="answers")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(
        _("level"), null=True, blank=True, validators=[MaxValueValidator(4)]
    )
    motivation = models.TextField(_("motivation"), blank=True)
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="answers")
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    carried_from = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="carried_to"
    )
    to_be_confirmed = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField(null=True, blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "criterion"], name="answer_once"),
            models.CheckConstraint(
                condition=models.Q(level=None) | models.Q(level__lte=4), name="level_on_scale"
            ),
        ]


class Snapshot(models.Model):
    """The submitted answers, frozen: canonical JSON and its SHA-256."""

    assessment = models.ForeignKey(
        SelfAssessment, on_delete=models.PROTECT, related_name="snapshots"
    )
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="snapshot_number_once")
        ]


class Contribution(StageModel):
    """Criteria a coordinator asks a colleague to fill in; it is a task in their inbox."""

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        DELIVERED = "delivered", _("delivered")
        WITHDRAWN = "withdrawn", _("withdrawn")

    assessment = models.ForeignKey(
        SelfAssessment, on_delete=models.PROTECT, related_name="contributions"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="contributions"
    )
    criteria = models.ManyToManyField(Criterion, related_name="+")
    message = models.TextField(_("message"), blank=True)
    state = FSMField(choices=State, default=State.ASKED, protected=True)
    final = (
        State.DELIVERED,
        State.WITHDRAWN,
    )
    own_process = models.OneToOneField(
        Process, null=True, on_delete=models.PROTECT, related_name="contribution"
    )
    asked_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = ContributionQuerySet.as_manager()

    @property
    def case(self) -> Case:
        """The assessment's case."""
        case: Case = self.assessment.case
        return case

    @property
    def process(self) -> Process | None:
        """Its own small process."""
        return self.own_process

    @property
    def process_id(self) -> int | None:
        """The key of its own small process."""
        return self.own_process_id

    @transition("state", source=State.ASKED, target=State.DELIVERED)
    def deliver(self, moment: datetime) -> None:
        """The colleague is done."""
        self.delivered_at = moment

    @transition(
        "state",
        source=State.ASKED,
        target=State.WITHDRAWN,
        permission=held_by(Role.COORDINATOR),
        custom=ENDS,
    )
    def withdraw(self) -> None:
        """The coordinator no longer needs it."""
