"""The certificate: number, scope, edition, dates."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from processes.case.models import Case, Certification, StageModel
from processes.standing import deadlines, status
from processes.standing.status import State, Status
from workflow.engine.transitions import automatic
from workflow.models import StatefulModel
from workflow.models.promises import Promise
from workflow.sql import names
from workflow.sql.by_pk import ByPkQuerySet
from workflow.sql.substrings import containing

ISSUING = automatic("processes.certificate.actions.issue", "processes.standing.revisions.revise")


class CertificateQuerySet(ByPkQuerySet["Certificate"]):
    """Questions about many certificates."""

    def numbered(self, full: str) -> "Certificate | None":
        """The one with a full number, as KLC-2026-0001-2: number and revision."""
        rows = self.select_related(
            "certification__organisation", "case__certification__scheme__body", "case__edition"
        )
        return rows.filter(_numbered(full)).first()

    def numbered_like(self, part: str) -> Self:
        """Those with a part of a number, or with a full one."""
        return self.filter(containing("number", part) | _numbered(part))

    def with_status(self, day: date) -> Self:
        """Each with its ``status`` on a local day."""
        return self.annotate(status=status.column(day))

    def having(self, wanted: Status, day: date) -> Self:
        """Those of a status on a local day."""
        return self.filter(status.conditions(day)[wanted])

    def current(self, day: date) -> Self:
        """Those whose programme, cases and limits go on, on a local day: valid or suspended."""
        held = status.conditions(day)
        return self.filter(held[Status.VALID] | held[Status.SUSPENDED])

    def with_since(self) -> Self:
        """Each with ``since``: the moment at which the status of its number began."""
        open_ = StatusInterval.objects.filter(number=models.OuterRef("number"), to_at=None)
        return self.annotate(since=models.Subquery(open_.values("from_at")[:1]))

    def dated(self, day: date) -> Self:
        """Those whose dates cover a local day, also one long past; the latest first."""
        return self.filter(effective_date__lte=day, expiry_date__gte=day).order_by("-pk")

    def of_case(self, case: Case) -> Self:
        """The certificate of a case: the newest that a decision in it issued, if one did."""
        return self.filter(case=case).order_by("-pk")[:1]

    def of_certification(self, certification: Certification | int) -> Self:
        """The newest certificate of a certification, if it has one."""
        return self.filter(certification=certification).order_by("-pk")[:1]

    def newest(self) -> Self:
        """The newest of each certification."""
        later = Certificate.objects.filter(
            certification=models.OuterRef("certification"), pk__gt=models.OuterRef("pk")
        )
        return self.filter(~models.Exists(later))


def _numbered(full: str) -> models.Q:
    number, _dash, revision = names.number(full).rpartition("-")
    if number and revision.isascii() and revision.isdigit() and len(revision) < 5:
        return models.Q(number=number, revision=int(revision))
    return models.Q(pk__in=[])


class Certificate(StageModel):
    """Proof that a municipality's service meets the criteria, for a time.

    A renewal or a changed document is a new row: same number, next revision. A case may issue
    several, each by a decision of its own.
    """

    State = State

    certification = models.ForeignKey(
        Certification, on_delete=models.PROTECT, related_name="certificates"
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="certificates")
    decision = models.OneToOneField(
        "processes.Decision", null=True, on_delete=models.PROTECT, related_name="certificate"
    )
    """What it was issued by. Unique: however often a decision is carried out, it issues once."""
    number = models.CharField(_("number"), max_length=20)
    revision = models.PositiveSmallIntegerField(default=1)
    state = FSMField(choices=State, default=State.VALID, protected=True)
    final = (
        State.REPLACED,
        State.EXPIRED,
        State.WITHDRAWN,
        State.ENDED,
    )
    scope = models.TextField(_("scope"))
    issued_to = models.CharField(_("issued to"), max_length=120, default="")
    decided_date = models.DateField()
    effective_date = models.DateField()
    anchor_date = models.DateField()
    expiry_date = models.DateField()
    revised_date = models.DateField(null=True, blank=True)
    """The day of the decision that changed its words, where one did; its other days stay."""
    with_distinction = models.BooleanField(default=False)
    promised = models.JSONField(default=list)
    """What its holder promised businesses, as it stood when it was issued."""
    suspended_until = models.DateField(null=True, blank=True)
    """The limit of the suspension under way: no end by itself, but a day on which people decide."""

    objects: ClassVar = CertificateQuerySet.as_manager()

    process_path = ""
    locked_after = "certification"
    promises = (
        Promise("expire", (State.VALID, State.SUSPENDED), on=deadlines.expiry),
        Promise("near_limit", (State.SUSPENDED,), on=deadlines.first_look, at_start=True),
        Promise("lose", (State.EXPIRED,), on=deadlines.restoration),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number", "revision"], name="certificate_once"),
            models.UniqueConstraint(
                fields=["certification"],
                name="one_valid_certificate",
                condition=models.Q(state__in=["valid", "suspended"]),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="suspended") | ~models.Q(suspended_until=None),
                name="suspension_has_limit",
            ),
            models.CheckConstraint(
                condition=models.Q(effective_date__gte=models.F("decided_date"))
                & models.Q(expiry_date__gt=models.F("effective_date")),
                name="certificate_dates_in_order",
            ),
        ]
        indexes = [models.Index(fields=["decided_date", "id"], name="certificate_decided")]

    def __str__(self) -> str:
        return f"{self.number}-{self.revision}"

    def later_revisions(self) -> CertificateQuerySet:
        """Those that replaced it, the latest first."""
        same = Certificate.objects.filter(number=self.number, revision__gt=self.revision)
        return same.order_by("-revision")

    @property
    def process(self) -> None:
        """A certificate outlives its case's process."""
        return None

    @property
    def process_id(self) -> None:
        """It has none."""
        return None

    @property
    def trail_root(self) -> StatefulModel:
        """Its case's chain: the decision and its consequences stand together."""
        return self.case

    @transition(
        "state", source=[State.VALID, State.SUSPENDED], target=State.REPLACED, custom=ISSUING
    )
    def replace(self) -> None:
        """A newer revision takes over (obligation 55)."""
        self.suspended_until = None

    @transition("state", source=[State.VALID, State.SUSPENDED], target=State.EXPIRED)
    def expire(self) -> None:
        """The validity is over and no renewal was decided in time."""

    @transition("state", source=State.EXPIRED, target=None)
    def lose(self) -> None:
        """The time to restore it is over."""

    @transition(
        "state",
        source=State.VALID,
        target=State.SUSPENDED,
        custom=automatic("processes.sanctions.effects.suspend", "processes.appeals.effects.resume"),
    )
    def suspend(self, until: date) -> None:
        """Out of force for a time; people decide by the limit whether it comes back."""
        self.suspended_until = until

    @transition(
        "state",
        source=State.SUSPENDED,
        target=State.VALID,
        custom=automatic(
            "processes.sanctions.effects.restore", "processes.appeals.effects._restore"
        ),
    )
    def restore(self) -> None:
        """Back in force, with the last day it had."""
        self.suspended_until = None

    @transition(
        "state",
        source=[State.VALID, State.SUSPENDED],
        target=State.WITHDRAWN,
        custom=automatic("processes.sanctions.effects.withdraw"),
    )
    def withdraw(self) -> None:
        """Ended for cause."""
        self.suspended_until = None

    @transition(
        "state",
        source=[State.VALID, State.SUSPENDED],
        target=State.ENDED,
        custom=automatic("processes.sanctions.effects.end"),
    )
    def discontinue(self) -> None:
        """Ended at the holder's wish."""
        self.suspended_until = None

    @transition("state", source=State.SUSPENDED, target=None)
    def near_limit(self) -> None:
        """The limit of the suspension comes near, and nothing is decided yet."""

    @transition(
        "state",
        source=State.SUSPENDED,
        target=None,
        custom=automatic("processes.sanctions.watch.look"),
    )
    def pass_limit(self) -> None:
        """The limit of the suspension has passed, and nothing is decided: the status stays."""


class StatusInterval(models.Model):
    """What a certificate number was worth from a moment on, until the next interval begins.

    Half-open moments in UTC: ``from_at`` belongs to it, ``to_at`` to the next one. A number has one
    interval without an end. What was written is never changed, but for the end that it is given.
    """

    certification = models.ForeignKey(
        Certification, on_delete=models.PROTECT, related_name="status_intervals"
    )
    number = models.CharField(_("number"), max_length=20)
    kind = models.CharField(_("status"), max_length=12, choices=status.lasting)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, blank=True)
    decision = models.ForeignKey(
        "processes.Decision", null=True, on_delete=models.PROTECT, related_name="+"
    )
    """The decision that opened it; None where time did, or where it was not known."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number"], name="one_open_status", condition=models.Q(to_at=None)
            ),
            models.CheckConstraint(
                condition=models.Q(to_at=None) | models.Q(to_at__gte=models.F("from_at")),
                name="status_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.kind}"

    @property
    def trail_root(self) -> StatefulModel:
        """The certification's chain: a number outlives each of its cases."""
        root: StatefulModel = self.certification.trail_root
        return root
