"""A special audit: why it was ordered, and which criteria it looks at."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from processes.case.models import Case, Certification, StageModel
from processes.roles import Role
from processes.special import policies
from workflow.engine.transitions import automatic, held_by
from workflow.models.promises import Promise


class SpecialAudit(StageModel):
    """The order of a special audit, beside whatever audit is under way.

    An unannounced one is concealed from the municipality until its notice moment (obligation 65).
    """

    class Ground(models.TextChoices):
        COMPLAINT = "complaint", _("a complaint")
        CHANGE = "change", _("a change at the holder")
        SUSPENSION = "suspension", _("to see whether a suspension can end")
        MAJOR = "major", _("to follow up a major nonconformity")
        MISUSE = "misuse", _("misuse of the mark or the certificate")

    class State(models.TextChoices):
        ORDERED = "ordered", _("ordered")
        CONCEALED = "concealed", _("under way, the municipality is not told yet")
        UNDER_WAY = "under_way", _("under way")
        MERGED = "merged", _("its criteria were added to the audit under way")
        DONE = "done", _("its case has ended")

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="special")
    certification = models.ForeignKey(
        Certification, on_delete=models.PROTECT, related_name="special_audits"
    )
    ground = models.CharField(_("ground"), max_length=12, choices=Ground)
    facts = models.TextField(_("what has happened"))
    codes = models.JSONField(default=list)
    """The codes of the criteria it looks at."""
    state = FSMField(choices=State, default=State.ORDERED, protected=True)
    final = (State.DONE, State.MERGED)
    merged_into = models.ForeignKey(
        Case, null=True, on_delete=models.PROTECT, related_name="taken_in"
    )
    """The case whose audit looks at its criteria instead."""
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ordered_at = models.DateTimeField()
    unannounced = models.BooleanField(_("unannounced"), default=False, db_default=False)
    notice_at = models.DateTimeField(null=True, blank=True)
    """When the municipality is told, if not at the visit."""
    told_at = models.DateTimeField(null=True, blank=True)
    """When it was told of an unannounced one."""
    promises = (Promise("announce", (State.CONCEALED,), on=policies.notice, rests=False),)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["certification", "ground"],
                name="one_special_audit_of_a_ground",
                condition=models.Q(state__in=["ordered", "concealed", "under_way"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.case.number}: {self.ground}"

    @transition(
        "state",
        source=State.ORDERED,
        target=State.UNDER_WAY,
        permission=held_by(Role.OFFICER),
        custom=automatic("processes.special.actions.order"),
    )
    def begin(self, person: Any, moment: datetime) -> None:
        """Its case begins."""
        self.ordered_by, self.ordered_at = person, moment

    @transition(
        "state",
        source=State.ORDERED,
        target=State.CONCEALED,
        permission=held_by(Role.OFFICER),
        custom=automatic("processes.special.actions.order"),
    )
    def begin_unseen(self, person: Any, moment: datetime) -> None:
        """Its case begins, and the municipality does not know of it."""
        self.ordered_by, self.ordered_at = person, moment

    @transition(
        "state",
        source=State.CONCEALED,
        target=State.UNDER_WAY,
        permission=policies.tells,
        custom=automatic("processes.special.actions.announce"),
    )
    def announce(self, moment: datetime) -> None:
        """The municipality is told, and sees the case from now on."""
        self.told_at = moment

    @transition(
        "state",
        source=State.UNDER_WAY,
        target=State.MERGED,
        permission=held_by(Role.OFFICER),
    )
    def merge(self, into: Case) -> None:
        """What it was to look at is looked at by the audit of another case."""
        self.merged_into = into

    @transition(
        "state",
        source=[State.ORDERED, State.CONCEALED, State.UNDER_WAY],
        target=State.DONE,
        custom=automatic("processes.special.actions.follow"),
    )
    def finish(self) -> None:
        """Its case has ended, however."""
