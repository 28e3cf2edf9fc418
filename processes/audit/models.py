"""The audit: its team, plan, visit and findings. Its report stands in ``reports``."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from processes.audit import deadlines, members, policies
from processes.audit.finding_models import Finding
from processes.audit.members import TeamMember
from processes.case.models import Case, StageModel
from processes.organisations.models import Person
from workflow.engine.transitions import automatic, needs
from workflow.models.promises import Promise
from workflow.sql import names

__all__ = ["Audit", "Finding"]


class Audit(StageModel):
    """The independent look at a case, from team to concluded visit."""

    class State(models.TextChoices):
        UNLED = "unled", _("waits for a lead auditor")
        PROPOSED = "proposed", _("team proposed")
        OBJECTED = "objected", _("team objected to")
        PREPARING = "preparing", _("preparing")
        READY = "ready", _("ready to plan")
        PLANNED = "planned", _("plan proposed")
        AGREED = "agreed", _("plan agreed")
        VISITED = "visited", _("visit concluded")

    class Method(models.TextChoices):
        ON_SITE = "on_site", _("on site")
        REMOTE = "remote", _("remote")
        MIXED = "mixed", _("on site and remote")

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="audit")
    state = FSMField(choices=State, default=State.UNLED, protected=True)
    composed_at = models.DateTimeField(null=True, blank=True)
    """Since when its lead waits for all of the team to declare; then it is presented."""
    proposed_at = models.DateTimeField(null=True, blank=True)
    objection = models.TextField(_("objection"), blank=True)
    objection_answer = models.TextField(_("answer to the objection"), blank=True)
    concerns = models.TextField(_("areas of concern"), blank=True)
    visit_date = models.DateField(_("first day of the visit"), null=True, blank=True)
    visit_end_date = models.DateField(_("last day of the visit"), null=True, blank=True)
    method = models.CharField(_("method"), max_length=10, choices=Method, default=Method.ON_SITE)
    objectives = models.TextField(_("objectives"), blank=True)
    agenda = models.TextField(_("agenda: time, subject, whom the team meets"), blank=True)
    plan_reason = models.TextField(_("why the visit is made on these days"), blank=True)
    plan_remarks = models.TextField(_("remarks on the plan"), blank=True)
    conclusion = models.TextField(_("conclusion of the team"), blank=True)
    covered = models.JSONField(default=dict, db_default={})
    """Which topics of its agenda were looked at, and what was seen."""
    visited_date = models.DateField(null=True, blank=True)
    visit_number = models.PositiveSmallIntegerField(default=1)

    promises = (Promise("stand", (State.PROPOSED,), on=deadlines.silence_ends),)

    @property
    def current_team(self) -> list[TeamMember]:
        """Those who have not left and are not kept from the case, the lead first."""
        return _in_order(members.current(self.pk, self.process_id).all())

    @property
    def presented_team(self) -> list[TeamMember]:
        """Those who are, or are to be, presented together: the others the municipality knows.

        Or it gets to know them alone, as people who join later.
        """
        return [one for one in self.current_team if policies.is_to_be_known(one)]

    @property
    def team_then(self) -> list[TeamMember]:
        """Who made the visits, and the team of today, the lead first."""
        made = self.team.filter(has_visited=True).select_related("person").order_by("left_at")
        known = {one.person_id: one for one in [*made, *self.current_team]}
        return _in_order(known.values())

    @property
    def lead(self) -> Person | None:
        """The person who leads, if any; not yet whoever is asked to."""
        leading = (one for one in self.current_team if one.leads and not policies.is_asked(one))
        return next((one.person for one in leading), None)

    @transition(
        "state",
        source=[State.UNLED, State.PREPARING],
        target=State.PROPOSED,
        conditions=[
            needs(policies.has_team, _("Somebody has to lead the audit.")),
            needs(policies.has_declared, _("Everybody in the team has to declare first.")),
        ],
    )
    def propose_team(self, moment: datetime) -> None:
        """Present the team to the municipality."""
        self.proposed_at, self.composed_at = moment, None
        self.objection = self.objection_answer = ""

    @transition(
        "state",
        source=[State.UNLED, State.PREPARING],
        target=State.PREPARING,
        conditions=[
            needs(policies.has_team, _("Somebody has to lead the audit.")),
            needs(policies.has_declared, _("Everybody in the team has to declare first.")),
            needs(policies.is_known, _("Somebody in the team has to be presented first.")),
        ],
    )
    def keep_team(self) -> None:
        """Nobody is new to the municipality: the team stands without a new time to object."""
        self.composed_at = None

    @transition(
        "state",
        source=State.PROPOSED,
        target=State.UNLED,
        custom=automatic("processes.audit.team.changes.withdraw"),
        conditions=[needs(policies.is_known, _("The municipality considers the team."))],
    )
    def withdraw_team(self) -> None:
        """Everybody who was presented has left: a new team is composed."""

    @transition("state", source=State.PROPOSED, target=State.PREPARING)
    def accept_team(self) -> None:
        """The municipality has nothing against the team."""

    @transition("state", source=State.PROPOSED, target=State.PREPARING)
    def stand(self) -> None:
        """The time to object is over: the team stands."""

    @transition("state", source=State.PROPOSED, target=State.PREPARING)
    def confirm_team(self) -> None:
        """An officer finds the team of an unannounced audit impartial (obligation 65)."""

    @transition("state", source=State.PROPOSED, target=State.UNLED)
    def turn_down_team(self, reasons: str) -> None:
        """An officer does not find the team of an unannounced audit impartial."""
        self.objection_answer = reasons

    @transition("state", source=State.PROPOSED, target=State.OBJECTED)
    def object(self, reasons: str) -> None:
        """The municipality objects to the team, with reasons."""
        self.objection = reasons

    @transition("state", source=State.OBJECTED, target=State.PREPARING)
    def dismiss_objection(self, reasons: str) -> None:
        """The objection is not upheld: the team stands."""
        self.objection_answer = reasons

    @transition("state", source=State.OBJECTED, target=State.UNLED)
    def uphold_objection(self, reasons: str) -> None:
        """The objection is upheld: a new team is needed."""
        self.objection_answer = reasons

    @transition("state", source=State.PREPARING, target=State.READY)
    def find_ready(self) -> None:
        """The documents show readiness for the visit (obligation 25)."""

    @transition("state", source=State.READY, target=State.PREPARING)
    def repeat_review(self) -> None:
        """Something has changed: the documents are reviewed again (obligation 27)."""

    @transition(
        "state",
        source=State.PREPARING,
        target=State.READY,
        custom=automatic("processes.audit.actions.skip_document_review"),
    )
    def skip_document_review(self) -> None:
        """The edition has no document review."""

    @transition(
        "state",
        source=State.PREPARING,
        target=State.AGREED,
        custom=automatic("processes.audit.actions.open_examination"),
    )
    def open_examination(self) -> None:
        """Nobody visits: what was handed in is examined and graded (obligation 59)."""

    @transition(
        "state",
        source=State.PREPARING,
        target=State.PREPARING,
        conditions=[needs(policies.has_concerns, _("Write the areas of concern first."))],
    )
    def find_not_ready(self) -> None:
        """Back to the self-assessment with areas of concern (obligation 26)."""

    @transition(
        "state",
        source=State.READY,
        target=State.PLANNED,
        conditions=[needs(policies.has_plan, _("State visit day, objectives and agenda."))],
    )
    def propose_plan(self) -> None:
        """Send the plan of the visit to the municipality."""
        self.plan_remarks = ""

    @transition("state", source=State.PLANNED, target=State.AGREED)
    def agree_plan(self) -> None:
        """The municipality agrees to the plan."""

    @transition(
        "state",
        source=State.PLANNED,
        target=State.AGREED,
        custom=automatic("processes.audit.actions.settle_plan"),
    )
    def settle_plan(self) -> None:
        """The plan of an unannounced visit stands: nobody is asked."""

    @transition("state", source=State.PLANNED, target=State.READY)
    def ask_new_plan(self, remarks: str) -> None:
        """The municipality wants the plan changed."""
        self.plan_remarks = remarks

    @transition("state", source=State.AGREED, target=State.READY)
    def reopen_plan(self, remarks: str) -> None:
        """One side wants the agreed visit on another day; what is graded so far is kept."""
        self.plan_remarks = remarks

    @transition(
        "state",
        source=State.AGREED,
        target=State.VISITED,
        conditions=[
            needs(policies.is_told, _("Tell the municipality of the audit first.")),
            needs(
                policies.is_graded,
                _("Grade every criterion, with its level, statement and evidence."),
            ),
            needs(
                policies.has_weighed_minors,
                _("Several minor nonconformities in one area are together a major one."),
            ),
            needs(
                policies.has_reasons,
                _("Give a reason wherever level and grade contradict each other."),
            ),
            needs(policies.is_concluded, _("Write the conclusion of the team.")),
            needs(
                policies.has_covered,
                _("Tick all that this audit always looks at, and say what was seen."),
            ),
            needs(
                policies.has_settled_team,
                _("The municipality may still object to somebody in the team."),
            ),
        ],
    )
    def conclude_visit(self, day: date) -> None:
        """Every criterion is graded and the closing meeting held."""
        self.visited_date = day

    @transition(
        "state",
        source=State.VISITED,
        target=State.READY,
        custom=automatic("processes.audit.actions.visit_again"),
    )
    def visit_again(self) -> None:
        """Majors were not verified in time: a new visit is needed."""
        self.visit_date = self.visit_end_date = None
        self.conclusion = ""
        self.visit_number += 1


def _in_order(team: Iterable[TeamMember]) -> list[TeamMember]:
    return sorted(team, key=lambda member: (not member.leads, names.key(member.person.name)))
