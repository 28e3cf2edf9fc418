"""A complaint: what somebody without an account thinks is wrong, and what became of it."""

from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import FSMField, transition

from processes.appeals.models import Appeal
from processes.complaints import deadlines
from processes.complaints.policies import RUNNING
from processes.organisations.models import Organisation, Person
from processes.promises.models import PublishedPromise
from processes.roles import Role
from processes.scheme.models import RenewalCycle, Scheme
from workflow import queues, roles
from workflow.engine.transitions import ENDS, automatic
from workflow.models import Process, StatefulModel, Task
from workflow.models.promises import Promise
from workflow.sql.by_pk import ByPkQuerySet


class ComplaintQuerySet(ByPkQuerySet["Complaint"]):
    """Questions about many complaints."""

    def visible_to(self, person: Any, day: date) -> Self:
        """Those in which the person has, had or may take a task, or whose body they administer."""
        tasks = Task.objects.filter(process=OuterRef("own_process")).exclude(role="")
        free = Q(owner=None, finished=None)
        theirs = tasks.filter(Q(queues.leave(person, day)) & (free | Q(owner=person)))
        held = roles.held_by(person, day).filter(role=Role.ADMINISTRATOR)
        bodies = held.values("organisation_id")
        return self.filter(Q(Exists(theirs)) | Q(scheme__body__in=bodies))


class Complaint(StatefulModel):
    """What somebody complains of, and every word of the answer.

    Who complained is told to nobody but whoever has one of its tasks at the body, as long as it
    is open (obligation 82).
    """

    class Kind(models.TextChoices):
        APPEAL = "appeal", _("a decision about my municipality, against which I appeal")
        DECISION = "decision", _("a decision of the certification body")
        MUNICIPALITY = "municipality", _("a certified municipality, or what it has promised")
        BODY = "body", _("the certification body or somebody who works for it")
        MARK = "mark", _("somebody who uses the certification mark wrongly")

    class State(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("complaint", "received")
        ACKNOWLEDGED = "acknowledged", pgettext_lazy("complaint", "acknowledged")
        ADMITTED = "admitted", pgettext_lazy("complaint", "taken up")
        FORWARDED = "forwarded", pgettext_lazy("complaint", "with the municipality for an answer")
        LOOKED_INTO = "looked_into", pgettext_lazy("complaint", "looked into")
        CONCLUDED = "concluded", pgettext_lazy("complaint", "waits for a decision")
        DECIDED = "decided", pgettext_lazy("complaint", "decided, being put right")
        CLOSED = "closed", pgettext_lazy("complaint", "closed")
        TAKEN_BACK = "taken_back", pgettext_lazy("complaint", "taken back")
        APPEALED = "appealed", pgettext_lazy("complaint", "taken in as an appeal")

    class Outcome(models.TextChoices):
        DISMISSED = "dismissed", pgettext_lazy("complaint", "not taken up")
        REJECTED = "rejected", pgettext_lazy("complaint", "not found to be right")
        PARTLY = "partly", pgettext_lazy("complaint", "found to be right in part")
        UPHELD = "upheld", pgettext_lazy("complaint", "found to be right")

    number = models.CharField(max_length=20, unique=True)
    once = models.CharField(max_length=64, unique=True)
    """The form that it was sent by: sent twice it is one."""
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="+")
    cycle = models.ForeignKey(RenewalCycle, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    reference = models.CharField(max_length=60, blank=True)
    """The number of the case or certificate whose decision it is about."""
    about = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="complaints"
    )
    """The municipality that it is about."""
    promise = models.ForeignKey(
        PublishedPromise, null=True, on_delete=models.PROTECT, related_name="complaints"
    )
    """What the municipality promised and is said to have broken."""
    whom = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=200)
    email = models.EmailField()
    language = models.CharField(max_length=10)
    text = models.TextField()
    may_be_named = models.BooleanField(default=False)
    state = FSMField(choices=State, default=State.RECEIVED, protected=True)
    final = (State.CLOSED, State.TAKEN_BACK, State.APPEALED)
    own_process = models.OneToOneField(
        Process, null=True, on_delete=models.PROTECT, related_name="complaint"
    )
    process_path = "own_process"
    received_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    """When somebody pressed, on the private page, that the address is theirs."""
    told_at = models.DateTimeField()
    """When whoever complained was told last how far it is."""
    acknowledged_at = models.DateTimeField(null=True)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    forwarded_text = models.TextField(blank=True)
    """What the municipality reads: the text as the handler masked it."""
    forwarded_at = models.DateTimeField(null=True)
    reply_text = models.TextField(blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    replied_at = models.DateTimeField(null=True)
    unreplied_at = models.DateTimeField(null=True)
    """When the time to answer ended without an answer."""
    looked_into_at = models.DateTimeField(null=True)
    findings = models.TextField(blank=True)
    basis = models.JSONField(default=dict)
    basis_sha256 = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    reasons = models.TextField(blank=True)
    corrective = models.TextField(blank=True)
    """What is to be put right, and how."""
    agenda_note = models.TextField(blank=True)
    """What the next audit of the municipality looks at; it names nobody."""
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    corrected = models.TextField(blank=True)
    """What was done about it."""
    closed_at = models.DateTimeField(null=True)
    appeal = models.OneToOneField(
        Appeal, null=True, on_delete=models.PROTECT, related_name="complaint"
    )
    """The appeal that it was taken in as: from then on that is looked into, decided and told."""

    objects: ClassVar = ComplaintQuerySet.as_manager()
    promises = (
        Promise("pass_unreplied", (State.FORWARDED,), on=deadlines.reply_ends),
        Promise("tell_progress", RUNNING[1:], on=deadlines.progress_due),
    )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its page for whoever works with it."""
        return reverse("complaint", args=[self.number])

    @property
    def process(self) -> Process | None:
        """Its own process: it need not be about any case."""
        return self.own_process

    @property
    def process_id(self) -> int | None:
        """The key of its own process."""
        return self.own_process_id

    @property
    def places(self) -> frozenset[int]:
        """The certification body, and the municipality once it was asked."""
        asked = {self.about_id} if self.forwarded_at and self.about_id else set()
        return frozenset({self.scheme.body_id, *asked})

    @property
    def organisation(self) -> Organisation:
        """Where it lies: with the body, whomever it is about."""
        return self.scheme.body

    @transition("state", source=State.RECEIVED, target=State.ACKNOWLEDGED)
    def acknowledge(self, moment: datetime) -> None:
        """Somebody has read it, and says so."""
        self.acknowledged_at = self.told_at = moment

    @transition("state", source=State.ACKNOWLEDGED, target=State.ADMITTED)
    def take_up(self, person: Person, moment: datetime) -> None:
        """It is something that the body looks into."""
        self.handler, self.told_at = person, moment

    @transition("state", source=State.ACKNOWLEDGED, target=State.CLOSED)
    def dismiss(self, person: Person, moment: datetime, reasons: str) -> None:
        """It is nothing that the body can look into, for a reason."""
        self.outcome, self.reasons = self.Outcome.DISMISSED, reasons
        self.decided_by, self.decided_at, self.closed_at = person, moment, moment

    @transition("state", source=State.ACKNOWLEDGED, target=State.APPEALED)
    def refer(self, appeal: Appeal) -> None:
        """It is an appeal of the municipality: it goes its way from here."""
        self.appeal = appeal

    @transition("state", source=State.ADMITTED, target=State.FORWARDED)
    def send_on(self, moment: datetime, text: str) -> None:
        """The municipality is to answer the masked copy."""
        self.forwarded_text, self.forwarded_at, self.told_at = text, moment, moment

    @transition("state", source=State.ADMITTED, target=State.LOOKED_INTO)
    def keep_back(self, moment: datetime) -> None:
        """Nobody else is to answer it first."""
        self.looked_into_at = moment

    @transition("state", source=State.FORWARDED, target=State.LOOKED_INTO)
    def reply(self, person: Person, moment: datetime, text: str) -> None:
        """The municipality answers."""
        self.replied_by, self.replied_at, self.reply_text = person, moment, text
        self.looked_into_at = moment

    @transition("state", source=State.FORWARDED, target=State.LOOKED_INTO)
    def pass_unreplied(self) -> None:
        """The time to answer is over."""
        self.unreplied_at = self.looked_into_at = self.step_at

    @transition("state", source=State.LOOKED_INTO, target=State.CONCLUDED)
    def conclude(self, text: str, basis: dict[str, Any], sha256: str) -> None:
        """What was found is written, and what it rests on is frozen."""
        self.findings, self.basis, self.basis_sha256 = text, basis, sha256

    @transition("state", source=State.CONCLUDED, target=State.DECIDED)
    def rule_on(self, person: Person, moment: datetime, **said: str) -> None:
        """Somebody who took no part decides: outcome, reasons, what to put right."""
        self.decided_by, self.decided_at = person, moment
        for name in ("outcome", "reasons", "corrective", "agenda_note"):
            setattr(self, name, said[name])

    @transition("state", source=State.DECIDED, target=State.CLOSED)
    def round_off(self, moment: datetime, text: str) -> None:
        """What was to be put right is, and it is closed."""
        self.corrected, self.closed_at = text, moment

    @transition(
        "state",
        source=State.DECIDED,
        target=State.CLOSED,
        custom=automatic("processes.complaints.ways.end_decided"),
    )
    def end_at_once(self, moment: datetime) -> None:
        """There is nothing to put right: it is closed with its decision."""
        self.closed_at = moment

    @transition("state", source=list(RUNNING[1:]), target=None)
    def tell_progress(self) -> None:
        """Whoever complained is told how far it is."""
        self.told_at = self.step_at or self.told_at

    @transition(
        "state",
        source=list(RUNNING),
        target=State.TAKEN_BACK,
        custom=ENDS | automatic("processes.complaints.actions.recall"),
    )
    def recall(self, moment: datetime) -> None:
        """Whoever complained no longer wants an answer."""
        self.closed_at = moment
