"""Ways to tamper with the trail, as somebody who may do anything in the database."""

from collections.abc import Callable
from functools import partial
from random import Random

from chaos.forging import (
    a_chain,
    an_entry,
    another,
    entries_of,
    exchange,
    forge,
    let_twins_in,
    park,
    place,
    recompute,
)
from workflow.models import TrailChain, TrailEntry

Forgery = Callable[[Random], object]

SAID = ("at", "subject_id", "step", "source", "target", "data", "actor", "because")
"""The columns in which an entry tells what happened."""


def edit(column: str, luck: Random) -> TrailEntry:
    """Another value in a column of an entry."""
    entry = an_entry(luck)
    value = another(TrailEntry._meta.get_field(column), entry, luck)
    TrailEntry.objects.filter(pk=entry.pk).update(**{column: value})
    return entry


def edit_head(column: str, luck: Random) -> None:
    """Another value in a column of a chain."""
    chain = a_chain(luck)
    value = another(TrailChain._meta.get_field(column), chain, luck)
    TrailChain.objects.filter(pk=chain.pk).update(**{column: value})


def delete_some(luck: Random, most: int = 1) -> TrailChain:
    """Entries that are not a chain's end."""
    chain = a_chain(luck, least=most + 1)
    gone = luck.sample(range(1, chain.length), luck.randint(1, most))
    chain.entries.filter(sequence__in=gone)._raw_delete("default")
    return chain


def delete_end(luck: Random) -> TrailChain:
    """The last entries, but for the first of all."""
    chain = a_chain(luck, least=2)
    left = luck.randint(1, chain.length - 1)
    chain.entries.filter(sequence__gt=left)._raw_delete("default")
    return chain


def cut(luck: Random) -> None:
    """The last entries, and the head tells of those that are left."""
    chain = delete_end(luck)
    last = entries_of(chain)[-1]
    TrailChain.objects.filter(pk=chain.pk).update(length=last.sequence, head=last.hash)


def empty(luck: Random) -> TrailChain:
    """All entries of a chain."""
    chain = a_chain(luck)
    chain.entries.all()._raw_delete("default")
    return chain


def unwrite(luck: Random) -> None:
    """The same, and the head is that of a chain in which nothing was ever written."""
    TrailChain.objects.filter(pk=empty(luck).pk).update(length=0, head="")


def remove(luck: Random) -> None:
    """A chain with its entries."""
    TrailChain.objects.filter(pk=empty(luck).pk)._raw_delete("default")


def behead(luck: Random) -> None:
    """A chain, but not its entries."""
    TrailChain.objects.filter(pk=a_chain(luck).pk)._raw_delete("default")


def erase(_luck: Random) -> None:
    """Everything."""
    TrailEntry.objects.all()._raw_delete("default")
    TrailChain.objects.all()._raw_delete("default")


def insert(luck: Random) -> TrailChain:
    """An entry between others; those behind it move up."""
    chain = a_chain(luck, least=2)
    sequence, entries = luck.randint(1, chain.length), entries_of(chain)
    for entry in reversed(entries[sequence - 1 :]):
        place(entry, entry.sequence + 1)
    forge(luck.choice(entries), chain, sequence)
    return chain


def insert_at_the_edge(luck: Random) -> None:
    """An entry after the end, of which the head does not tell, or before the beginning."""
    chain = a_chain(luck)
    forge(luck.choice(entries_of(chain)), chain, luck.choice((0, chain.length + 1)))


def insert_twin(luck: Random) -> None:
    """An entry in a place that is taken."""
    let_twins_in(TrailEntry)
    chain = a_chain(luck)
    forge(luck.choice(entries_of(chain)), chain, luck.randint(1, chain.length))


def insert_astray(luck: Random) -> None:
    """An entry of a chain that is not there."""
    pattern = an_entry(luck)
    forge(pattern, TrailChain(pk=pattern.chain.pk + luck.randint(1_000, 9_000), key="no"), 1)


def insert_double(luck: Random) -> None:
    """Another chain of the same name, with a history that holds."""
    let_twins_in(TrailChain)
    one = a_chain(luck)
    other = TrailChain.objects.create(key=one.key)
    for entry in entries_of(one):
        entry.pk, entry.chain, entry.because = None, other, "another story"
        entry.save(force_insert=True)
    recompute(other)


def reorder(luck: Random) -> TrailChain:
    """Two entries of a chain, each in the other's place."""
    chain = a_chain(luck, least=2)
    exchange(*luck.sample(entries_of(chain), 2), ("sequence",))
    return chain


def exchange_words(luck: Random) -> None:
    """What two entries of a chain say; their places and links stay."""
    exchange(*luck.sample(entries_of(a_chain(luck, least=2)), 2), SAID)


def reverse(luck: Random) -> None:
    """A chain, its last entry first."""
    entries = entries_of(a_chain(luck, least=2))
    park(entries)
    for sequence, entry in enumerate(reversed(entries), start=1):
        place(entry, sequence)


def move(luck: Random) -> None:
    """An entry to the end of another chain."""
    entry = an_entry(luck)
    other = a_chain(luck, but=entry.chain.pk)
    TrailEntry.objects.filter(pk=entry.pk).update(chain=other, sequence=other.length + 1)


def exchange_across(luck: Random) -> None:
    """Two entries that have the same place in two chains."""
    one = a_chain(luck)
    other = a_chain(luck, but=one.pk)
    sequence = luck.randint(1, min(one.length, other.length))
    first, second = (chain.entries.get(sequence=sequence) for chain in (one, other))
    exchange(first, second, ("chain", "sequence"))


def exchange_heads(columns: tuple[str, ...], luck: Random) -> None:
    """Two chains, so that each tells the other's history as its own."""
    one = a_chain(luck)
    exchange(one, a_chain(luck, but=one.pk), columns)


def forge_whole(change: Callable[[Random], TrailChain], luck: Random) -> None:
    """A change, and all hashes anew: the chain holds, only an anchor remembers another end."""
    recompute(change(luck))


def edit_words(luck: Random) -> TrailChain:
    """The chain of an entry that says something else now."""
    return edit(luck.choice(SAID), luck).chain


KINDS: dict[str, dict[str, Forgery]] = {
    "an entry edited": {
        field.name: partial(edit, field.name)
        for field in TrailEntry._meta.concrete_fields
        if field.name not in ("id", "chain")
    },
    "entries deleted": {
        "one": delete_some,
        "some": partial(delete_some, most=4),
        "the end": delete_end,
        "the end, and the head set back": cut,
        "all of a chain": empty,
        "all of a chain, and the head set back": unwrite,
        "a chain with its entries": remove,
        "a chain without its entries": behead,
        "everything": erase,
    },
    "an entry inserted": {
        "between others": insert,
        "before or behind them": insert_at_the_edge,
        "where there is one": insert_twin,
        "in no chain": insert_astray,
        "in a second chain of the same name": insert_double,
    },
    "entries reordered": {"two": reorder, "what two say": exchange_words, "all": reverse},
    "entries moved to another chain": {
        "one": move,
        "two exchanged": exchange_across,
        "all, by the name": partial(exchange_heads, ("key",)),
        "all, by the whole head": partial(exchange_heads, ("key", "length", "head")),
    },
    "a chain's head edited": {name: partial(edit_head, name) for name in ("key", "length", "head")},
    "a chain recomputed whole": {
        "after an edit": partial(forge_whole, edit_words),
        "after a deletion": partial(forge_whole, partial(delete_some, most=2)),
        "after an insertion": partial(forge_whole, insert),
        "after an exchange": partial(forge_whole, reorder),
    },
}
"""What is added behind an end as the product adds it is none of them: it changes no history."""
