"""What an answer or a finding is shown by."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def evidence_path(evidence: "Evidence", filename: str) -> str:
    """Where a file is kept: by case and content, never by the name a person chose."""
    return f"{evidence.case_id}/{evidence.sha256}"


class Evidence(models.Model):
    """A file or a link that shows something. Kept privately; the name is only a label.

    Until it is shared, only the side that added it sees it: a draft is nobody else's matter.
    """

    case = models.ForeignKey("processes.Case", on_delete=models.PROTECT, related_name="evidence")
    title = models.CharField(_("what it shows"), max_length=200)
    link = models.URLField(_("link"), max_length=500, blank=True)
    file = models.FileField(upload_to=evidence_path, blank=True)
    filename = models.CharField(max_length=200, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()
    by_body = models.BooleanField(default=False)
    shared_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title
