"""A certificate of another body that a municipality brings along. That body is data, no party."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from processes.case.models import Case, Evidence, StageModel
from processes.transfer import policies
from workflow.engine.transitions import automatic, needs

FOLLOWING = automatic("processes.transfer.actions.follow_application")


class Transfer(StageModel):
    """What the municipality tells of the certificate, and what a reviewer found of it.

    Obligations 12, 78 and 79.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("being written")
        TOLD = "told", _("handed in")
        REVIEWED = "reviewed", _("reviewed")

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="transfer")
    state = FSMField(choices=State, default=State.DRAFT, protected=True)
    final = (State.REVIEWED,)
    body_name = models.CharField(_("certification body"), max_length=200, blank=True)
    accreditation = models.CharField(_("accreditation"), max_length=200, blank=True)
    certificate_number = models.CharField(_("number"), max_length=60, blank=True)
    scope = models.TextField(_("scope"), blank=True)
    first_date = models.DateField(_("first day"), null=True, blank=True)
    last_date = models.DateField(_("last day"), null=True, blank=True)
    last_audit_date = models.DateField(_("last audit"), null=True, blank=True)
    surveillances = models.PositiveSmallIntegerField(_("surveillances held"), null=True, blank=True)
    findings = models.TextField(_("open findings"), blank=True)
    complaints = models.TextField(_("complaints"), blank=True)
    ceased_date = models.DateField(_("the body ceased"), null=True, blank=True)
    """The day on which the other body ceased, or lost its accreditation; empty where it has not."""

    is_in_force = models.BooleanField(null=True)
    is_accredited = models.BooleanField(null=True)
    is_read = models.BooleanField(null=True)
    open_majors = models.PositiveSmallIntegerField(default=0, db_default=0)
    open_minors = models.PositiveSmallIntegerField(default=0, db_default=0)
    minors_without_plan = models.PositiveSmallIntegerField(default=0, db_default=0)
    done = models.PositiveSmallIntegerField(null=True, blank=True)
    """How many surveillances of its time the other body has held, as the reviewer found."""
    justification = models.TextField(_("why earlier results are relied on"), blank=True)
    follow_up = models.TextField(_("what the next audit looks at"), blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.case.number}: {self.certificate_number}"

    @transition("state", source=State.DRAFT, target=State.TOLD, custom=FOLLOWING)
    def hand_in(self) -> None:
        """The application it belongs to was handed in."""

    @transition("state", source=State.TOLD, target=State.DRAFT, custom=FOLLOWING)
    def reopen(self) -> None:
        """The application it belongs to was returned."""

    @transition(
        "state",
        source=[State.TOLD, State.REVIEWED],
        target=State.REVIEWED,
        conditions=[
            needs(policies.is_judged, _("Say why the earlier results are relied on, or are not."))
        ],
    )
    def judge(self, person: Any, moment: datetime) -> None:
        """Somebody who declared impartiality says what they found; another person decides."""
        self.reviewed_by, self.reviewed_at = person, moment

    @property
    def is_open(self) -> bool:
        """The municipality still writes it."""
        return self.current_state == self.State.DRAFT

    def lasts(self, day: date) -> bool:
        """A certificate can follow it on a day."""
        return policies.lasts(self, day)


class TransferPaper(models.Model):
    """What a file or link of the municipality is: certificate, report, findings or complaints."""

    class Kind(models.TextChoices):
        CERTIFICATE = "certificate", _("the certificate")
        REPORT = "report", _("an audit report")
        FINDINGS = "findings", _("open findings and their plans")
        COMPLAINTS = "complaints", _("complaints and how they were handled")

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(_("what it is"), max_length=12, choices=Kind)
    evidence = models.OneToOneField(
        Evidence, on_delete=models.CASCADE, related_name="transfer_paper"
    )

    def __str__(self) -> str:
        return f"{self.kind}: {self.evidence}"
