"""A proposal about a certificate in force: checked, sent for the holder's answer, decided."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from processes.case.models import Case, Certification, StageModel
from processes.decision.models import Decision
from processes.organisations.models import Person
from processes.reasons import told
from processes.roles import Role
from processes.sanctions import deadlines, policies
from processes.sanctions.grounds import (
    AGAINST,
    ASKED,
    AT_THE_HOLDERS_WISH,
    REVISING,
    Ground,
    Kind,
)
from processes.sanctions.rewording import Rewording, reworded
from processes.standing.models import Certificate
from workflow.engine.transitions import ENDS, automatic, held_by
from workflow.models import Process
from workflow.models.promises import Promise


class Proposal(StageModel):
    """What is to be decided about a certificate, why, and what its holder says of it.

    It stands in the history of the case that issued the certificate, and has a process of its own.
    """

    Kind, Ground = Kind, Ground

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waits for an officer to check it")
        HEARING = "hearing", _("with the holder for an answer")
        READY = "ready", _("waits to be decided")
        DECIDED = "decided", _("decided as was proposed")
        LEFT = "left", _("decided otherwise")
        DROPPED = "dropped", _("not taken further")
        SETTLED = "settled", _("fell away")

    certification = models.ForeignKey(
        Certification, on_delete=models.PROTECT, related_name="proposals"
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="proposals")
    """The case that issued the certificate: its cycle, and who may see it."""
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(_("proposal"), max_length=12, choices=Kind)
    ground = models.CharField(_("ground"), max_length=20, choices=Ground)
    facts = models.TextField(_("facts"))
    named = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    """Whom the holder turns to, and who checks that the conditions are met."""
    conditions = models.TextField(_("conditions that end the suspension"), blank=True)
    urgent = models.TextField(_("why it cannot wait for the holder's answer"), blank=True)
    scope = models.TextField(_("new scope"), blank=True)
    issued_to = models.CharField(_("issued to"), max_length=120, blank=True)
    """What the certificate is to say; empty where its words stay as they are."""
    ends_suspension = models.BooleanField(default=False, db_default=False)
    """What is taken out of the scope was all that the certificate is suspended for."""
    refuses = models.ForeignKey(
        Case, null=True, on_delete=models.PROTECT, related_name="refused_with"
    )
    """The surveillance that is refused in the same act."""
    own_process = models.OneToOneField(
        Process, null=True, on_delete=models.PROTECT, related_name="proposal"
    )
    state = FSMField(choices=State, default=State.PROPOSED, protected=True)
    final = (State.DECIDED, State.LEFT, State.DROPPED, State.SETTLED)
    process_path = "own_process"
    put_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    """Who put it on the officers' table; None is the system."""
    put_at = models.DateTimeField()
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    """Who checked and adopted it, whoever put it on the table."""
    prepared_at = models.DateTimeField(null=True, blank=True)
    answer_text = models.TextField(_("answer of the municipality"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    signatory_text = models.TextField(_("answer of the signatory"), blank=True)
    signatory = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    signatory_at = models.DateTimeField(null=True, blank=True)
    reasons = models.TextField(_("why it is not taken further"), blank=True)
    decision = models.OneToOneField(
        Decision, null=True, on_delete=models.PROTECT, related_name="proposal"
    )
    """The decision that was taken on it."""

    promises = (
        Promise("pass_unanswered", (State.HEARING,), on=deadlines.hearing_ends, rests=False),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["certification", "number"], name="proposal_number_once"
            ),
            models.UniqueConstraint(
                fields=["certification", "kind"],
                name="one_open_proposal",
                condition=models.Q(state__in=["proposed", "hearing", "ready"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.number}-{self.number}"

    @property
    def process(self) -> Process | None:
        """Its own small process: the case has ended."""
        return self.own_process

    @property
    def process_id(self) -> int | None:
        """The key of its own small process."""
        return self.own_process_id

    @property
    def said(self) -> str:
        """The facts, in the reader's language where the system put them there."""
        return told(self.facts)

    @property
    def is_open(self) -> bool:
        """It waits to be checked, answered or decided."""
        return self.current_state in policies.OPEN

    @property
    def is_asked_for(self) -> bool:
        """The holder asked for it, and nobody has checked it, or an officer turned it down."""
        return self.put_by_id is not None and self.kind in ASKED

    @property
    def is_for_hearing(self) -> bool:
        """The holder answers first: it is against their interest, not asked for, and can wait."""
        return self.kind in AGAINST and not self.is_at_holders_wish and not self.urgent

    @property
    def is_at_holders_wish(self) -> bool:
        """The holder wants it so."""
        return self.ground in AT_THE_HOLDERS_WISH

    @property
    def is_revising(self) -> bool:
        """It changes what the certificate says."""
        return self.kind in REVISING

    @property
    def refusal(self) -> Decision | None:
        """The decision by which the surveillance was refused in the same act, once it is taken."""
        if self.refuses is None or self.current_state != self.State.DECIDED:
            return None
        return self.refuses.decisions.filter(state=Decision.State.REFUSED).last()

    @property
    def changes(self) -> list[Rewording]:
        """What the certificate is to say otherwise; of a decided one, than it said before."""
        if not self.is_revising:
            return []
        before: Any = Certificate.objects.of_certification(self.certification_id).get()
        scope, issued_to = before.scope, before.issued_to
        if self.decision is not None:
            scope, issued_to = (self.decision.basis[name] for name in ("scope", "issued_to"))
        pairs = (
            reworded(gettext("Issued to"), issued_to, self.issued_to),
            reworded(gettext("Scope"), scope, self.scope),
        )
        return [one for one in pairs if one is not None]

    @property
    def was_heard(self) -> bool:
        """The holder could answer, or need not be heard before."""
        return not self.is_for_hearing or self.current_state not in ("proposed", "hearing")

    def _prepared(self, person: Person, moment: datetime) -> None:
        self.prepared_by, self.prepared_at = person, moment

    @transition("state", source=State.PROPOSED, target=State.HEARING)
    def send_to_holder(self, person: Person, moment: datetime) -> None:
        """An officer has checked it: the holder answers."""
        self._prepared(person, moment)

    @transition("state", source=State.PROPOSED, target=State.READY)
    def pass_on(self, person: Person, moment: datetime) -> None:
        """An officer has checked it: it is decided without an answer."""
        self._prepared(person, moment)

    @transition("state", source=State.PROPOSED, target=State.DROPPED)
    def drop(self, person: Person, moment: datetime, reasons: str) -> None:
        """An officer does not take it further, for a reason."""
        self._prepared(person, moment)
        self.reasons = reasons

    @transition("state", source=State.PROPOSED, target=State.DROPPED)
    def turn_down(self, person: Person, moment: datetime, reasons: str) -> None:
        """An officer does not take further what the holder asked for, and says why."""
        self._prepared(person, moment)
        self.reasons = reasons

    @transition("state", source=State.HEARING, target=State.READY)
    def answer(self, person: Person, moment: datetime, text: str) -> None:
        """The municipality answers, or says that it has nothing to say."""
        self.answered_by, self.answered_at, self.answer_text = person, moment, text

    @transition("state", source=State.HEARING, target=None, permission=held_by(Role.SIGNATORY))
    def speak(self, person: Person, moment: datetime, text: str) -> None:
        """The signatory adds words of their own while the municipality may answer."""
        self.signatory, self.signatory_at, self.signatory_text = person, moment, text

    @transition("state", source=State.HEARING, target=State.READY)
    def pass_unanswered(self) -> None:
        """The time to answer is over."""

    @transition("state", source=State.READY, target=State.DECIDED)
    def decide_as_proposed(self, decision: Decision) -> None:
        """It is decided as was proposed."""
        self.decision = decision

    @transition("state", source=State.READY, target=State.LEFT)
    def decide_otherwise(self, decision: Decision) -> None:
        """It is decided otherwise: the status is not what was proposed."""
        self.decision = decision

    @transition(
        "state",
        source=[State.PROPOSED, State.HEARING, State.READY],
        target=State.SETTLED,
        custom=ENDS | automatic("processes.sanctions.actions.fall_away"),
    )
    def settle(self) -> None:
        """The certificate's status has turned meanwhile: nothing is left to decide."""
