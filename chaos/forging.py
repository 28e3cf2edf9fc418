"""The tools of a forger: something at random, another value, an exchange, hashes anew."""

from collections.abc import Iterable
from datetime import timedelta
from random import Random
from typing import Any

from django.db import connection, models

from workflow import trail
from workflow.models import TrailChain, TrailEntry

FAR = 1_000_000
"""Where no entry is: two never have the same place, not for a moment."""
TIMES = (timedelta(microseconds=1), timedelta(seconds=-1), timedelta(days=3650))
UNIQUE = "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'u'"


def a_chain(luck: Random, *, least: int = 1, but: int = 0) -> TrailChain:
    """One of at least so many entries."""
    chains = TrailChain.objects.filter(length__gte=least).exclude(pk=but)
    return luck.choice(list(chains.order_by("pk")))


def an_entry(luck: Random) -> TrailEntry:
    """Any: every entry as likely as any other."""
    keys = TrailEntry.objects.order_by("pk").values_list("pk", flat=True)
    return TrailEntry.objects.select_related("chain").get(pk=luck.choice(list(keys)))


def entries_of(chain: TrailChain) -> list[TrailEntry]:
    """A chain's, in order."""
    return list(chain.entries.order_by("sequence"))


def another(field: Any, row: Any, luck: Random) -> Any:
    """Another value that fits the column: from another row, or this one's a little changed."""
    value = getattr(row, field.attname)
    if field.name == "sequence":
        return row.chain.length + luck.randint(1, 9)
    others = list(type(row).objects.order_by("pk").values_list(field.attname, flat=True))
    taken = others if field.unique else [value]
    near = [one for one in _near(field, value, luck) if one not in taken]
    far = [one for one in others if one not in taken]
    return luck.choice(luck.choice([some for some in (near, far) if some]))


def _near(field: Any, value: Any, luck: Random) -> list[Any]:
    if isinstance(field, models.DateTimeField):
        return [value + time for time in TIMES]
    if isinstance(field, models.JSONField):
        return [{**value, "forged": luck.randint(0, 9)}, dict(list(value.items())[1:])]
    if isinstance(field, models.ForeignKey):
        return [None]
    if isinstance(field, models.IntegerField):
        return [value + 1, max(value - 1, 0)]
    texts = (f"{value}x", f"{value} ", value[1:], value[:-1], value.swapcase())
    return [text[: field.max_length] for text in texts]


def place(entry: TrailEntry, sequence: int) -> None:
    """Put an entry in another place of its chain."""
    TrailEntry.objects.filter(pk=entry.pk).update(sequence=sequence)


def park(entries: Iterable[TrailEntry]) -> None:
    """Leave the places of some entries free."""
    for entry in entries:
        place(entry, FAR + entry.sequence)


def exchange(one: Any, other: Any, columns: Iterable[str]) -> None:
    """What two rows have in some columns."""
    rows = type(one).objects
    theirs, mine = ({name: getattr(row, name) for name in columns} for row in (other, one))
    if "sequence" in theirs:
        park([one])
    if "key" in theirs:
        rows.filter(pk=one.pk).update(key="away for a moment")
    rows.filter(pk=other.pk).update(**mine)
    rows.filter(pk=one.pk).update(**theirs)


def forge(pattern: TrailEntry, chain: TrailChain, sequence: int) -> None:
    """Another entry like one, rightly hashed, after what stands before it."""
    before = TrailEntry.objects.filter(chain=pattern.chain, sequence=sequence - 1).first()
    pattern.pk, pattern.chain, pattern.sequence = None, chain, sequence
    pattern.because = "forged"
    pattern.previous_hash = before.hash if before else ""
    pattern.hash = trail.hash_of(pattern, chain.key)
    pattern.save(force_insert=True)


def recompute(chain: TrailChain) -> None:
    """Number and hash the whole chain anew, its head included."""
    previous = ""
    entries = entries_of(chain)
    for sequence, entry in enumerate(entries, start=1):
        entry.sequence, entry.previous_hash = sequence, previous
        previous = entry.hash = trail.hash_of(entry, chain.key)
        entry.save()
    TrailChain.objects.filter(pk=chain.pk).update(length=len(entries), head=previous)


def let_twins_in(model: type[models.Model]) -> None:
    """Lift what keeps the rows of a table unique."""
    with connection.cursor() as cursor:
        cursor.execute(UNIQUE, [model._meta.db_table])
        for (name,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {model._meta.db_table} DROP CONSTRAINT {name}")
