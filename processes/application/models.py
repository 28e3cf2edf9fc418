"""The request to be certified, and the agreement that follows."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from processes.application import extras, policies
from processes.case.models import Case, StageModel
from processes.organisations.models import Person
from workflow.engine.transitions import needs


class Application(StageModel):
    """A municipality's request to be certified."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned for completion")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="application")
    state = FSMField(choices=State, default=State.DRAFT, protected=True)
    final = (
        State.ACCEPTED,
        State.DECLINED,
    )
    scope = models.TextField(_("what is to be certified"), blank=True)
    sites = models.TextField(_("places and units included"), blank=True)
    contact_name = models.CharField(_("contact person"), max_length=100, blank=True)
    contact_email = models.EmailField(_("contact person's e-mail"), blank=True)
    contact_phone = models.CharField(_("contact person's telephone"), max_length=30, blank=True)
    consultancy = models.TextField(_("consultants used in the last two years"), blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    reasons = models.TextField(_("reasons"), blank=True)
    enough_information = models.BooleanField(null=True)
    body_is_competent = models.BooleanField(null=True)
    no_conflict_of_interest = models.BooleanField(null=True)

    @transition(
        "state",
        source=[State.DRAFT, State.RETURNED],
        target=State.SUBMITTED,
        conditions=[
            needs(
                policies.is_complete,
                _("State the scope and a contact person with e-mail, the places and consultants."),
            ),
            needs(
                extras.is_told,
                _("Something is missing of what is to be told beside; its page says what."),
            ),
        ],
    )
    def submit(self, moment: datetime) -> None:
        """Hand the application in for review."""
        self.submitted_at = moment
        self.reasons = ""

    @transition("state", source=State.SUBMITTED, target=State.RETURNED)
    def send_back(self, reasons: str) -> None:
        """Ask the municipality to complete it."""
        self.reasons = reasons

    @transition(
        "state",
        source=State.SUBMITTED,
        target=State.ACCEPTED,
        conditions=[
            needs(policies.is_reviewed, _("Answer every question of the review with yes first."))
        ],
    )
    def accept(self) -> None:
        """Accept: the agreement can be signed."""

    @transition("state", source=State.SUBMITTED, target=State.DECLINED)
    def decline(self, reasons: str) -> None:
        """Decline, with reasons (obligation 9)."""
        self.reasons = reasons


class Agreement(StageModel):
    """The certification agreement, as text frozen at acceptance (obligation 11, in part)."""

    class State(models.TextChoices):
        OFFERED = "offered", _("offered")
        SIGNED = "signed", _("signed")
        DECLINED = "declined", _("declined")

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="agreement")
    state = FSMField(choices=State, default=State.OFFERED, protected=True)
    final = (State.SIGNED, State.DECLINED)
    text_sv = models.TextField()
    text_en = models.TextField()
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    reasons = models.TextField(_("reasons"), blank=True)

    @transition("state", source=State.OFFERED, target=State.SIGNED)
    def sign(self, signatory: Person, moment: datetime) -> None:
        """Sign on behalf of the municipality."""
        self.signed_by, self.signed_at = signatory, moment

    @transition("state", source=State.OFFERED, target=State.DECLINED)
    def decline(self, reasons: str) -> None:
        """Do not sign it: the case ends."""
        self.reasons = reasons
