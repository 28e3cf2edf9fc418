"""Are the rows what the trail says they are? Every proven row is compared with its last entry."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connections, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from workflow.models import TrailChain, TrailEntry, TrailSeal
from workflow.trail import entries as trail
from workflow.trail import facts
from workflow.trail.bit_sets import KeySet

CHAINS = 500
"""So many chains are read at a time."""


class Known(NamedTuple):
    """What an entry last said of a row, and the salt of its digests."""

    facts: dict[str, Any] | None
    salt: str


class Difference(NamedTuple):
    """A row that is not as the trail says."""

    row: str
    what: str


def differences() -> Iterator[Difference]:
    """Every row that was edited, is gone, or was put there past the trail; chain by chain."""
    seen = {facts.label_of(model): KeySet() for model in facts.tables()}
    keys = TrailChain.objects.order_by("pk").values_list("pk", flat=True)
    for some in _several(keys.iterator(), CHAINS):
        known = _known(some)
        for label, pk in known:
            seen.setdefault(label, KeySet()).add(pk)
        yield from _compared(known)
    yield from _unproven(seen)


def _several(keys: Iterable[int], size: int) -> Iterator[list[int]]:
    several: list[int] = []
    for key in keys:
        several.append(key)
        if len(several) == size:
            yield several
            several = []
    if several:
        yield several


def _known(chains: list[int]) -> dict[tuple[str, int], Known]:
    """What the entries of some chains last said of each row."""
    known: dict[tuple[str, int], Known] = {}
    entries = TrailEntry.objects.filter(chain__in=chains).order_by("chain", "sequence")
    columns = ("subject_label", "subject_id", "data", "salt")
    for label, pk, data, salt in entries.values_list(*columns).iterator(chunk_size=2000):
        for name, said in data.get("facts", {}).items():
            row = (label, pk) if name == "." else _named(name)
            known[row] = Known(said, salt)
    return known


def _named(name: str) -> tuple[str, int]:
    label, _colon, pk = name.rpartition(":")
    return label, int(pk)


def _compared(known: dict[tuple[str, int], Known]) -> Iterator[Difference]:
    for model in facts.tables():
        label = facts.label_of(model)
        mine = {pk: said for (name, pk), said in known.items() if name == label}
        for keys in _several(sorted(mine), CHAINS):
            rows = model._base_manager.in_bulk(keys)
            for key in keys:
                yield from _of_row(f"{label}:{key}", mine[key], rows.get(key))


def _of_row(name: str, known: Known, row: models.Model | None) -> Iterator[Difference]:
    if known.facts is None:
        if row is not None:
            yield Difference(name, "is there again though it was removed")
        return
    if row is None:
        yield Difference(name, "is gone")
        return
    now = facts.row_facts(row, known.salt)
    for fact, said in known.facts.items():
        if fact in now and now[fact] != said:
            yield Difference(name, f"{fact} differs")


def _unproven(seen: dict[str, KeySet]) -> Iterator[Difference]:
    for model, table in facts.tables().items():
        label = facts.label_of(model)
        for row in model._base_manager.order_by("pk").iterator(chunk_size=2000):
            if row.pk not in seen[label] and table.since(row):
                yield Difference(f"{label}:{row.pk}", "is proven by no entry")


@transaction.atomic
def seal(at: datetime, *, step: str = "seal", names: frozenset[str] | None = None) -> int:
    """Let the trail prove what it does not prove yet of the rows, as they are; of how many.

    An entry named ``step`` in the chain of each: what stood there before is not proven. ``names``:
    only facts of these names (``app.model.fact``).
    """
    wanted = proven_names() if names is None else names
    # Keys alone, for they may be those of every row there is.
    unproven: dict[tuple[Any, int], dict[Any, list[int]]] = {}
    for row, root in _lacking(wanted):
        unproven.setdefault((type(root), root.pk), {}).setdefault(type(row), []).append(row.pk)
    for (model, pk), keys in unproven.items():
        root = model._base_manager.get(pk=pk)
        rows = tuple(row for kind, some in keys.items() for row in _in_order(kind, some))
        trail.record(trail.Event(subject=root, step=step, by=None, at=at, rows=rows))
    return sum(len(some) for keys in unproven.values() for some in keys.values())


def _in_order(model: type[models.Model], keys: list[int]) -> list[Any]:
    return [
        row
        for some in _several(keys, CHAINS)
        for row in model._base_manager.filter(pk__in=some).order_by("pk")
    ]


def proven_names() -> frozenset[str]:
    """``app.model.fact`` of everything that the trail is to prove."""
    return frozenset(
        f"{facts.label_of(model)}.{name}"
        for model, table in facts.tables().items()
        for name in table.names
    )


def _lacking(wanted: frozenset[str]) -> Iterator[tuple[Any, Any]]:
    """Each row of which a wanted fact is not proven, and the row in whose chain it belongs."""
    proven = _all_proven()
    for model, table in facts.tables().items():
        label = facts.label_of(model)
        if all(f"{label}.{name}" not in wanted for name in table.names):
            continue
        for row in model._base_manager.order_by("pk").iterator(chunk_size=2000):
            missing = set(facts.row_facts(row, "")) - proven.of(label, row.pk)
            if table.since(row) and any(f"{label}.{name}" in wanted for name in missing):
                yield row, table.root(row)


class Names:
    """The names of what is proven of each row. Few rows differ in them: a bit a row is kept."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[frozenset[str], KeySet]] = {}

    def put(self, label: str, pk: int, names: frozenset[str]) -> None:
        """Let these be proven of a row, and no others."""
        several = self._rows.setdefault(label, {})
        for keys in several.values():
            keys.discard(pk)
        several.setdefault(names, KeySet()).add(pk)

    def of(self, label: str, pk: int) -> frozenset[str]:
        """What is proven of a row."""
        several = self._rows.get(label, {}).items()
        return next((names for names, keys in several if pk in keys), frozenset())


def _all_proven() -> Names:
    """What is proven of all rows. Of the entries some chains at a time are in memory."""
    found = Names()
    keys = TrailChain.objects.order_by("pk").values_list("pk", flat=True)
    for some in _several(keys.iterator(), CHAINS):
        for (label, pk), known in _known(some).items():
            found.put(label, pk, frozenset(known.facts or ()))
    return found


def seal_new_facts(using: str, plan: Sequence[object] | None = None, **_: object) -> None:
    """After a migration to a version that proves more: seal what rows there are, once.

    A fact that was to be proven already is not sealed again: a row put there past the trail stays
    a difference.
    """
    if not plan or not _is_migrated(using):
        return
    names, at = proven_names(), timezone.now()
    latest = TrailSeal.objects.order_by("-pk").first()
    new = names - frozenset(latest.names if latest else ())
    if new:
        with transaction.atomic():
            rows = seal(at, names=new)
            made = TrailSeal.objects.create(at=at, names=sorted(names), rows=rows)
            if rows:
                data = {"rows": rows, "names": sorted(new)}
                trail.record(trail.Event(subject=made, step="seal", by=None, at=at, data=data))


def _is_migrated(using: str) -> bool:
    executor = MigrationExecutor(connections[using])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
