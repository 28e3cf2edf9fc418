"""The people of an audit team: each declares for themself, and is presented to the municipality."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from processes.audit import deadlines
from processes.case.models import Case, StageModel
from processes.roles import Role
from workflow.engine.transitions import automatic
from workflow.models import Process
from workflow.models.promises import Promise
from workflow.queues import exclusions
from workflow.sql.compiled import compiled


class TeamMember(StageModel):
    """A person in the audit team, from being asked to leaving it.

    Whoever joins before the team is presented is presented with it; whoever joins later is
    presented alone, and the municipality may object to that person alone.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("asked to declare impartiality")
        DECLARED = "declared", _("declared impartial")
        PRESENTED = "presented", _("presented to the municipality")
        OBJECTED = "objected", _("objected to")
        SEATED = "seated", _("in the team")
        CONFLICTED = "partial", _("declared a conflict of interest")
        REPLACED = "replaced", _("to be replaced after an objection")

    audit = models.ForeignKey("processes.Audit", on_delete=models.PROTECT, related_name="team")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="audit_work"
    )
    own_process = models.OneToOneField(
        Process, null=True, on_delete=models.PROTECT, related_name="team_member"
    )
    state = FSMField(choices=State, default=State.ASKED, protected=True)
    final = (State.SEATED, State.CONFLICTED, State.REPLACED)
    leads = models.BooleanField(default=False)
    declared_at = models.DateTimeField(null=True, blank=True)
    """When this person declared. Empty: never, or nobody knows."""
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    presented_at = models.DateTimeField(null=True, blank=True)
    is_objected_to = models.BooleanField(default=False)
    objection = models.TextField(_("objection"), blank=True)
    objection_answer = models.TextField(_("answer to the objection"), blank=True)
    has_visited = models.BooleanField(default=False)
    """Was in the team when a visit was concluded, whatever becomes known afterwards."""

    process_path = "own_process"
    promises = (Promise("stand", (State.PRESENTED,), on=deadlines.member_objection_ends),)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["audit"],
                name="one_lead",
                condition=models.Q(leads=True, left_at=None),
            ),
            models.UniqueConstraint(
                fields=["audit", "person"], name="member_once", condition=models.Q(left_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}"

    @property
    def case(self) -> Case:
        """The audit's case."""
        return self.audit.case

    @property
    def process(self) -> Process | None:
        """The member's own small process; none for a lead who claimed the audit."""
        return self.own_process

    @property
    def process_id(self) -> int | None:
        """The key of the member's own small process."""
        return self.own_process_id

    @transition("state", source=State.ASKED, target=State.DECLARED)
    def declare(self, moment: datetime) -> None:
        """This person has no conflict of interest."""
        self.declared_at = moment

    @transition("state", source=State.ASKED, target=State.CONFLICTED)
    def decline(self) -> None:
        """This person has a conflict of interest."""

    @transition(
        "state",
        source=State.DECLARED,
        target=State.PRESENTED,
        custom=automatic("processes.audit.team.changes.present"),
    )
    def present(self, moment: datetime) -> None:
        """Present a person who joined a team that the municipality knows."""
        self.presented_at = moment

    @transition(
        "state",
        source=State.DECLARED,
        target=State.SEATED,
        custom=automatic("processes.audit.team.changes.seat"),
    )
    def seat(self) -> None:
        """The municipality objected to somebody else, or to nobody, when it could."""

    @transition("state", source=State.DECLARED, target=State.SEATED)
    def confirm(self) -> None:
        """An officer finds somebody who joined an unannounced audit impartial."""

    @transition("state", source=State.DECLARED, target=State.REPLACED)
    def turn_down(self, reasons: str) -> None:
        """An officer does not find somebody who joined an unannounced audit impartial."""
        self.objection_answer = reasons

    @transition("state", source=State.PRESENTED, target=State.SEATED)
    def accept(self) -> None:
        """The municipality has nothing against the person."""

    @transition("state", source=State.PRESENTED, target=State.SEATED)
    def stand(self) -> None:
        """The time to object is over: the person stays."""

    @transition("state", source=State.PRESENTED, target=State.OBJECTED)
    def object(self, reasons: str) -> None:
        """The municipality objects to the person, with reasons."""
        self.objection = reasons

    @transition("state", source=State.OBJECTED, target=State.SEATED)
    def dismiss_objection(self, reasons: str) -> None:
        """The objection is not upheld: the person stays."""
        self.objection_answer = reasons

    @transition("state", source=State.OBJECTED, target=State.REPLACED)
    def uphold_objection(self, reasons: str) -> None:
        """The objection is upheld: somebody else is needed."""
        self.objection_answer = reasons


@compiled
def current(audit: int, process: int | None) -> models.QuerySet[TeamMember]:
    """Those of an audit who have not left and are not kept from its process."""
    excluded = exclusions.people(process, Role.AUDITOR)
    team = TeamMember.objects.filter(audit=audit, left_at=None)
    return team.exclude(person__in=excluded).select_related("person")
