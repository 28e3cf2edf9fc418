"""A file is complete or not there; a change of it is noticed; sent twice it is kept once."""

import io
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from processes.evidence import store as evidence_store
from processes.models import Evidence
from tests.support import drive
from tests.support.assessing import as_person, criterion_url, fill
from tests.support.evidencing import PDF, a_file, add_to_case, get, upload
from workflow import trail
from workflow.models import TrailEntry
from workflow.trail import canonical, proof


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Path:
    """Files of a test go away with it."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def case(world):
    """A case whose self-assessment is open."""
    return drive.accept(world, drive.apply(world))


def files(store: Path) -> list[Path]:
    return [path for path in store.rglob("*") if path.is_file()]


# Whole or not there


@pytest.mark.parametrize("broken", ["write", "fsync", "replace"])
def test_a_disk_that_fills_up_leaves_nothing_and_costs_no_text(
    world, case, store, monkeypatch, broken
):
    def full(*_given: Any) -> None:
        raise OSError(28, "No space left on device")

    where = {"write": (os, "fdopen"), "fsync": (os, "fsync"), "replace": (Path, "replace")}
    monkeypatch.setattr(*where[broken], full)
    page = upload(world.coordinator, case, "plan.pdf", PDF)
    monkeypatch.undo()

    assert "file" not in page.context["evidence_form"].cleaned_data or not Evidence.objects.exists()
    assert page.context["evidence_form"].non_field_errors()
    assert files(store) == []


def test_what_a_broken_write_left_is_not_taken_for_the_file(world, case, store):
    upload(world.coordinator, case, "plan.pdf", PDF)
    Evidence.objects.all().delete()
    (kept,) = files(store)
    kept.write_bytes(PDF[:20])

    upload(world.coordinator, case, "plan.pdf", PDF)

    assert get(world.coordinator, Evidence.objects.get()).body == PDF


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda path: path.unlink(), "is missing"),
        (lambda path: path.write_bytes(PDF[:-1]), "bytes instead of"),
        (lambda path: path.write_bytes(PDF.replace(b"1.7", b"1.6")), "another content"),
    ],
)
def test_a_changed_file_is_noticed_when_it_is_read_and_by_a_command(
    world, case, store, change, words
):
    upload(world.coordinator, case, "plan.pdf", PDF)
    proof.seal(world.at)
    out = io.StringIO()
    call_command("verify", stdout=out, verbosity=0)
    change(files(store)[0])

    answer = get(world.coordinator, Evidence.objects.get())
    with pytest.raises(CommandError):
        call_command("verify", stdout=out, verbosity=0)

    assert answer.status_code == 410
    assert words in out.getvalue()
    assert [fault for fault in evidence_store.faults() if fault]


@pytest.mark.parametrize("field", ["size", "sha256"])
def test_a_changed_row_is_noticed(world, case, field):
    upload(world.coordinator, case, "plan.pdf", PDF)
    Evidence.objects.update(**{field: {"size": 3, "sha256": "0" * 64}[field]})

    assert [fault for fault in evidence_store.faults() if fault]


def test_adding_and_removing_stand_in_the_trail_with_the_hash(world, case):
    upload(world.coordinator, case, "plan.pdf", PDF)
    added = Evidence.objects.get()
    as_person(world.coordinator).post(reverse("evidence_remove", args=[added.pk]))

    entries = TrailEntry.objects.filter(step__endswith="_evidence").order_by("pk")

    assert [entry.step for entry in entries] == ["add_evidence", "remove_evidence"]
    assert all(added.sha256 in canonical(entry.data) for entry in entries)
    assert {entry.actor for entry in entries} == {world.coordinator}
    assert list(trail.verify(entries[0].chain)) == []


# Sent twice


def test_pressing_save_twice_keeps_the_file_once(world):
    case = drive.accept(world, drive.apply(world))
    client = as_person(world.coordinator)

    for _ in range(2):
        file = SimpleUploadedFile("plan.pdf", PDF, "application/pdf")
        given = {"evidence-title": "Plan", "evidence-file": file}
        client.post(criterion_url(case), fill(case, version=0, then="stay", **given))

    assert Evidence.objects.count() == 1


@pytest.mark.parametrize("what", ["file", "link"])
def test_what_is_added_to_the_case_twice_is_kept_once(world, case, what):
    given = {"file": a_file, "link": lambda: "https://example.org/plan"}[what]

    answers = [add_to_case(world.coordinator, case, **{what: given()}) for _ in range(2)]

    assert {answer.status_code for answer in answers} == {302}
    assert Evidence.objects.count() == 1


def test_another_title_another_person_or_another_criterion_is_another_piece(world, case):
    add_to_case(world.coordinator, case, file=a_file())
    add_to_case(world.coordinator, case, file=a_file(), title="Annat")
    add_to_case(world.contributor, case, file=a_file())
    for code in ("LED-01", "LED-02"):
        given = {"evidence-title": "Plan", "evidence-file": a_file()}
        client = as_person(world.coordinator)
        client.post(criterion_url(case, code), fill(case, code, then="stay", **given))

    assert Evidence.objects.count() == 5


def test_what_was_removed_can_be_added_again_and_is_removed_once(world, case):
    upload(world.coordinator, case, "plan.pdf", PDF)
    address = reverse("evidence_remove", args=[Evidence.objects.get().pk])

    answers = [as_person(world.coordinator).post(address).status_code for _ in range(2)]
    upload(world.coordinator, case, "plan.pdf", PDF)

    assert answers == [302, 302]
    assert Evidence.objects.filter(removed_at=None).count() == 1
    assert TrailEntry.objects.filter(step="remove_evidence").count() == 1
