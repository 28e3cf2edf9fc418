"""Double entry for messages: what the rules announced, against what became of every row.

The announced are counted apart, when their transaction commits. A row that is lost, doubled or
left lying makes the two sides differ.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import models, transaction

from notifications.models import Notification
from notifications.outbox import announced
from notifications.rules import Kind

Status = Notification.Status
SETTLED = (Status.SENT, Status.SUPPRESSED, Status.CANCELLED)


class Ledger:
    """Counts what is announced while it is open."""

    def __init__(self) -> None:
        self.expected = 0

    @contextmanager
    def open(self) -> Iterator["Ledger"]:
        """Count until closed."""
        announced.connect(self._count)
        try:
            yield self
        finally:
            announced.disconnect(self._count)

    def _count(self, rows: list[Any], **_: Any) -> None:
        transaction.on_commit(partial(self._add, len(rows)))

    def _add(self, number: int) -> None:
        self.expected += number

    def balance(self) -> "Balance":
        """Both sides, as they are now."""
        rows = Notification.objects.exclude(rule=Kind.DIGEST).order_by()
        counted = rows.values_list("status", "reason").annotate(models.Count("pk"))
        found = {(status, reason): number for status, reason, number in counted}
        return Balance(self.expected, found)


@dataclass(frozen=True)
class Balance:
    """Expected, and the rows by what became of them."""

    expected: int
    rows: dict[tuple[str, str], int]

    def of(self, status: str) -> int:
        """How many rows ended so."""
        return sum(number for (one, _reason), number in self.rows.items() if one == status)

    @property
    def reasons(self) -> Counter[str]:
        """Why the suppressed were not needed."""
        suppressed = ((r, n) for (s, r), n in self.rows.items() if s == Status.SUPPRESSED)
        return Counter(dict(suppressed))

    @property
    def settled(self) -> int:
        """Sent, not needed with a reason, or given up."""
        reasoned = sum(number for reason, number in self.reasons.items() if reason)
        return self.of(Status.SENT) + reasoned + self.of(Status.CANCELLED)

    @property
    def difference(self) -> int:
        """What is expected and not settled; 0 when the identity holds."""
        return self.expected - self.settled

    def faults(self) -> Iterator[str]:
        """Why the identity does not hold, if it does not."""
        if self.difference:
            yield f"the ledger differs by {self.difference} messages"
        kept = sum(self.rows.values())
        if kept != self.expected:
            yield f"{self.expected} messages were announced, {kept} rows are kept"
        for (status, reason), number in sorted(self.rows.items()):
            if status not in SETTLED or (status == Status.SUPPRESSED and not reason):
                yield f"{number} messages are {status} and not settled"

    def lines(self) -> Iterator[str]:
        """The identity, for a console."""
        yield f"{self.expected:>8}  messages expected, which are"
        for (status, reason), number in sorted(self.rows.items()):
            yield f"{number:>8}  {status}{f': {reason}' if reason else ''}"
        yield f"{self.difference:>8}  difference"
