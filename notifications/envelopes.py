"""What one act tells one person goes as one mail: an envelope holds its rows, itself a row.

Most acts tell nobody twice and need none. It is made when the second row is, or at the end of an
act in parts: then none of them goes by itself. A row finds its envelope by the act. What goes to
an address goes by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from notifications.models import Notification, identified
from notifications.rules import Kind
from workflow import acts
from workflow.acts import Act
from workflow.sql import unit_of_work
from workflow.sql.compiled import compiled
from workflow.sql.writes import Update

Status = Notification.Status


@dataclass
class Heard:
    """What a person hears of an act that is going on."""

    rows: list[Notification] = field(default_factory=list)
    in_envelope: bool = False


def address(row: Notification) -> None:
    """Let a new row belong to the act that is going on."""
    act = acts.current()
    if act is None or row.recipient_id is None:
        return
    row.act = act.key
    if act.in_parts and row.at_once:
        row.at_once = False
        if row.status == Status.PENDING:
            act.heard[row.recipient_id] = row.created_at


def of(written: Iterable[Notification], at: datetime) -> list[Notification]:
    """The envelopes that new rows make needed, not saved. The rows need not be saved either."""
    act = acts.current()
    if act is None or act.in_parts:
        return []
    made = []
    for row in written:
        if row.status == Status.PENDING and row.recipient_id is not None:
            heard = act.heard.setdefault(row.recipient_id, Heard())
            heard.rows.append(row)
            if _needs_one(heard):
                made.append(_envelope(row.recipient_id, act.key, at))
            if heard.in_envelope:
                _put_in(heard, act.key, row.recipient_id)
    return made


def _needs_one(heard: Heard) -> bool:
    """The first time that one of several messages is to go at once."""
    if heard.in_envelope or len(heard.rows) < 2:
        return False
    heard.in_envelope = any(row.at_once for row in heard.rows)
    return heard.in_envelope


def _put_in(heard: Heard, act: str, person: int) -> None:
    """Let none of the rows go by itself."""
    for row in heard.rows:
        row.at_once = False
        if not row._state.adding:
            keep(act=act, person=person)
    heard.rows.clear()


def noted(act: Act) -> list[Notification]:
    """The envelopes of all whom an act in parts tells something, not saved."""
    return [_envelope(person, act.key, at) for person, at in sorted(act.heard.items())]


def _envelope(person_id: int, act: str, at: datetime) -> Notification:
    row: Notification = unit_of_work.new(
        Notification,
        subject=f"processes.person:{person_id}",
        rule=Kind.DIGEST,
        occurrence=f"act {act}",
        recipient_id=person_id,
        act=act,
        created_at=at,
        next_try_at=at,
    )
    return identified(row)


@compiled
def keep(act: str, person: int) -> Update:
    """Let what an act has told a person no longer go by itself."""
    told = Notification.objects.filter(
        recipient=person, act=act, status=Status.PENDING, at_once=True
    )
    return Update(told.exclude(rule=Kind.DIGEST), at_once=False)


@compiled
def fill(act: str, person: int, digest: int) -> Update:
    """Let everything that an act told a person go with its envelope."""
    told = Notification.objects.unbundled().filter(recipient=person, act=act)
    return Update(told, digest=digest)
