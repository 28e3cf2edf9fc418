"""Who reviews an appeal or a complaint from outside the body, and for how long."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from processes.organisations.models import Organisation
from workflow.models import Process


class Reviewer(models.Model):
    """Somebody asked to do, in one process, what nobody at the body may: handle it, or decide it.

    With a place of its own: a role there is a role in this process and nowhere else.
    """

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="reviewers")
    role = models.CharField(max_length=30)
    """Whose tasks: those of an officer, or of whoever decides."""
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    place = models.OneToOneField(
        Organisation, null=True, on_delete=models.PROTECT, related_name="reviewer"
    )
    """From the day on which the person declared to be impartial."""
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField()
    declared_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["process", "role"],
                name="one_reviewer_of_a_role",
                condition=models.Q(declined_at=None, ended_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.process.business_key}"

    def get_absolute_url(self) -> str:
        """Where the person says whether they can."""
        return reverse("review", args=[self.pk])
