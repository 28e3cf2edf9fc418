"""The decision, by somebody who took no part in the audit."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from processes.case.models import Case, StageModel
from processes.decision import policies
from workflow.engine.transitions import automatic, needs

FROZEN = needs(policies.has_basis, _("The basis of the decision is not frozen yet."))
SETTLED = needs(
    policies.has_settled_report,
    _("A correction of the report is proposed: decide when it is confirmed or declined."),
)


class Decision(StageModel):
    """One decision of a case. A deferred one is followed by a new one."""

    class State(models.TextChoices):
        PENDING = "pending", _("to be decided")
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")
        DEFERRED = "deferred", _("deferred")
        OUTDATED = "outdated", _("frozen anew: the report was corrected")

    class Asked(models.TextChoices):
        LEAD = "lead", _("the lead auditor")
        MUNICIPALITY = "municipality", _("the municipality")
        REPORT = "report", _("the lead auditor, by a corrected report")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField(default=1)
    state = FSMField(choices=State, default=State.PENDING, protected=True)
    final = (
        State.GRANTED,
        State.REFUSED,
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
            models.CheckConstraint(
                condition=models.Q(state__in=["pending", "outdated"]) | ~models.Q(reasons=""),
                name="decision_has_reasons",
            ),
        ]

    def _decided(self, by: Any, at: datetime, reasons: str) -> None:
        self.decided_by, self.decided_at, self.reasons = by, at, reasons

    @transition(
        "state",
        source=State.PENDING,
        target=State.GRANTED,
        conditions=[
            FROZEN,
            SETTLED,
            needs(policies.may_grant, _("At least one gate is not met; see the gate matrix.")),
        ],
    )
    def grant(self, decider: Any, moment: datetime, reasons: str) -> None:
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
        ],
    )
    def refuse(self, decider: Any, moment: datetime, reasons: str) -> None:
        """Refuse, with reasons."""
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
    def defer(self, decider: Any, moment: datetime, reasons: str) -> None:
        """Ask for more before deciding: what, of whom and by when."""
        self._decided(decider, moment, reasons)
        self.asked_for = self.asked_for.strip() or reasons

    @property
    def proof(self) -> dict[str, str]:
        """The hash of the frozen basis."""
        return {"sha256": self.basis_sha256}

    @property
    def is_decided(self) -> bool:
        """It no longer waits."""
        return self.current_state not in (self.State.PENDING, self.State.OUTDATED)

    @transition(
        "state",
        source=State.PENDING,
        target=State.GRANTED,
        conditions=[FROZEN, needs(policies.may_grant, _("At least one gate is not met."))],
        custom=automatic("processes.amendments.reconsidering.replace"),
    )
    def grant_instead(self, decider: Any, moment: datetime, reasons: str) -> None:
        """Grant what was refused on a report that was corrected since."""
        self._decided(decider, moment, reasons)

    @transition(
        "state",
        source=State.PENDING,
        target=State.OUTDATED,
        custom=automatic("processes.amendments.applying.freeze_anew"),
    )
    def outdate(self) -> None:
        """The report that its basis rests on was corrected: it is frozen anew."""

    @transition(
        "state",
        source=State.DEFERRED,
        target=None,
        conditions=[needs(policies.is_latest, _("A later decision has taken its place."))],
    )
    def supply(self, supplement: str) -> None:
        """What was asked for is supplied by the one who was asked."""
        self.supplement = supplement
