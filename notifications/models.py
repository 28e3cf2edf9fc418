"""The outbox: one row per message and person, true whatever happens to workers and brokers."""

import hashlib
import re
from datetime import datetime
from functools import cache
from typing import Any, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from notifications.rules import OF_COMPLAINTS, Kind
from notifications.sight import may_know
from processes.correspondents import Correspondent
from processes.models import Case, Certificate, Organisation
from workflow.models import Task

MAIL = "mail"
SPOKEN_OF = (
    *("rule", "act", "claim", "attempts", "facts", "reference", "created_at", "message_id"),
    *("subject", "address", "language"),
    *("recipient__email", "recipient__language", "recipient__is_active"),
    *("actor__name", "organisation__name"),
    *(
        "task__flow_task",
        "task__came_from",
        "task__status",
        "task__due",
        "task__role",
        "task__owner__name",
    ),
    "task__unattended_since",
    *("case__kind", "case__number", "case__main_process"),
    "case__certification__scheme__body",
)
TO_ONE = models.Q(recipient__isnull=False, address="", language="") | (
    models.Q(recipient=None, at_once=True) & ~models.Q(address="") & ~models.Q(language="")
)
"""It goes to a person, or to an address: then at once."""
FIRST = 100
"""So many of the mails next in turn are asked how long they have waited."""


class Preference(models.Model):
    """How fast a person wants their messages; by kind where they want it otherwise."""

    class Pace(models.TextChoices):
        AT_ONCE = "at_once", _("At once")
        DAILY = "daily", _("In a summary at 8 in the morning")
        OFF = "off", _("Not at all")

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notification_preference"
    )
    pace = models.CharField(max_length=10, choices=Pace, default=Pace.DAILY)
    exceptions = models.JSONField(default=dict, blank=True)


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Questions about many messages."""

    def due(self, at: Any) -> Self:
        """What may be sent now; oldest first."""
        waiting = self.filter(status=Notification.Status.PENDING, at_once=True)
        return waiting.filter(next_try_at__lte=at).order_by("next_try_at", "pk")

    def unsent_since(self, at: datetime) -> datetime | None:
        """Since when a mail waits that should have gone by now; the longest wait.

        A refused mail has a later day of its own. While nobody reaches the mail server each try
        moves a mail ahead, and only its error tells how long it has really waited.
        """
        waiting = self.filter(status=Notification.Status.PENDING, at_once=True)
        first = waiting.order_by("next_try_at", "pk")[:FIRST]
        values = first.values_list("next_try_at", "created_at", "attempts", "error")
        return min(
            (
                created if error and not attempts else next_try
                for next_try, created, attempts, error in values
                if next_try <= at or (error and not attempts)
            ),
            default=None,
        )

    def unbundled(self) -> Self:
        """What waits for the summary of its day."""
        return self.filter(status=Notification.Status.PENDING, at_once=False, digest=None)

    def with_all(self) -> Self:
        """With everything a message speaks of, in one query."""
        return self.select_related(
            "recipient",
            "actor",
            "organisation",
            "task__owner",
            "case__certification__scheme",
        )

    def to_send(self, day: Any) -> Self:
        """With everything a mail speaks of and nothing else: the rest takes as long to read.

        ``may_know``: whether its reader may, on a local day.
        """
        return self.with_all().only(*SPOKEN_OF).may_know(day)

    def may_know(self, day: Any) -> Self:
        """Each with ``may_know``: whether its reader may, on a local day."""
        return self.annotate(may_know=may_know(day))


class Notification(models.Model):
    """A message to one person about one occurrence. The unique key makes repeats harmless.

    Who has no account is an address and a language instead: told at once, for no summary and no
    wish is theirs.
    """

    class Status(models.TextChoices):
        DEAD = "dead", pgettext_lazy("mail", "Could not be sent")
        PENDING = "pending", pgettext_lazy("mail", "Waits")
        SENDING = "sending", pgettext_lazy("mail", "Is being sent")
        SENT = "sent", pgettext_lazy("mail", "Sent")
        SUPPRESSED = "suppressed", pgettext_lazy("mail", "Not needed")
        CANCELLED = "cancelled", pgettext_lazy("mail", "Given up")

    class Reason(models.TextChoices):
        """Why a message was not needed after all."""

        DONE = "done", _("The task was already done.")
        TAKEN = "taken", _("Somebody else had taken the task.")
        RENEWED = "renewed", _("The certificate was already renewed.")
        LEFT = "left", _("The person may no longer sign in.")
        EXCLUDED = "barred", _("The person may no longer know of it.")
        TURNED_OFF = "turned_off", _("The person does not want such mails.")
        ATTENDED = "attended", _("Somebody can do the task again.")
        EMPTY = "empty", _("Nothing was left to tell.")

    subject = models.CharField(max_length=80)
    rule = models.CharField(max_length=20, choices=Kind)
    occurrence = models.CharField(max_length=60)
    # Each index is written to twice for each mail: nobody looks rows up by these keys alone.
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="notifications",
        db_index=False,
    )
    address = models.CharField(max_length=254, blank=True, default="", db_default="")
    language = models.CharField(max_length=10, blank=True, default="", db_default="")
    channel = models.CharField(max_length=10, default=MAIL)

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    task = models.ForeignKey(
        Task, null=True, on_delete=models.PROTECT, related_name="notifications", db_index=False
    )
    case = models.ForeignKey(
        Case, null=True, on_delete=models.PROTECT, related_name="notifications"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reference = models.CharField(max_length=40, blank=True)
    facts = models.JSONField(default=dict)

    at_once = models.BooleanField(default=True)
    act = models.CharField(max_length=32, blank=True)
    """What one act tells one person goes as one mail."""
    digest = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="bundled", db_index=False
    )
    status = models.CharField(max_length=12, choices=Status, default=Status.PENDING)
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    claim = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    message_id = models.CharField(max_length=120, blank=True)

    objects = NotificationQuerySet.as_manager()

    certificate: Certificate | None = None
    """The one that it is about, where whoever foretells it has it at hand."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "rule", "occurrence", "recipient", "channel"],
                name="one_message_each",
            ),
            models.UniqueConstraint(
                fields=["subject", "rule", "occurrence", "address", "channel"],
                name="one_message_each_address",
                condition=models.Q(recipient=None),
            ),
            models.CheckConstraint(condition=TO_ONE, name="to_person_or_address"),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                name="outbox_waiting",
                condition=models.Q(status="pending", at_once=True),
            ),
            models.Index(
                fields=["lease_until"],
                name="outbox_leased",
                condition=models.Q(status="sending"),
            ),
            models.Index(
                fields=["recipient", "next_try_at"],
                name="outbox_for_digest",
                condition=models.Q(status="pending", at_once=False),
            ),
            models.Index(fields=["id"], name="outbox_dead", condition=models.Q(status="dead")),
            models.Index(
                fields=["digest"],
                name="outbox_bundled",
                condition=models.Q(digest__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_rule_display()}, {self.subject}"

    @property
    def to(self) -> Correspondent:
        """Where it goes, and in which language."""
        if self.recipient is None:
            return Correspondent(self.address, self.language)
        return Correspondent(self.recipient.email, self.recipient.language)

    @property
    def is_of_complainant(self) -> bool:
        """It goes to who complained, which nobody is told who has no task in the complaint."""
        return self.recipient_id is None and self.rule in OF_COMPLAINTS

    @property
    def to_name(self) -> str:
        """Who it goes to, as lists name them."""
        if self.is_of_complainant:
            return gettext("whoever complained")
        return self.recipient.name if self.recipient else self.address

    @property
    def to_shown(self) -> str:
        """Where it goes, as whoever keeps the post reads it (obligation 82)."""
        return self.to_name if self.is_of_complainant else self.to.address

    @property
    def error_shown(self) -> str:
        """What the mail server said, without the address of who complained."""
        if not self.is_of_complainant:
            return self.error
        return re.sub(re.escape(self.address), self.to_name, self.error, flags=re.IGNORECASE)


def name_of(subject: models.Model) -> str:
    """A row as the key names it: model and number."""
    return f"{subject._meta.label_lower}:{subject.pk}"


def mail_id(local: str) -> str:
    """A Message-ID of this site, the same each time for the same thing."""
    return f"<{local}@{_site()}>"


@cache
def _site() -> str | None:
    """The name of the site, which is the same as long as it runs."""
    return urlsplit(settings.SITE_URL).hostname


def posted(**values: Any) -> Notification:
    """A row for the outbox, identified."""
    return identified(Notification(**values))


def identified(row: Notification) -> Notification:
    """The row with the Message-ID that every copy of its mail will bear."""
    to = row.recipient_id or row.address
    key = (row.subject, row.rule, row.occurrence, to, row.channel)
    row.message_id = mail_id(hashlib.sha256("|".join(map(str, key)).encode()).hexdigest()[:40])
    return row
