"""What hangs on a complaint: its private address, its files, what was written since."""

from django.conf import settings
from django.db import models

from processes.complaints.models import Complaint


class ComplaintAddress(models.Model):
    """A private address at which a complaint is followed. Only the hash of its key is kept."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="addresses")
    salt = models.CharField(max_length=64)
    """What the key is made of together with the secret of the site, each time a mail is sent."""
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    """When a newer one was opened: whoever asked for that can read the mail."""


def file_path(kept: "ComplaintFile", filename: str) -> str:
    """Where a file is kept: by complaint and content, never by the name a person chose."""
    return f"complaints/{kept.complaint_id}/{kept.sha256}"


class ComplaintFile(models.Model):
    """A file that came with a complaint. Kept privately; the name is only a label."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="files")
    file = models.FileField(upload_to=file_path)
    filename = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    forwarded = models.BooleanField(default=False)
    """The handler has looked at it, and lets the municipality read it."""

    def __str__(self) -> str:
        return self.filename


class ComplaintMessage(models.Model):
    """What the body asks or whoever complained adds, in order of time."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="messages")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    """Who at the body wrote it; None is whoever complained."""
    text = models.TextField()
    at = models.DateTimeField()
