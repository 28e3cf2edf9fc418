"""A correction of a locked report: proposed, commented on, confirmed, and what follows from it."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from processes.amendments import deadlines, policies
from processes.audit.models import Finding
from processes.audit.report.models import Report
from processes.case.models import Case, StageModel
from processes.decision.models import Decision
from processes.organisations.models import Person
from processes.roles import Role
from workflow.engine.transitions import ENDS, automatic, held_by, needs
from workflow.models import Process
from workflow.models.promises import Promise


def _proposed_it(amendment: Any, person: Any) -> bool:
    """An auditor takes back what they proposed themself."""
    return amendment.proposed_by_id == person.pk and held_by(Role.AUDITOR)(amendment, person)


class Amendment(StageModel):
    """What a locked report should say instead, and why. The report itself stays as it was."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waits to be confirmed")
        SENT = "sent", _("with the municipality for comments")
        CONFIRMED = "confirmed", _("confirmed")
        DECLINED = "declined", _("declined")
        TAKEN_BACK = "taken_back", _("taken back")
        SETTLED = "settled", _("fell away: the case ended")
        UPHELD = "upheld", _("confirmed; the decision stands")
        REPLACED = "replaced", _("confirmed; a new decision replaces the first")
        REFERRED = "referred", _("confirmed; the officer settles what follows")
        FOLLOWED = "followed", _("confirmed; what follows is settled")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField(default=1)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="amendments")
    """The locked version that is to be corrected."""
    finding = models.ForeignKey(
        Finding, null=True, on_delete=models.PROTECT, related_name="amendments"
    )
    """None where the text alone is corrected."""
    own_process = models.OneToOneField(
        Process, null=True, on_delete=models.PROTECT, related_name="amendment"
    )
    state = FSMField(choices=State, default=State.PROPOSED, protected=True)
    final = (
        *(State.DECLINED, State.TAKEN_BACK, State.SETTLED),
        *(State.UPHELD, State.REPLACED, State.FOLLOWED),
    )
    process_path = "own_process"
    before = models.JSONField()
    after = models.JSONField()
    is_worse = models.BooleanField(default=False)
    reason = models.TextField(_("why the report is corrected"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField()
    comment = models.TextField(_("comment of the municipality"), blank=True)
    commented_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    commented_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(_("why it is confirmed or declined"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    corrected = models.OneToOneField(
        Report, null=True, on_delete=models.PROTECT, related_name="amended_by"
    )
    """The new version."""
    decision = models.ForeignKey(
        Decision, null=True, on_delete=models.PROTECT, related_name="amendments"
    )
    """The decision whose basis the correction changed; None where none was frozen yet."""
    basis = models.JSONField(default=dict)
    """What a decision that was taken already would rest on now."""
    basis_sha256 = models.CharField(max_length=64, blank=True)
    reasons = models.TextField(_("reasons of the decision maker"), blank=True)
    reconsidered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reconsidered_at = models.DateTimeField(null=True, blank=True)
    measures = models.TextField(_("what follows"), blank=True)
    followed_at = models.DateTimeField(null=True, blank=True)

    promises = (Promise("pass_uncommented", (State.SENT,), on=deadlines.comments_end),)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="amendment_number_once"),
            models.UniqueConstraint(
                fields=["case"],
                name="one_waiting_amendment",
                condition=models.Q(state__in=["proposed", "sent"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.number}-{self.number}"

    @property
    def process(self) -> Process | None:
        """Its own small process, beside or after the case."""
        return self.own_process

    @property
    def process_id(self) -> int | None:
        """The key of its own small process."""
        return self.own_process_id

    @property
    def proof(self) -> dict[str, str]:
        """The hash of the new basis, where a decision is reconsidered."""
        return {"sha256": self.basis_sha256} if self.basis_sha256 else {}

    @transition(
        "state",
        source=State.PROPOSED,
        target=State.SENT,
        custom=automatic("processes.amendments.actions._begin"),
    )
    def send_for_comments(self) -> None:
        """A finding gets worse: the municipality comments first."""

    @transition("state", source=State.SENT, target=State.PROPOSED)
    def comment_on(self, person: Person, moment: datetime, text: str) -> None:
        """The municipality says what it thinks of it, or that it has nothing to say."""
        self.comment, self.commented_by, self.commented_at = text, person, moment

    @transition("state", source=State.SENT, target=State.PROPOSED)
    def pass_uncommented(self) -> None:
        """The time to comment is over."""

    @transition(
        "state",
        source=State.PROPOSED,
        target=State.CONFIRMED,
        conditions=[
            needs(
                policies.is_current,
                _("The report has a newer version, or a new visit is made: decline it."),
            )
        ],
    )
    def adopt(self, person: Person, moment: datetime, text: str) -> None:
        """An officer confirms it: there is a new version of the report."""
        self.answer, self.answered_by, self.answered_at = text, person, moment

    @transition("state", source=State.PROPOSED, target=State.DECLINED)
    def reject(self, person: Person, moment: datetime, text: str) -> None:
        """An officer declines it: the report stands."""
        self.answer, self.answered_by, self.answered_at = text, person, moment

    @transition(
        "state",
        source=[State.PROPOSED, State.SENT],
        target=State.TAKEN_BACK,
        permission=_proposed_it,
        custom=ENDS,
    )
    def take_back(self) -> None:
        """Whoever proposed it no longer wants it."""

    @transition(
        "state",
        source=[State.PROPOSED, State.SENT],
        target=State.SETTLED,
        custom=ENDS | automatic("processes.amendments.actions.settle"),
    )
    def settle(self) -> None:
        """The case ended early: nobody decides by its report."""

    @transition(
        "state",
        source=State.CONFIRMED,
        target=None,
        custom=automatic("processes.amendments.applying.apply"),
    )
    def carry_out(
        self, corrected: Report, decision: Decision | None, basis: Any, sha256: str
    ) -> None:
        """The new version is there, and what it means for the decision."""
        self.corrected, self.decision = corrected, decision
        self.basis, self.basis_sha256 = basis, sha256

    def _reconsidered(self, person: Person, moment: datetime, text: str) -> None:
        self.reconsidered_by, self.reconsidered_at, self.reasons = person, moment, text

    @transition(
        "state",
        source=State.CONFIRMED,
        target=State.UPHELD,
        conditions=[
            needs(
                policies.may_uphold,
                _("A gate is not met any more: let the officer settle what follows."),
            )
        ],
    )
    def uphold(self, person: Person, moment: datetime, text: str) -> None:
        """The decision stands, with reasons."""
        self._reconsidered(person, moment, text)

    @transition(
        "state",
        source=State.CONFIRMED,
        target=State.REPLACED,
        conditions=[
            needs(policies.is_refused, _("Only a certificate that was refused can be granted.")),
            needs(policies.meets_all, _("At least one gate is not met; see the new basis.")),
            needs(
                policies.is_last_case,
                _("The municipality has a later case, in which the certificate is decided."),
            ),
        ],
    )
    def replace(self, person: Person, moment: datetime, text: str) -> None:
        """A new decision in the municipality's favour replaces the first; both stay readable."""
        self._reconsidered(person, moment, text)

    @transition("state", source=State.CONFIRMED, target=State.REFERRED)
    def refer(self, person: Person, moment: datetime, text: str) -> None:
        """The decision cannot simply stand: the officer settles what follows."""
        self._reconsidered(person, moment, text)

    @transition("state", source=State.REFERRED, target=State.FOLLOWED)
    def follow_up(self, moment: datetime, text: str) -> None:
        """The officer says what follows; the certificate itself is not changed by that."""
        self.measures, self.followed_at = text, moment
