"""However many chains there are, sealing keeps few of their facts in memory, and seals the same."""

import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processes.models import Membership, Person
from tests.support import drive
from tests.support.world import START, World
from workflow import trail
from workflow.models import TrailChain, TrailEntry
from workflow.trail import facts, proof
from workflow.trail.bit_sets import KeySet

CHAINS = 20
KEYS = st.integers(0, 400)


@given(st.lists(st.tuples(st.booleans(), KEYS)))
def test_a_set_of_keys_is_a_set(changes: list[tuple[bool, int]]) -> None:
    keys, known = KeySet(), set[int]()
    for is_added, key in changes:
        (keys.add if is_added else keys.discard)(key)
        (known.add if is_added else known.discard)(key)

    assert {key for key in range(500) if key in keys} == known


def fill(first: int, last: int) -> None:
    """Chains of which each proves some rows of its own."""
    label = "processes.membership"
    chains = [TrailChain(key=f"made:{n}", length=1, head=str(n)) for n in range(first, last)]
    TrailChain.objects.bulk_create(chains)
    entries = [
        TrailEntry(
            chain=chain,
            sequence=1,
            at=START,
            subject_label=label,
            subject_id=1_000_000 + 10 * first + place,
            step="made",
            data={
                "facts": {
                    f"{label}:{2_000_000 + 10 * (first + place) + n}": {
                        f"name_{m}": "x" * 40 for m in range(10)
                    }
                    for n in range(10)
                }
            },
            salt="",
            previous_hash="",
            hash=str(place),
        )
        for place, chain in enumerate(chains)
    ]
    TrailEntry.objects.bulk_create(entries)


def peak(work: Any) -> int:
    """The most memory that the work held beyond what was held before, in bytes."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.slow
@pytest.mark.django_db
def test_ten_times_the_chains_take_no_more_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "CHAINS", CHAINS)
    fill(0, 5 * CHAINS)
    proof._all_proven()  # whatever is remembered from the first time on
    few = peak(proof._all_proven)
    fill(5 * CHAINS, 50 * CHAINS)

    assert peak(proof._all_proven) < 1.5 * few


@pytest.mark.django_db
def test_what_the_last_entry_says_counts_whichever_batch_it_is_in(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proof, "CHAINS", 1)
    drive.grant(world)
    proof.seal(world.at)
    known: dict[tuple[str, int], proof.Known] = {}
    for chain in TrailChain.objects.order_by("pk"):
        known |= proof._known([chain.pk])

    proven = proof._all_proven()

    assert {row: frozenset(one.facts or ()) for row, one in known.items()} == {
        row: proven.of(*row) for row in known
    }


@pytest.mark.django_db
def test_a_chain_gets_one_seal_with_all_that_it_lacks(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proof, "CHAINS", 2)

    number = proof.seal(world.at)

    seals = TrailEntry.objects.filter(step="seal")
    sealed = [name for entry in seals for name in entry.data["facts"] if name != "."]
    somebody = world.coordinator
    [own] = seals.filter(chain__key=trail.chain_key(somebody))
    rows = [somebody, *Membership.objects.filter(person=somebody)]
    assert len(set(seals.values_list("chain", flat=True))) == len(seals)
    assert len(sealed) == len(set(sealed)) == number
    assert set(own.data["facts"]) - {"."} == {facts.name_of(row) for row in rows}
    assert Person in facts.tables()
    assert not [*trail.verify(own.chain)]
    assert list(proof.differences()) == []
