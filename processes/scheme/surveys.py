"""What the businesses answered: published survey values."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from processes.organisations.models import Organisation

SURVEYS = [("NKI", _("NKI of business services, published by SKR"))]
"""Those of which a scheme may choose one for its distinction."""


class SurveyResult(models.Model):
    """A published NKI value with its source; nothing is ever guessed.

    Without an organisation it is the whole country's.
    """

    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="survey_results"
    )
    year = models.PositiveSmallIntegerField()
    area = models.CharField(max_length=40)
    index = models.CharField(max_length=5, default="NKI")
    value = models.PositiveSmallIntegerField()
    definition = models.CharField(max_length=10)
    rank = models.PositiveSmallIntegerField(null=True)
    ranked_of = models.PositiveSmallIntegerField(null=True)
    basis = models.CharField(max_length=200)
    source_url = models.URLField(max_length=300)

    def __str__(self) -> str:
        return f"{self.organisation or 'Riket'} {self.year} {self.area}: {self.value}"
