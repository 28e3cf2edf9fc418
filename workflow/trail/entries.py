"""The record of changes: one hash chain per case, written once."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from django.db import models

from workflow.models import TrailChain, TrailEntry
from workflow.roles import Actor
from workflow.sql import instances, unit_of_work, writes
from workflow.sql.compiled import compiled
from workflow.trail import facts

SALT_BYTES, OLD_SALT_DIGITS = 12, 16
ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def chain_key(root: models.Model) -> str:
    """The name of the chain in which a row's history stands."""
    return f"{root._meta.label_lower}:{root.pk}"


def digest(salt: str, text: str) -> str:
    """A salted digest: proves a personal datum without containing it."""
    return hashlib.sha256(f"{salt}|{text}".encode()).hexdigest() if text else ""


def canonical(content: object) -> str:
    """One text for one content: sorted keys, no white space."""
    return ENCODER.encode(content)


def hash_of(entry: "TrailEntry | Row", key: str) -> str:
    """The entry's hash over its payload and its predecessor's hash."""
    actor = digest(entry.salt, str(entry.actor_id or ""))
    payload = [
        key,
        entry.sequence,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.subject_label,
        entry.subject_id,
        entry.step,
        entry.source,
        entry.target,
        entry.data,
        *_hashed_salt(entry.salt),
        actor,
        digest(entry.salt, entry.because),
        entry.previous_hash,
    ]
    return hashlib.sha256(canonical(payload).encode()).hexdigest()


def _hashed_salt(salt: str) -> list[str]:
    """The salt by itself: it could be parted from its text elsewhere and have the same digest.

    Entries from before it was part of the payload have shorter salts: theirs is found edited only
    where it salts something.
    """
    return [salt] if len(salt) != OLD_SALT_DIGITS else []


@dataclass(frozen=True)
class Event:
    """What is to be recorded. ``data`` must be JSON and free of personal data.

    The facts of the subject, of other ``rows``, and that those ``gone`` are no more, are added.
    """

    subject: Any
    step: str
    by: Actor | None
    at: datetime
    source: str = ""
    target: str = ""
    because: str = ""
    data: dict[str, Any] | None = None
    rows: tuple[models.Model, ...] = ()
    gone: tuple[models.Model, ...] = ()


def record(event: Event, chain: TrailChain | None = None) -> TrailEntry:
    """Add an entry to the subject's chain. Must run in the transaction of the change.

    ``chain``: the head of that chain, if it is locked already. The database moves the head on.
    """
    entry = next_entry(event, chain)
    unit_of_work.add([entry])
    return entry


def next_entry(event: Event, chain: TrailChain | None = None) -> TrailEntry:
    """The next entry of the subject's chain, not yet written."""
    salt = secrets.token_hex(SALT_BYTES)
    proven = facts.of(event.subject, event.rows, salt) | facts.gone(event.gone)
    key = chain_key(event.subject.trail_root)
    locked = chain if chain is not None and chain.key == key else _locked(key)
    unit_of_work.locked()[key] = locked
    entry: TrailEntry = instances.new(
        TrailEntry,
        sequence=locked.length + 1,
        at=event.at,
        subject_label=event.subject._meta.label_lower,
        subject_id=event.subject.pk,
        step=event.step,
        source=event.source,
        target=event.target,
        data={**(event.data or {}), **({"facts": proven} if proven else {})},
        because=event.because,
        salt=salt,
        previous_hash=locked.head,
    )
    instances.set_related(entry, "chain", locked)
    if event.by is not None:
        instances.set_related(entry, "actor", event.by)
    entry.hash = hash_of(entry, key)
    locked.length, locked.head = entry.sequence, entry.hash
    return entry


def chain_of(root: models.Model) -> TrailChain:
    """The chain of a row, made if it has none yet, and locked until commit."""
    chain = TrailChain(key=chain_key(root))
    if not writes.insert_new([chain]):
        chain = TrailChain.objects.select_for_update().get(key=chain.key)
    return chain


def _locked(key: str) -> TrailChain:
    found = unit_of_work.locked().get(key) or next(iter(chain_at(key).all()), None)
    return found or TrailChain.objects.select_for_update(no_key=True).get_or_create(key=key)[0]


@compiled
def chain_at(key: str) -> models.QuerySet[TrailChain]:
    """The chain with this key, locked until commit."""
    return TrailChain.objects.select_for_update(no_key=True).filter(key=key)


def history(root: models.Model) -> models.QuerySet[TrailEntry]:
    """A chain's entries, oldest first, with who did it."""
    entries = TrailEntry.objects.filter(chain__key=chain_key(root))
    return entries.select_related("actor").order_by("sequence")


@dataclass(frozen=True)
class Fault:
    """Where a chain does not hold, and in which way."""

    chain: str
    sequence: int
    what: str


class Row(NamedTuple):
    """An entry as it is read to be verified, with the head of its chain."""

    key: str
    length: int
    head: str
    sequence: int | None
    at: datetime
    subject_label: str
    subject_id: int
    step: str
    source: str
    target: str
    data: Any
    actor_id: int | None
    because: str
    salt: str
    previous_hash: str
    hash: str


def verify(chain: TrailChain) -> list[Fault]:
    """Every break of one chain: edited, missing, inserted or moved entries, a cut end."""
    return next(verify_all(TrailChain.objects.filter(pk=chain.pk)))


def verify_all(chains: models.QuerySet[TrailChain] | None = None) -> Iterator[list[Fault]]:
    """The breaks of each chain in turn. One pass through all entries, a few at a time."""
    some = TrailChain.objects.all() if chains is None else chains
    paths = [name if name in OF_CHAIN else f"entries__{name}" for name in Row._fields]
    found = some.order_by("pk", "entries__sequence").values_list(*paths).iterator(chunk_size=2000)
    for _key, entries in groupby(map(Row._make, found), key=attrgetter("key")):
        yield list(_faults(entries))


OF_CHAIN = ("key", "length", "head")


def _faults(entries: Iterable[Row]) -> Iterator[Fault]:
    previous, expected = "", 1
    for entry in entries:
        if entry.sequence is None:  # a chain without entries
            break
        if entry.sequence != expected:
            yield Fault(entry.key, expected, "missing")
        if entry.previous_hash != previous:
            yield Fault(entry.key, entry.sequence, "broken link")
        if entry.hash != hash_of(entry, entry.key):
            yield Fault(entry.key, entry.sequence, "edited")
        previous, expected = entry.hash, entry.sequence + 1
    if (expected - 1, previous) != (entry.length, entry.head):
        yield Fault(entry.key, entry.length, "end differs from the recorded head")


def strays() -> Iterator[Fault]:
    """What no chain shows: an entry of no chain, a second chain of the same name."""
    own = TrailChain.objects.filter(pk=models.OuterRef("chain"))
    lost = TrailEntry.objects.filter(~models.Exists(own)).order_by("chain", "sequence")
    for chain, sequence in lost.values_list("chain", "sequence"):
        yield Fault(f"#{chain}", sequence, "belongs to no chain")
    named = TrailChain.objects.values("key").annotate(chains=models.Count("pk"))
    for key in named.filter(chains__gt=1).order_by("key").values_list("key", flat=True):
        yield Fault(key, 0, "is there more than once")


def anchor() -> dict[str, list[Any]]:
    """Every chain's length and head: kept elsewhere, it proves that nothing was recomputed."""
    heads = TrailChain.objects.order_by("key").values_list("key", "length", "head")
    return {key: [length, head] for key, length, head in heads.iterator()}


def verify_against(anchored: dict[str, list[Any]]) -> Iterator[Fault]:
    """Every anchored head that is no longer in its chain."""
    for key, (length, head) in anchored.items():
        entry = TrailEntry.objects.filter(chain__key=key, sequence=length)
        if length and not entry.filter(hash=head).exists():
            yield Fault(key, length, "differs from the anchor")
