"""What the municipality does about nonconformities, and whether it works."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from processes.audit.models import Finding
from processes.case.models import Case, Evidence, StageModel
from processes.corrective_actions import deadlines, policies
from workflow.engine.transitions import automatic, needs
from workflow.models.promises import Promise

GOING_ON = automatic("processes.corrective_actions.actions._way_on")


class CorrectivePlan(StageModel):
    """All nonconformities of a case, answered, assessed and verified together."""

    class State(models.TextChoices):
        ANSWERING = "answering", _("waits for answers")
        ASSESSING = "assessing", _("answers are assessed")
        VERIFYING = "verifying", _("effects are verified")
        CLOSED = "closed", _("closed")
        LAPSED = "lapsed", _("majors not verified in time")
        REVISED = "revised", _("follows a corrected report")

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="corrective_plan")
    state = FSMField(choices=State, default=State.ANSWERING, protected=True)
    goes_on_at = models.DateTimeField(null=True, blank=True)
    """When the municipality chose to go on with what was found, by sending its first answers."""
    goes_on_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    RUNNING = (State.ANSWERING, State.ASSESSING, State.VERIFYING)
    promises = (
        Promise("warn", RUNNING, on=deadlines.warning, rests=False),
        Promise("lapse", RUNNING, on=deadlines.hard_limit, rests=False),
        Promise("worsen", (State.ANSWERING,), on=deadlines.worsening),
    )

    @transition(
        "state",
        source=State.ANSWERING,
        target=State.ASSESSING,
        conditions=[needs(policies.all_answered, _("Answer every nonconformity first."))],
    )
    def send_answers(self) -> None:
        """Hand all answers to the lead auditor."""

    @transition(
        "state",
        source=State.ASSESSING,
        target=State.ANSWERING,
        conditions=[
            needs(policies.all_assessed, _("Assess every answer first.")),
            needs(policies.more_is_asked, _("Ask for more on at least one answer.")),
        ],
    )
    def ask_more(self) -> None:
        """Some answers are not enough."""

    @transition(
        "state",
        source=State.ASSESSING,
        target=State.VERIFYING,
        conditions=[
            needs(policies.all_assessed, _("Assess every answer first.")),
            needs(policies.no_more_is_asked, _("More was asked; send it back.")),
        ],
    )
    def accept_all(self) -> None:
        """Every answer is accepted; majors remain to be verified."""

    @transition(
        "state",
        source=State.VERIFYING,
        target=State.ANSWERING,
        conditions=[
            needs(policies.all_verified_or_returned, _("Judge every major nonconformity first.")),
            needs(policies.more_is_asked, _("Send back at least one nonconformity.")),
        ],
    )
    def find_ineffective(self) -> None:
        """Some actions did not work."""

    @transition(
        "state",
        source=State.VERIFYING,
        target=State.CLOSED,
        conditions=[
            needs(policies.is_settled, _("Every major must be verified and every minor accepted."))
        ],
    )
    def close(self) -> None:
        """Nothing stands in the way of a decision."""

    @transition("state", source=list(RUNNING), target=None)
    def warn(self) -> None:
        """Majors are still unverified; the hard limit comes nearer."""

    @transition(
        "state",
        source=State.ANSWERING,
        target=None,
        custom=automatic("processes.corrective_actions.worsening._carry_out"),
    )
    def worsen(self) -> None:
        """Minors have been left unanswered too long: they are major now."""

    @transition("state", source=list(RUNNING), target=State.LAPSED)
    def lapse(self) -> None:
        """Majors were not verified within the hard limit: a new visit is needed (obligation 42)."""

    @transition(
        "state",
        source=list(RUNNING),
        target=State.REVISED,
        custom=automatic("processes.amendments.applying.follow_findings"),
    )
    def revise(self) -> None:
        """A corrected report asks for other answers than before, while they are worked on."""

    ENDED = (State.LAPSED, State.CLOSED, State.REVISED)

    @transition("state", source=list(ENDED), target=State.ANSWERING, custom=GOING_ON)
    def reopen(self) -> None:
        """A new visit left something for the municipality to answer."""

    @transition("state", source=list(ENDED), target=State.ASSESSING, custom=GOING_ON)
    def resume(self) -> None:
        """A new visit left only answers that were sent before and are not assessed yet."""

    @transition(
        "state",
        source=list(ENDED),
        target=State.CLOSED,
        conditions=[
            needs(policies.is_settled, _("Every major must be verified and every minor accepted."))
        ],
        custom=GOING_ON,
    )
    def settle(self) -> None:
        """A new visit left nothing to be done about any nonconformity."""

    @transition("state", source=list(ENDED), target=State.VERIFYING, custom=GOING_ON)
    def verify_on(self) -> None:
        """A corrected report left only majors whose plans are accepted and not verified yet."""


class Response(StageModel):
    """The municipality's answer to one nonconformity."""

    class State(models.TextChoices):
        OPEN = "open", _("to be answered")
        ANSWERED = "answered", _("answered")
        ACCEPTED = "accepted", _("accepted")
        VERIFIED = "verified", _("verified")
        DROPPED = "dropped", _("no nonconformity any more")

    class Needed(models.TextChoices):
        DOCUMENTS = "documents", _("documents are enough")
        LIMITED = "limited", _("a limited extra audit")
        FULL = "full", _("a full extra audit")

    plan = models.ForeignKey(CorrectivePlan, on_delete=models.PROTECT, related_name="responses")
    finding = models.OneToOneField(Finding, on_delete=models.PROTECT, related_name="response")
    state = FSMField(choices=State, default=State.OPEN, protected=True)
    correction = models.TextField(_("correction: what was put right at once"), blank=True)
    cause = models.TextField(_("cause: why it happened"), blank=True)
    action = models.TextField(_("corrective action: what keeps it from coming back"), blank=True)
    shares = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="shared_by"
    )
    """The answer whose corrective action answers this nonconformity too."""
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="responses")
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    needed = models.CharField(_("what verifies it"), max_length=9, choices=Needed, blank=True)
    """Said when a major's answer is accepted; nothing for a minor."""
    verification = models.TextField(_("how the effect was verified"), blank=True)

    @property
    def case(self) -> Case:
        """The plan's case."""
        case: Case = self.plan.case
        return case

    @property
    def action_said(self) -> str:
        """Its corrective action: while it is written that of the answer it shares, if any."""
        is_open = self.current_state == self.State.OPEN
        return self.shares.action if is_open and self.shares is not None else self.action

    @property
    def is_settled(self) -> bool:
        """It was sent and found good enough."""
        return self.current_state in policies.SETTLED

    @transition(
        "state",
        source=State.OPEN,
        target=State.ANSWERED,
        conditions=[needs(policies.is_answered, _("State correction, cause and action."))],
    )
    def answer(self) -> None:
        """The answer is ready to be assessed; a shared action stays as it is said now."""
        self.action = self.action_said

    @transition("state", source=State.ANSWERED, target=State.OPEN)
    def take_back(self) -> None:
        """Edit an answer that is not sent yet."""

    @transition("state", source=State.ANSWERED, target=State.ACCEPTED)
    def accept(self) -> None:
        """Correction, cause and action are good enough."""

    @transition("state", source=State.ANSWERED, target=State.OPEN)
    def ask_more(self) -> None:
        """The answer is not enough; the dialogue says what is missing."""

    @transition(
        "state",
        source=State.ACCEPTED,
        target=State.VERIFIED,
        conditions=[needs(policies.has_verification, _("Say how the effect was verified."))],
    )
    def verify(self) -> None:
        """The action works."""

    @transition("state", source=State.ACCEPTED, target=State.OPEN)
    def find_ineffective(self) -> None:
        """The action did not work."""

    @transition(
        "state",
        source=[State.ANSWERED, State.DROPPED],
        target=State.OPEN,
        custom=automatic("processes.corrective_actions.actions._renew"),
    )
    def renew(self) -> None:
        """A new visit found the nonconformity again: it must be answered, or answered better."""

    @transition(
        "state",
        source=[State.ACCEPTED, State.VERIFIED],
        target=State.OPEN,
        custom=automatic("processes.corrective_actions.actions._renew"),
    )
    def begin_anew(self) -> None:
        """A new visit found again what was thought to be mended: the next answer begins empty."""
        self.correction = self.cause = self.action = self.verification = self.needed = ""
        self.shares = None

    @transition(
        "state",
        source=[State.OPEN, State.ANSWERED, State.ACCEPTED],
        target=State.DROPPED,
        custom=automatic("processes.corrective_actions.actions._see_anew"),
    )
    def drop(self) -> None:
        """A new visit found no nonconformity here."""


class EarlierAnswer(models.Model):
    """An answer that was judged good enough, until a new visit found the nonconformity again."""

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="earlier")
    state = models.CharField(max_length=10, choices=Response.State)
    correction = models.TextField()
    cause = models.TextField()
    action = models.TextField()
    verification = models.TextField(blank=True)
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="+")
    until = models.DateTimeField()


class Remark(models.Model):
    """One contribution to the dialogue about a response."""

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="remarks")
    text = models.TextField(_("text"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
