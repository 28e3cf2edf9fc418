"""The decision, by somebody who took no part in the audit."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from processes.case.models import Case, Certification, StageModel
from processes.decision import kinds, policies
from processes.decision.kinds import DecisionKind
from processes.decision.leave import decides
from processes.organisations.models import Person
from workflow.engine.transitions import automatic, locks, needs
from workflow.models import Process, StatefulModel

FROZEN = needs(policies.has_basis, _("The basis of the decision is not frozen yet."))
SETTLED = needs(
    policies.has_settled_report,
    _("A correction of the report is proposed: decide when it is confirmed or declined."),
)
IN_FORCE = needs(
    policies.is_in_force,
    _("The certificate is temporarily withdrawn: decide first that it is restored."),
)
LEADS_ON = locks("certification")
"""What is decided is carried out in the same step: certificate, programme and other cases."""
MET = needs(policies.may_grant, _("At least one gate is not met; see the gate matrix."))


class Decision(StageModel):
    """One decision about a certification, in a case or without one (obligation 48).

    A deferred one is followed by a new one.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("to be decided")
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")
        DEFERRED = "deferred", _("deferred")
        SETTLED = "settled", _("decided")
        OUTDATED = "outdated", _("its basis had changed")

    class Asked(models.TextChoices):
        LEAD = "lead", _("the lead auditor")
        MUNICIPALITY = "municipality", _("the municipality")
        REPORT = "report", _("the lead auditor, by a corrected report")

    certification = models.ForeignKey(
        Certification, on_delete=models.PROTECT, related_name="decisions", db_index=False
    )
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=20)
    """What is asked, and once it is taken what was decided."""
    number = models.PositiveSmallIntegerField(default=1)
    state = FSMField(choices=State, default=State.PENDING, protected=True)
    final = (
        State.GRANTED,
        State.REFUSED,
        State.SETTLED,
        State.OUTDATED,
    )
    basis = models.JSONField(default=dict)
    basis_sha256 = models.CharField(max_length=64, blank=True)
    reasons = models.TextField(_("reasons"), blank=True)
    dissent = models.TextField(_("dissent"), blank=True)
    asked_for = models.TextField(_("what is asked for"), blank=True)
    asked_of = models.CharField(max_length=12, choices=Asked, default=Asked.LEAD)
    asked_until = models.DateField(null=True, blank=True)
    supplement = models.TextField(_("supplement"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="decision_number_once"),
            models.UniqueConstraint(
                fields=["case"], name="one_pending_decision", condition=models.Q(state="pending")
            ),
            models.UniqueConstraint(
                fields=["certification", "number"],
                name="number_once_without_case",
                condition=models.Q(case=None),
            ),
            models.UniqueConstraint(
                fields=["certification", "kind"],
                name="one_pending_without_case",
                condition=models.Q(case=None, state="pending"),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["pending", "outdated"]) | ~models.Q(reasons=""),
                name="decision_has_reasons",
            ),
        ]

    @property
    def its_case(self) -> Case:
        """The case of a decision that has one."""
        if self.case is None:
            raise ValueError(self)
        return self.case

    @property
    def traits(self) -> DecisionKind:
        """What is true of every decision of its kind."""
        return kinds.of(self.kind)

    @property
    def process(self) -> Process | None:
        """Its case's; without a case it has none."""
        return super().process if self.case else None

    @property
    def process_id(self) -> int | None:
        """The key of its case's process."""
        return super().process_id if self.case else None

    @property
    def trail_root(self) -> StatefulModel:
        """Its case's chain; without a case that of the certification (``trail_root`` there)."""
        return super().trail_root if self.case else self.certification.trail_root

    @property
    def places(self) -> frozenset[int]:
        """The municipality and the scheme's body."""
        return super().places if self.case else self.certification.places

    def _decided(self, by: Person, at: datetime, reasons: str) -> None:
        self.decided_by, self.decided_at, self.reasons = by, at, reasons

    @transition(
        "state",
        source=State.PENDING,
        target=State.GRANTED,
        conditions=[
            FROZEN,
            SETTLED,
            IN_FORCE,
            MET,
        ],
        custom=LEADS_ON,
    )
    def grant(self, decider: Person, moment: datetime, reasons: str) -> None:
        """Grant, renew or continue the certificate."""
        self._decided(decider, moment, reasons)

    @transition(
        "state",
        source=State.PENDING,
        target=State.REFUSED,
        conditions=[
            FROZEN,
            SETTLED,
            needs(
                policies.may_refuse,
                _("A surveillance is not refused while every gate is met: continue or defer it."),
            ),
            needs(policies.is_refused_alone, _("It is refused in the room of a proposal.")),
            needs(policies.is_commented, _("The municipality comments on new material first.")),
        ],
        custom=LEADS_ON,
    )
    def refuse(self, decider: Person, moment: datetime, reasons: str) -> None:
        """Refuse, with reasons."""
        self.kind = "refuse"
        self._decided(decider, moment, reasons)

    @transition(
        "state",
        source=State.PENDING,
        target=State.DEFERRED,
        conditions=[
            FROZEN,
            needs(policies.may_defer, _("More has been asked for twice: now decide.")),
        ],
    )
    def defer(self, decider: Person, moment: datetime, reasons: str) -> None:
        """Ask for more before deciding: what, of whom and by when."""
        self.kind = "defer"
        self._decided(decider, moment, reasons)
        self.asked_for = self.asked_for.strip() or reasons

    @transition(
        "state",
        source=State.PENDING,
        target=State.SETTLED,
        conditions=[FROZEN, SETTLED, MET],
        permission=decides,
        custom=LEADS_ON,
    )
    def settle(self, decider: Person, moment: datetime, reasons: str) -> None:
        """Decide as is asked, by a kind that has no step of its own."""
        self._decided(decider, moment, reasons)

    @transition(
        "state",
        source=State.PENDING,
        target=State.SETTLED,
        conditions=[FROZEN],
        permission=decides,
        custom=LEADS_ON,
    )
    def leave(self, kind: str, decider: Person, moment: datetime, reasons: str) -> None:
        """Decide otherwise than was proposed."""
        self.kind = kind
        self._decided(decider, moment, reasons)

    @property
    def proof(self) -> dict[str, str]:
        """The hash of the frozen basis, and the kind where the step does not say it."""
        kind = {"kind": self.kind} if self.traits.step in ("settle", "leave") else {}
        return {"sha256": self.basis_sha256, **kind}

    @property
    def is_decided(self) -> bool:
        """It no longer waits."""
        return self.current_state not in (self.State.PENDING, self.State.OUTDATED)

    @transition(
        "state",
        source=State.PENDING,
        target=State.GRANTED,
        conditions=[FROZEN, needs(policies.may_grant, _("At least one gate is not met."))],
        custom=automatic(
            "processes.amendments.reconsidering.replace", "processes.appeals.deciding._grant"
        ),
    )
    def grant_instead(self, decider: Person, moment: datetime, reasons: str) -> None:
        """Grant what was refused on a report that was corrected since."""
        self._decided(decider, moment, reasons)

    @transition(
        "state",
        source=State.PENDING,
        target=State.OUTDATED,
        custom=automatic(
            "processes.amendments.applying.freeze_anew", "processes.sanctions.actions.outdate"
        ),
    )
    def outdate(self) -> None:
        """What its basis rests on has changed: it is frozen anew, or nothing is left to decide."""

    @transition(
        "state",
        source=State.DEFERRED,
        target=None,
        conditions=[needs(policies.is_latest, _("A later decision has taken its place."))],
    )
    def supply(self, supplement: str) -> None:
        """What was asked for is supplied by the one who was asked."""
        self.supplement = supplement


class Receipt(models.Model):
    """The first opening of a decision by a coordinator or signatory of its holder.

    ``decision`` None: of how the case ended without one.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="receipts")
    decision = models.OneToOneField(
        Decision, null=True, on_delete=models.PROTECT, related_name="receipt"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], name="one_receipt_of_an_end", condition=models.Q(decision=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.at}"
