"""What all stages share: the certification, its cases, their evidence."""

from datetime import date, datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from processes import kinds
from processes.case import policies
from processes.case.endings import CaseState, Ground
from processes.case.rows.certifications import Certification, NumberSeries
from processes.case.rows.evidence_rows import Evidence, evidence_path
from processes.case.rows.querysets import CaseQuerySet
from processes.case.rows.stage_rows import StageModel
from processes.kinds import CaseKind
from processes.organisations.models import Organisation
from processes.roles import Role
from processes.scheme.models import Edition, RenewalCycle, Scheme
from workflow.engine.transitions import ENDS, automatic, held_by, locks, needs
from workflow.models import Process, StatefulModel

__all__ = ["Case", "Certification", "Evidence", "NumberSeries", "StageModel", "evidence_path"]

ALONE = models.Q(state="running", beside=False)
GRANTING = automatic("processes.certificate.actions.grant_case")
CONTINUING = automatic("processes.certificate.actions.continue_case")


class Case(StatefulModel):
    """One round of a certification. Keeps the edition and the cycle it started with."""

    State = CaseState
    certification = models.ForeignKey(
        Certification, on_delete=models.PROTECT, related_name="cases", db_index=False
    )
    kind = models.CharField(_("kind"), max_length=20, choices=kinds.choices)
    beside = models.BooleanField(default=False, db_default=False)
    """It leaves the certification free for a case that audits."""
    concealed = models.BooleanField(default=False, db_default=False)
    """The municipality does not know of it yet."""
    number = models.CharField(_("case number"), max_length=20, unique=True)
    state = FSMField(choices=State, default=State.RUNNING, protected=True)
    final = (
        *(State.GRANTED, State.CONTINUED, State.DECLINED),
        *(State.WITHDRAWN, State.CLOSED, State.DELETED),
    )
    process_path = "main_process"
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="cases", db_index=False
    )
    cycle = models.ForeignKey(RenewalCycle, on_delete=models.PROTECT, related_name="cases")
    previous = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="following"
    )
    main_process = models.OneToOneField(
        Process, null=True, on_delete=models.PROTECT, related_name="case"
    )
    coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    visit_by_date = models.DateField(null=True, blank=True)
    decide_by_date = models.DateField(null=True, blank=True)
    """The hard dates of an item of a programme; an initial case has none."""
    opened_at = models.DateTimeField()
    opened_date = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)
    ground = models.CharField(_("ground"), max_length=20, choices=Ground, blank=True)
    reasons = models.TextField(_("reasons"), blank=True)

    lapses: date | None = None
    """What a step of now lets it wait for; kept by the promise of its task."""

    objects: ClassVar = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["certification"], name="one_running_case", condition=ALONE
            ),
            models.CheckConstraint(
                condition=~models.Q(state="closed") | ~models.Q(ground=""),
                name="closed_case_has_ground",
            ),
        ]
        # The newest of all or of some, in the order of their processes.
        indexes = [
            models.Index(fields=["certification", "main_process"], name="case_of_certification"),
            models.Index(fields=["edition", "main_process"], name="case_of_edition"),
            models.Index(fields=["edition", "kind", "main_process"], name="case_of_kind"),
            models.Index(fields=["edition", "state", "main_process"], name="case_of_state"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("case", kwargs={"number": self.number})

    @classmethod
    def of(cls, process: Process) -> "Case":
        """The case that a process is about. Raises TypeError where it is about something else."""
        subject = process.subject
        if not isinstance(subject, cls):
            raise TypeError(process)
        return subject

    @classmethod
    def key_of(cls, process: Process) -> int | None:
        """The key of the case that a process is about; None where it is about something else."""
        is_case = process.subject_type_id == ContentType.objects.get_for_model(cls).pk
        return process.subject_id if is_case else None

    @property
    def process(self) -> Process | None:
        """The case's own process."""
        return self.main_process

    @property
    def process_id(self) -> int | None:
        """The key of the case's own process."""
        return self.main_process_id

    @property
    def organisation(self) -> Organisation:
        """The municipality."""
        return self.certification.organisation

    @property
    def scheme(self) -> Scheme:
        """What it is to be certified for."""
        return self.certification.scheme

    @property
    def traits(self) -> CaseKind:
        """What is true of every case of its kind."""
        return kinds.of(self.kind)

    @property
    def flow_version(self) -> int:
        """The version of the flow that it runs by; 0 before it has a process."""
        return kinds.version_of(self.main_process.flow_class.__name__) if self.main_process else 0

    @property
    def outcome(self) -> str:
        """How it ended, in words; of a running one that it runs."""
        if self.current_state == self.State.CLOSED:
            return _("closed: %(ground)s") % {"ground": self.get_ground_display()}
        withdrawn = _("withdrawn by the municipality")
        return str(withdrawn if self.current_state == "withdrawn" else self.get_state_display())

    @property
    def is_running(self) -> bool:
        """Work remains."""
        return self.current_state == self.State.RUNNING

    @property
    def hard_date(self) -> tuple[str, date] | None:
        """Which day must not be missed next, that of the visit or the decision, if any must not."""
        if not self.is_running or self.visit_by_date is None or self.decide_by_date is None:
            return None
        visited = getattr(getattr(self, "audit", None), "visited_date", None)
        if visited is not None or not self.traits.with_visit:
            return "decision", self.decide_by_date
        return "visit", self.visit_by_date

    @property
    def places(self) -> frozenset[int]:
        """The municipality and the scheme's body."""
        return self.certification.places

    @property
    def is_unsent(self) -> bool:
        """It is an application that was never sent. As it is now, whatever was read before."""
        return Case.objects.filter(pk=self.pk, application__state="draft").exists()

    @property
    def is_bound(self) -> bool:
        """The municipality has signed an agreement about it, in this case or an earlier one."""
        signed = Case.objects.filter(pk=self.pk, agreement__state="signed")
        return not self.traits.is_applied_for or signed.exists()

    @property
    def proof(self) -> dict[str, str]:
        """The day that a step of now lets it wait for, plain."""
        return {"day": self.lapses.isoformat()} if self.lapses else {}

    @transition("state", source=State.RUNNING, target=State.GRANTED, custom=GRANTING)
    def grant(self, moment: datetime) -> None:
        """Close the case with a certificate."""
        self.closed_at = moment

    @transition("state", source=State.RUNNING, target=State.CONTINUED, custom=CONTINUING)
    def carry_on(self, moment: datetime) -> None:
        """Close a surveillance: the certificate stands."""
        self.closed_at = moment

    @transition(
        "state",
        source=State.RUNNING,
        target=State.REFUSED,
        custom=automatic("processes.routes.close_refused"),
    )
    def refuse(self, moment: datetime) -> None:
        """Close the case without a certificate."""
        self.closed_at = moment

    @transition(
        "state",
        source=State.REFUSED,
        target=State.GRANTED,
        custom=automatic(
            "processes.amendments.reconsidering.replace", "processes.appeals.deciding._grant"
        ),
    )
    def overturn(self, moment: datetime) -> None:
        """A new decision in the municipality's favour replaces the refusal."""
        self.closed_at = moment

    @transition(
        "state",
        source=State.RUNNING,
        target=State.DECLINED,
        custom=automatic("processes.routes.close_declined"),
    )
    def decline(self, moment: datetime) -> None:
        """Close an application that was not accepted."""
        self.closed_at = moment

    @transition(
        "state",
        source=State.RUNNING,
        target=State.WITHDRAWN,
        conditions=[
            needs(
                policies.is_voluntary,
                _("A surveillance cannot be withdrawn: the certificate depends on it."),
            )
        ],
        permission=policies.speaks_for_it(held_by(Role.COORDINATOR), held_by(Role.SIGNATORY)),
        custom=ENDS | locks("certification"),
    )
    def withdraw(self, moment: datetime, reasons: str) -> None:
        """End the case at the municipality's own wish."""
        self.closed_at, self.reasons = moment, reasons

    @transition(
        "state",
        source=State.RUNNING,
        target=State.WITHDRAWN,
        custom=automatic("processes.routes.close_unsigned"),
    )
    def leave(self, moment: datetime, reasons: str) -> None:
        """Close the case: the municipality declined the agreement."""
        self.closed_at, self.reasons = moment, reasons

    @transition(
        "state",
        source=State.RUNNING,
        target=State.CLOSED,
        permission=held_by(Role.OFFICER),
        custom=ENDS | locks("certification"),
    )
    def close(self, moment: datetime, ground: str, reasons: str) -> None:
        """End the case from the body's side, on a ground."""
        self.closed_at, self.ground, self.reasons = moment, ground, reasons

    @transition("state", source=State.RUNNING, target=None, permission=held_by(Role.OFFICER))
    def put_off_lapse(self, day: date) -> None:
        """Give the municipality until the day before what it has left lying ends the case."""
        self.lapses = day

    @transition(
        "state",
        source=State.RUNNING,
        target=State.CLOSED,
        custom=ENDS | automatic("processes.closing.lapsing.lapse"),
    )
    def lapse(self, moment: datetime) -> None:
        """The municipality left lying what it had begun: the case ends by itself."""
        self.closed_at, self.ground = moment, Ground.LAPSED

    @transition(
        "state",
        source=State.RUNNING,
        target=State.DELETED,
        conditions=[
            needs(policies.is_unsent, _("The application was sent: withdraw the case instead."))
        ],
        permission=held_by(Role.COORDINATOR),
        custom=ENDS,
    )
    def erase_draft(self, moment: datetime) -> None:
        """Delete the draft of an application that was never sent."""
        self.closed_at = moment
