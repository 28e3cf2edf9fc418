"""Delivery by a simulated clock: the real notices, and nobody at the other end."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, ClassVar

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from notifications import deadlines, delivery, digests, outbox, tasks
from notifications.rules import rules_for
from processes.case.models import Case
from processes.standing.models import Certificate
from workflow import events
from workflow.calendar import DAY, local_date


class Sink(BaseEmailBackend):
    """Takes every mail and keeps none; counts them."""

    taken: ClassVar[int] = 0

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        Sink.taken += len(email_messages)
        return len(email_messages)


class Postman:
    """Does at simulated moments what workers and scheduler do by the real clock.

    They ask each minute, for they may have missed any number of them. He misses none, so he asks
    on the mornings on which something goes: after new messages for a summary, and on the days on
    which a certificate comes to a rung.
    """

    def __init__(self) -> None:
        self._called = False
        self._mornings: set[date] = set()

    @contextmanager
    def on_duty(self) -> Iterator["Postman"]:
        """Take the place of the workers and of the mail server."""
        before, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.{Sink.__name__}"
        Sink.taken = 0
        outbox.announced.connect(self._announced)
        events.performed.connect(self._granted, sender=Case)
        try:
            with tasks.woken_by(self._call):
                yield self
        finally:
            events.performed.disconnect(self._granted, sender=Case)
            outbox.announced.disconnect(self._announced)
            settings.EMAIL_BACKEND = before

    def next_morning(self, day: date) -> date | None:
        """The first day, from ``day`` on, on which something goes out in the morning."""
        self._mornings = {morning for morning in self._mornings if morning >= day}
        return min(self._mornings, default=None)

    def after(self, at: datetime) -> None:
        """Deliver if somebody called."""
        if self._called:
            self._called = False
            delivery.deliver_due(at)

    def morning(self, at: datetime) -> None:
        """As the scheduler's sweeps do, from eight o'clock to the moment when summaries go."""
        deadlines.post_due(at - digests.SETTLE)
        digests.bundle_due(at)
        delivery.deliver_due(at)
        self._mornings.discard(local_date(at))

    def _call(self) -> None:
        self._called = True

    def _announced(self, rows: list[Any], **_: Any) -> None:
        self._mornings |= {local_date(row.next_try_at) for row in rows if not row.at_once}

    def _granted(self, subject: Case, step: str, at: datetime, **_: Any) -> None:
        """A new certificate comes to its rungs on known days; to those behind it tomorrow."""
        if step == "grant":
            expiry = Certificate.objects.values_list("expiry_date", flat=True).get(case=subject)
            rungs = [rung for rule in rules_for(deadlines.EVENT) for rung in rule.after]
            tomorrow = local_date(at) + DAY
            self._mornings |= {max(expiry + rung * DAY, tomorrow) for rung in rungs}
