"""What is certified and by which rules: all data, versioned, edited by administrators."""

from datetime import datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from processes.addresses import area_code, criterion_code
from processes.roles import Role
from processes.scheme import policies
from processes.scheme.schemes import Scheme
from workflow.engine.transitions import held_by, needs
from workflow.models import StatefulModel

__all__ = [
    "Area",
    "Criterion",
    "DecisionRule",
    "Edition",
    "MaturityLevel",
    "RenewalCycle",
    "Scheme",
    "SurveillanceWindow",
    "Version",
]


class Version(StatefulModel):
    """A draft, then published, then superseded. Running cases keep theirs: it never changes."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        SUPERSEDED = "superseded", _("superseded")

    number = models.PositiveSmallIntegerField(default=1)
    state = FSMField(choices=State, default=State.DRAFT, protected=True)
    final = (State.SUPERSEDED,)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_draft(self) -> bool:
        """It may still be edited."""
        return self.current_state == self.State.DRAFT


class Edition(Version):
    """The criteria, maturity scale and decision rule of a scheme at a time."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="editions")
    title_sv = models.CharField(_("title in Swedish"), max_length=100)
    title_en = models.CharField(_("title in English"), max_length=100)
    with_document_review = models.BooleanField(
        _("documents are reviewed before the visit"), default=True
    )
    agreement_sv = models.TextField(_("agreement in Swedish"), blank=True)
    agreement_en = models.TextField(_("agreement in English"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="edition_number_once"),
            models.UniqueConstraint(
                fields=["scheme"],
                name="one_published_edition",
                condition=models.Q(state="published"),
            ),
        ]

    def __str__(self) -> str:
        return self.title_sv

    @property
    def places(self) -> frozenset[int]:
        """The scheme's body."""
        return frozenset({self.scheme.body_id})

    @transition(
        "state",
        source=Version.State.DRAFT,
        target=Version.State.PUBLISHED,
        conditions=[
            needs(policies.has_criteria, _("Give every area a criterion before publishing.")),
            needs(policies.has_agreement, _("Write the agreement in both languages first.")),
            needs(policies.has_rule, _("Set the decision rule before publishing.")),
            needs(policies.has_levels, _("Describe every level of the maturity scale.")),
        ],
        permission=held_by(Role.ADMINISTRATOR),
    )
    def publish(self, moment: datetime) -> None:
        """Let new cases use this edition."""
        self.published_at = moment

    @transition(
        "state",
        source=Version.State.PUBLISHED,
        target=Version.State.SUPERSEDED,
        permission=held_by(Role.ADMINISTRATOR),
    )
    def supersede(self) -> None:
        """A newer edition takes over; running cases keep this one."""


class MaturityLevel(models.Model):
    """One step of the scale on which criteria are assessed."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="levels")
    level = models.PositiveSmallIntegerField()
    title_sv = models.CharField(_("title in Swedish"), max_length=60)
    title_en = models.CharField(_("title in English"), max_length=60)
    meaning_sv = models.CharField(_("meaning in Swedish"), max_length=200)
    meaning_en = models.CharField(_("meaning in English"), max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "level"], name="level_once")]

    def __str__(self) -> str:
        return f"{self.level} {self.title_sv}"


class Area(models.Model):
    """A group of criteria."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="areas")
    code = models.CharField(_("code"), max_length=10, validators=[area_code])
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title_sv = models.CharField(_("title in Swedish"), max_length=100)
    title_en = models.CharField(_("title in English"), max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="area_once")]

    def __str__(self) -> str:
        return self.title_sv


class Criterion(models.Model):
    """A requirement (``must``) or recommendation (``should``) that is assessed and graded."""

    class Kind(models.TextChoices):
        MUST = "must", _("must")
        SHOULD = "should", _("should")

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="criteria")
    code = models.CharField(_("code"), max_length=12, validators=[criterion_code])
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    in_surveillance = models.BooleanField(_("included in surveillance"), default=False)
    title_sv = models.CharField(_("title in Swedish"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120)
    guidance_sv = models.TextField(_("guidance in Swedish"))
    guidance_en = models.TextField(_("guidance in English"))
    evidence_sv = models.TextField(_("what counts as evidence, in Swedish"))
    evidence_en = models.TextField(_("what counts as evidence, in English"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "code"], name="criterion_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.title_sv}"


LEVEL = (MinValueValidator(0), MaxValueValidator(4))
PERCENT = (MinValueValidator(0), MaxValueValidator(100))


class DecisionRule(models.Model):
    """When a certificate may be granted, and how levels become grades."""

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="rule")
    must_floor = models.PositiveSmallIntegerField(
        _("lowest level of every must criterion"), default=2, validators=LEVEL
    )
    must_target = models.PositiveSmallIntegerField(
        _("target level of must criteria"), default=3, validators=LEVEL
    )
    must_share = models.PositiveSmallIntegerField(
        _("share of must criteria at the target level, per cent"), default=80, validators=PERCENT
    )
    must_major_at = models.PositiveSmallIntegerField(
        _("a must criterion at or below this level is a major nonconformity"),
        default=0,
        validators=LEVEL,
    )
    minors_make_major = models.PositiveSmallIntegerField(
        _("minor nonconformities in one area that make a major"), default=3
    )
    should_floor = models.PositiveSmallIntegerField(
        _("a should criterion below this level is an observation"), default=2, validators=LEVEL
    )
    distinction_mean = models.DecimalField(
        _("mean of should criteria for distinction"), max_digits=2, decimal_places=1, default=3
    )
    distinction_nki = models.PositiveSmallIntegerField(
        _("NKI in every measured area for distinction"), default=70, validators=PERCENT
    )

    def __str__(self) -> str:
        return f"{self.edition}"


class RenewalCycle(Version):
    """Validity, windows, limits, reminders and quiet weeks of a scheme; see ``limits.py``."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="cycles")
    validity_months = models.PositiveSmallIntegerField(_("validity, months"), default=36)
    recertification_visit = models.PositiveSmallIntegerField(
        _("recertification visit, months before expiry"), default=6
    )
    recertification_decision = models.PositiveSmallIntegerField(
        _("recertification decision, months before expiry"), default=2
    )
    restorable_months = models.PositiveSmallIntegerField(
        _("restorable after expiry, months"), default=6
    )
    limits = models.JSONField(_("time limits"), default=dict)
    ladder = models.JSONField(_("reminder ladder, days from the deadline"), default=list)
    quiet_weeks = models.JSONField(_("quiet weeks"), default=list)
    closed_days = models.JSONField(_("extra days off"), default=list)
    by_document = models.JSONField(_("surveillances by document"), default=list)
    """Which of them, by their number; the others are visited."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="cycle_number_once"),
            models.UniqueConstraint(
                fields=["scheme"], name="one_published_cycle", condition=models.Q(state="published")
            ),
        ]

    @property
    def places(self) -> frozenset[int]:
        """The scheme's body."""
        return frozenset({self.scheme.body_id})

    @transition(
        "state",
        source=Version.State.DRAFT,
        target=Version.State.PUBLISHED,
        conditions=[
            needs(policies.is_in_order, _("Every planned item must fit within the validity.")),
            needs(policies.can_be_kept, _("Nobody could keep this cycle: see what to change.")),
        ],
        permission=held_by(Role.ADMINISTRATOR),
    )
    def publish(self, moment: datetime) -> None:
        """Let new cases use this cycle."""
        self.published_at = moment

    @transition(
        "state",
        source=Version.State.PUBLISHED,
        target=Version.State.SUPERSEDED,
        permission=held_by(Role.ADMINISTRATOR),
    )
    def supersede(self) -> None:
        """A newer cycle takes over; running cases keep this one."""


class SurveillanceWindow(models.Model):
    """Months after the decision between which a surveillance is visited."""

    cycle = models.ForeignKey(RenewalCycle, on_delete=models.CASCADE, related_name="windows")
    from_month = models.PositiveSmallIntegerField(_("from month"))
    to_month = models.PositiveSmallIntegerField(_("to month"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_month__gte=models.F("from_month")), name="window_in_order"
            ),
            models.UniqueConstraint(fields=["cycle", "from_month"], name="window_once"),
        ]

    def __str__(self) -> str:
        return f"{self.from_month}–{self.to_month}"
