"""The outbox beside what arrived: what is lost, what came twice."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from chaos.report import Figure, none_of, told
from chaos.services import wait
from chaos.sink import Sink
from chaos.site import Site

WORDS = """
    SELECT message_id,
        CASE WHEN facts->>'step' ~ '^N[0-9]{7}$' THEN facts->>'step' ELSE message_id END
    FROM notifications_notification
    WHERE at_once AND status IN ('pending', 'sending', 'sent')
"""
DEAD = "SELECT facts->>'step' FROM notifications_notification WHERE status = 'dead'"
COUNT = "SELECT count(*) FROM notifications_notification WHERE at_once AND status = ANY(%s)"
ABANDON = "UPDATE notifications_notification SET lease_until = now() WHERE status = 'sending'"
HURRY = "UPDATE notifications_notification SET next_try_at = now() WHERE status = 'pending'"
WAKE = "import django; django.setup(); from notifications import tasks; tasks._start()"


@dataclass(frozen=True)
class Ledger:
    """What was to be said, and what a receiver that drops known keys has of it."""

    lost: int
    doubles: int
    strange: int
    unmarked: int
    repeats: int
    arrived: int

    def figures(self) -> Iterator[Figure]:
        yield none_of("lost", self.lost)
        yield none_of("double after de-duplication", self.doubles)
        yield none_of("not marked as sent, or arrived unasked", self.unmarked + self.strange)
        of_all = f"{self.repeats:,} of {self.arrived:,}"
        yield told("repeats, all with the same Message-ID, of all that arrived", of_all)


def compare(site: Site, sink: Sink) -> Ledger:
    """Everything that the outbox knows against everything that arrived."""
    asked = dict(site.ask(WORDS))
    said = set(sink.kept.values())
    return Ledger(
        lost=sum(word not in said for word in asked.values()),
        doubles=sink.doubles,
        strange=sum(asked.get(key) != word for key, word in sink.kept.items()),
        unmarked=unfinished(site),
        repeats=sink.repeats,
        arrived=sink.arrived.total(),
    )


def count(site: Site, *statuses: str) -> int:
    """How many notices have one of the statuses."""
    return int(site.ask(COUNT, list(statuses))[0][0])


def unfinished(site: Site) -> int:
    """How many notices nobody has sent, or said so."""
    return count(site, "pending", "sending")


def is_idle(site: Site) -> bool:
    """Nothing is left but what the dead hold: no living worker marks anything any more."""
    before = count(site, "sent")
    time.sleep(2)
    return not count(site, "pending") and count(site, "sent") == before


def hurry(site: Site) -> None:
    """Let what is to be tried again in a minute be tried now."""
    site.change(HURRY)
    site.run("-c", WAKE)


def finish(site: Site, *, waits_for_leases: bool) -> None:
    """Wait for the rest. The beat finds what the dead held when its lease has ended.

    A lease lasts minutes: who does not wait for them lets them end when the living are idle.
    """
    if not waits_for_leases:
        wait(lambda: is_idle(site), "the living to finish", seconds=300)
        site.change(ABANDON)
        site.run("-c", WAKE)
    wait(lambda: not unfinished(site), "the last mails", seconds=1200)
