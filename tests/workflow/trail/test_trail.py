"""The trail is written once; every tampering is found."""

from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from processes.case.models import Case
from tests.support import drive
from tests.support.world import World
from workflow import trail
from workflow.models import TrailChain, TrailEntry
from workflow.sql import triggers


@pytest.fixture
def case(world: World) -> Case:
    return drive.accept(world, drive.apply(world))


@pytest.fixture
def tampering(db: None) -> None:
    triggers.drop(connection)


def _faults() -> list[str]:
    return [fault.what for chain in TrailChain.objects.all() for fault in trail.verify(chain)]


def test_an_untouched_trail_holds(case: Case) -> None:
    out = StringIO()
    call_command("verify_trail", stdout=out)
    assert "holds" in out.getvalue()


def test_the_history_of_a_case_stands_in_one_chain_in_order(case: Case) -> None:
    steps = [entry.event for entry in trail.history(case)]
    assert steps == ["case.open", "application.submit", "application.accept", "agreement.sign"]


@pytest.mark.obligation(85)
@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_or_delete_an_entry(case: Case, change: str) -> None:
    entries = TrailEntry.objects.filter(chain__key=trail.chain_key(case))

    with pytest.raises(DatabaseError), transaction.atomic():
        entries.update(target="granted") if change == "update" else entries._raw_delete("default")

    assert not _faults()


@pytest.mark.obligation(85)
@pytest.mark.usefixtures("tampering")
def test_an_edited_entry_is_found(case: Case) -> None:
    TrailEntry.objects.filter(step="accept").update(target="declined")
    assert _faults() == ["edited"]


@pytest.mark.usefixtures("tampering")
def test_an_edited_reason_or_actor_is_found_though_only_its_digest_is_hashed(
    world: World, case: Case
) -> None:
    TrailEntry.objects.filter(step="accept").update(actor=world.auditor)
    assert _faults() == ["edited"]


@pytest.mark.usefixtures("tampering")
def test_a_salt_is_hashed_though_there_is_nothing_to_salt(case: Case) -> None:
    event = trail.Event(subject=case, step="note", by=None, at=case.opened_at)
    entry = trail.record(event)
    TrailEntry.objects.filter(pk=entry.pk).update(salt="another")
    assert _faults() == ["edited"]


@pytest.mark.usefixtures("tampering")
def test_a_reason_of_which_a_part_was_moved_into_the_salt_is_found(case: Case) -> None:
    event = trail.Event(subject=case, step="note", by=None, at=case.opened_at, because="a|b")
    entry = trail.record(event)
    TrailEntry.objects.filter(pk=entry.pk).update(salt=f"{entry.salt}|a", because="b")
    assert _faults() == ["edited"]


@pytest.mark.parametrize(
    ("salt", "expected"),
    [
        ("0123456789abcdef", "6924b4bd5d3d96aa0bb1518826f17da65b61b6a9aa490d612aa444f7db5e3ba5"),
        (
            "0123456789abcdef01234567",
            "6a5325039ca85cfc41e20f679cd9623ef8eac178ebf660f1cf7855e5ec83ad6f",
        ),
    ],
)
def test_what_was_hashed_once_has_this_hash_for_ever(salt: str, expected: str) -> None:
    at = datetime(2026, 3, 2, 8, tzinfo=UTC)
    said = ("processes.case", 7, "close", "running", "granted", {"number": 1}, 3, "Därför.")
    row = trail.Row("processes.case:7", 2, "", 2, at, *said, salt, "0" * 64, "")

    assert trail.hash_of(row, row.key) == expected


@pytest.mark.usefixtures("tampering")
def test_an_entry_whose_chain_is_gone_is_found(case: Case) -> None:
    with transaction.atomic():
        TrailEntry.objects.filter(step="accept").update(chain=0)
        found = list(trail.strays())
        transaction.set_rollback(True)

    assert [fault.what for fault in found] == ["belongs to no chain"]


@pytest.mark.usefixtures("tampering")
def test_a_deleted_entry_is_found(case: Case) -> None:
    TrailEntry.objects.filter(step="submit").delete()
    assert "missing" in _faults()


@pytest.mark.usefixtures("tampering")
def test_a_deleted_end_is_found(case: Case) -> None:
    trail.history(case).last().delete()
    assert _faults() == ["end differs from the recorded head"]


@pytest.mark.usefixtures("tampering")
def test_an_inserted_entry_is_found(case: Case) -> None:
    last = trail.history(case).last()
    last.pk, last.sequence = None, last.sequence + 1
    last.save(force_insert=True)
    assert _faults()


@pytest.mark.usefixtures("tampering")
def test_two_exchanged_entries_are_found(case: Case) -> None:
    first, second = trail.history(case)[:2]
    TrailEntry.objects.filter(pk=first.pk).update(sequence=99)
    TrailEntry.objects.filter(pk=second.pk).update(sequence=1)
    TrailEntry.objects.filter(pk=first.pk).update(sequence=2)
    assert _faults()


@pytest.mark.usefixtures("tampering")
def test_a_trail_recomputed_whole_is_found_by_an_anchor(case: Case, tmp_path: Path) -> None:
    anchor = tmp_path / "anchor.json"
    call_command("verify_trail", anchor=anchor, stdout=StringIO())
    _recompute(TrailChain.objects.get(key=trail.chain_key(case)))
    assert not _faults()

    with pytest.raises(CommandError):
        call_command("verify_trail", against=anchor, stdout=StringIO())


def _recompute(chain: TrailChain) -> None:
    """Forge the first entry and everything after it, heads included."""
    previous = ""
    for entry in chain.entries.order_by("sequence"):
        entry.at, entry.previous_hash = entry.at.replace(year=2020), previous
        previous = entry.hash = trail.hash_of(entry, chain.key)
        entry.save()
    TrailChain.objects.filter(pk=chain.pk).update(head=previous)


def test_a_person_can_never_be_deleted_out_of_history(world: World, case: Case) -> None:
    with pytest.raises(ProtectedError):
        world.officer.delete()


def test_all_chains_are_verified_in_one_question(
    case: Case, django_assert_num_queries: Any
) -> None:
    TrailChain.objects.create(key="nothing yet")
    TrailChain.objects.create(key="all of it gone", length=2, head="of the second")

    with django_assert_num_queries(1):
        *found, gone = list(trail.verify_all())

    assert found == [[]] * (TrailChain.objects.count() - 1)
    assert [fault.what for fault in gone] == ["end differs from the recorded head"]
