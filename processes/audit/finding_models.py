"""What the team says of each criterion."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from processes.case.models import Evidence
from processes.scheme.models import Criterion


class FindingQuerySet(models.QuerySet["Finding"]):
    """Questions about many findings."""

    def nonconformities(self) -> Self:
        """Major and minor ones."""
        return self.filter(grade__in=[Finding.Grade.MAJOR, Finding.Grade.MINOR])

    def ungraded(self) -> Self:
        """Those still without grade or level, or the statement and evidence their grade needs."""
        unsaid = models.Q(statement="") | models.Q(evidence_reference="")
        return self.filter(
            models.Q(grade="")
            | models.Q(level=None)
            | (unsaid & ~models.Q(grade__in=[Finding.Grade.CONFORM]))
        )


class Finding(models.Model):
    """The team's grade of one criterion, with statement and objective evidence.

    Obligation 31, in part.
    """

    class Grade(models.TextChoices):
        CONFORM = "conform", _("conform")
        MINOR = "minor", _("minor nonconformity")
        MAJOR = "major", _("major nonconformity")
        OBSERVATION = "observation", _("observation")
        STRENGTH = "strength", _("strength")

    audit = models.ForeignKey("processes.Audit", on_delete=models.PROTECT, related_name="findings")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(_("level found"), null=True, blank=True)
    grade = models.CharField(_("grade"), max_length=12, choices=Grade, blank=True)
    statement = models.TextField(_("statement"), blank=True)
    evidence_reference = models.TextField(_("objective evidence"), blank=True)
    reason = models.TextField(_("why the grade differs from the decision rule"), blank=True)
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="findings")
    graded_at = models.DateTimeField(null=True, blank=True)
    graded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=0)
    visit_number = models.PositiveSmallIntegerField(default=1)

    objects = FindingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["audit", "criterion"], name="finding_once")]

    def __str__(self) -> str:
        return f"{self.criterion.code} {self.get_grade_display()}"
