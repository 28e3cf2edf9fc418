"""Inside a site, with NUMBER and FIRST: notices for the outbox, and words to wake it."""

from django.db import transaction
from django.utils import timezone

from notifications import tasks
from notifications.models import Notification, posted
from processes.models import Person

PORTION = 1000


def fill(number: int, first: int = 0) -> None:
    """Notices that say N0000000, N0000001 and so on, to one person."""
    eva, _new = Person.objects.get_or_create(email="eva@example.org", defaults={"name": "Eva"})
    at = timezone.now()
    common = {"rule": "incident", "recipient": eva, "created_at": at, "next_try_at": at}
    for begin in range(first, first + number, PORTION):
        end = min(begin + PORTION, first + number)
        with transaction.atomic():
            Notification.objects.bulk_create(
                posted(subject="timer", occurrence=str(one), facts={"step": f"N{one:07}"}, **common)
                for one in range(begin, end)
            )
            tasks.wake()


def main(number: str, first: str = "0") -> None:
    """From the command line."""
    fill(int(number), int(first))
