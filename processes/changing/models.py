"""A change at the holder of a certificate, which the municipality tells without delay."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from processes.case.models import Case, Certification, StageModel
from processes.organisations.models import Person
from processes.roles import Role
from processes.sanctions.models import Proposal
from workflow.engine.transitions import ENDS, held_by
from workflow.models import Process


class ChangeNotice(StageModel):
    """What changes, from when, and what an officer lets follow of it.

    Obligation 62.
    """

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", _("the organisation, or its legal form or owner")
        MANAGEMENT = "management", _("who manages the service")
        SITES = "sites", _("addresses and sites")
        SERVICE = "service", _("the service or how it is run")
        CONTACT = "contact", _("whom to turn to")
        SCOPE = "scope", _("the scope is to hold for more")

    class State(models.TextChoices):
        REPORTED = "reported", _("waits for an officer to review it")
        HARMLESS = "harmless", _("has no effect on the certificate")
        EXAMINED = "examined", _("leads to a special audit")
        PROPOSED = "proposed", _("leads to a proposal about the certificate")
        TAKEN_BACK = "taken_back", _("taken back")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="change_notices")
    """The case that issued the certificate: its cycle, and who may see it."""
    certification = models.ForeignKey(
        Certification, on_delete=models.PROTECT, related_name="change_notices"
    )
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(_("what changes"), max_length=12, choices=Kind)
    text = models.TextField(_("the change"))
    from_date = models.DateField(_("from when"))
    scope = models.TextField(_("new scope"), blank=True)
    """What the scope is to be, where more is asked for."""
    own_process = models.OneToOneField(
        Process, null=True, on_delete=models.PROTECT, related_name="change_notice"
    )
    state = FSMField(choices=State, default=State.REPORTED, protected=True)
    final = (State.HARMLESS, State.EXAMINED, State.PROPOSED, State.TAKEN_BACK)
    process_path = "own_process"
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    answer_text = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    special = models.OneToOneField(
        Case, null=True, on_delete=models.PROTECT, related_name="change_notice"
    )
    """The special audit that it led to."""
    proposal = models.OneToOneField(
        Proposal, null=True, on_delete=models.PROTECT, related_name="change_notice"
    )
    """The proposal that it led to, at once or after the special audit."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["certification", "number"], name="change_notice_number_once"
            )
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

    def _answered(self, person: Person, moment: datetime, text: str) -> None:
        self.answered_by, self.answered_at, self.answer_text = person, moment, text

    @transition("state", source=State.REPORTED, target=State.HARMLESS)
    def find_harmless(self, person: Person, moment: datetime, text: str) -> None:
        """An officer finds that it has no effect, and says why."""
        self._answered(person, moment, text)

    @transition("state", source=State.REPORTED, target=State.EXAMINED)
    def examine(self, person: Person, moment: datetime, text: str, special: Case) -> None:
        """An officer has it looked at by a special audit."""
        self._answered(person, moment, text)
        self.special = special

    @transition("state", source=State.REPORTED, target=State.PROPOSED)
    def take_up(self, person: Person, moment: datetime, text: str, proposal: Proposal) -> None:
        """An officer proposes what it asks for: documents are enough."""
        self._answered(person, moment, text)
        self.proposal = proposal

    @transition(
        "state",
        source=State.REPORTED,
        target=State.TAKEN_BACK,
        permission=held_by(Role.COORDINATOR),
        custom=ENDS,
    )
    def recall(self) -> None:
        """The municipality no longer wants it looked at."""
