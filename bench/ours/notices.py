"""The outbox sent by the product's own workers, and by a loop as Django's guides show it."""

from django.conf import settings
from django.core.mail import get_connection, send_mail
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone

from bench.notices import Notices
from bench.ours import outbox
from config.simulated.own_database import make_tables
from notifications import delivery
from notifications.contacts import Contacts
from notifications.models import Notification
from notifications.texts import prerendered
from notifications.texts.messages import compose
from workflow.calendar import local_date

Status = Notification.Status


class OurNotices(Notices):
    """Claims with a lease, and marks each mail before the next one goes."""

    def prepare(self) -> None:
        """The product's tables."""
        make_tables()
        outbox.prepare()

    def fill(self, number: int) -> None:
        """Of all kinds."""
        outbox.fill(number)

    def deliver(self) -> None:
        """As the task does that the broker wakes."""
        while delivery.deliver_due(timezone.now()):
            pass


class PlainNotices(OurNotices):
    """The same rows, words and templates with ``send_mail`` and ``save`` over a kept connection.

    Spared are claim and lease: each worker has its share beforehand, and loses it when it dies.
    """

    def deliver(self) -> None:
        """One row after the other."""
        today = local_date(timezone.now())
        contacts = Contacts(today)
        waiting = Notification.objects.with_all().filter(status=Status.PENDING)
        mine = waiting.annotate(turn=F("pk") % self.workers).filter(turn=self.place)
        with get_connection() as line:
            for row in mine.order_by("pk").iterator():
                message = compose(row, today, contact=contacts.of(row))
                send_mail(
                    message.subject,
                    render_to_string(prerendered.TEXT, {"message": message}),
                    settings.DEFAULT_FROM_EMAIL,
                    [row.to.address],
                    html_message=render_to_string(prerendered.HTML, {"message": message}),
                    connection=line,
                )
                row.status, row.sent_at = Status.SENT, timezone.now()
                row.save(update_fields=["status", "sent_at"])
