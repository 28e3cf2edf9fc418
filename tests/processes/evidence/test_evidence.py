"""Evidence reaches only those who may see it, and cannot run where it is opened."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from processes.models import Evidence
from tests.support import drive
from tests.support.assessing import as_person, criterion_url
from tests.support.evidencing import PDF, get, upload
from tests.support.world import World


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Path:
    """Files of a test go away with it."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def case(world: World) -> Any:
    """A case whose self-assessment is open."""
    return drive.accept(world, drive.apply(world))


@pytest.fixture
def draft(world: World, case: Any) -> Evidence:
    """A file attached to an answer that is not submitted."""
    upload(world.coordinator, case, "beslut.pdf", PDF)
    return Evidence.objects.get()


def test_a_file_is_handed_out_as_a_download_that_cannot_run(world: World, draft: Evidence):
    response = get(world.coordinator, draft)

    assert response["Content-Disposition"] == 'attachment; filename="beslut.pdf"'
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert "private" in response["Cache-Control"]


@pytest.mark.parametrize("who", ["neighbour_coordinator", "observer", "officer", "auditor"])
def test_the_evidence_of_a_draft_is_the_municipality_s_own(world: World, draft: Evidence, who: str):
    assert get(getattr(world, who), draft).status_code == 404


@pytest.mark.parametrize("who", ["coordinator", "signatory", "contributor"])
def test_the_municipality_reads_its_own_evidence(world: World, draft: Evidence, who: str):
    assert get(getattr(world, who), draft).status_code == 200


def test_somebody_signed_out_reads_no_evidence(draft: Evidence):
    assert Client().get(reverse("evidence", args=[draft.pk])).status_code == 302


@pytest.mark.obligation(85)
def test_submitted_evidence_is_read_by_the_body_and_still_by_no_neighbour(
    world: World, case: Any, draft: Evidence
):
    drive.assess(world, case)

    assert get(world.officer, draft).status_code == 200
    assert get(world.auditor, draft).status_code == 200
    assert get(world.neighbour_coordinator, draft).status_code == 404
    snapshot = drive.fresh(case).self_assessment.snapshots.get()
    (frozen,) = snapshot.content["answers"][0]["evidence"]
    assert frozen["sha256"] == draft.sha256


def test_evidence_of_a_draft_can_be_taken_back_and_is_not_deleted(
    world: World, case: Any, draft: Evidence, store: Path
):
    as_person(world.coordinator).post(
        criterion_url(case), {"version": 1, "remove": draft.pk, "motivation": "Kvar"}
    )

    draft = Evidence.objects.get(pk=draft.pk)
    assert draft.removed_at
    assert get(world.coordinator, draft).status_code == 404
    assert [path for path in store.rglob("*") if path.is_file()]


def test_submitted_evidence_cannot_be_removed(world: World, case: Any, draft: Evidence):
    drive.assess(world, case)

    as_person(world.coordinator).post(reverse("evidence_remove", args=[draft.pk]))

    assert Evidence.objects.get(pk=draft.pk).removed_at is None


def test_nobody_else_removes_evidence(world: World, case: Any, draft: Evidence):
    address = reverse("evidence_remove", args=[draft.pk])

    assert as_person(world.officer).post(address).status_code == 404
    assert as_person(world.neighbour_coordinator).post(address).status_code == 404
    assert as_person(world.coordinator).get(address).status_code == 405
    assert Evidence.objects.get(pk=draft.pk).removed_at is None


def test_evidence_can_be_added_to_the_case_itself(world: World, case: Any):
    address = reverse("evidence_add", args=[case.number])

    done = as_person(world.coordinator).post(
        address, {"title": "Organisation", "file": SimpleUploadedFile("a.pdf", PDF)}
    )

    assert done.url == reverse("case_documents", args=[case.number])
    assert get(world.officer, Evidence.objects.get()).status_code == 200


def test_the_documents_page_names_only_evidence_one_may_see(
    world: World, case: Any, draft: Evidence
):
    address = reverse("case_documents", args=[case.number])

    assert draft.title in as_person(world.coordinator).get(address).content.decode()
    assert draft.title not in as_person(world.officer).get(address).content.decode()


def test_evidence_can_be_kept_back_until_the_text_it_belongs_to_is_handed_in(
    world: World, case: Any
):
    address = reverse("evidence_add", args=[case.number]) + "?keep=1"

    as_person(world.coordinator).post(address, {"title": "x", "link": "https://example.org"})

    assert get(world.coordinator, Evidence.objects.get()).status_code == 200
    assert get(world.officer, Evidence.objects.get()).status_code == 404


def test_the_way_back_never_leads_to_another_site(world: World, case: Any):
    address = reverse("evidence_add", args=[case.number])
    given = {"title": "x", "link": "https://example.org", "next": "https://evil.example/"}

    done = as_person(world.coordinator).post(address, given)

    assert done.url == reverse("case_documents", args=[case.number])


@pytest.mark.parametrize(
    ("who", "status"),
    [("neighbour_coordinator", 404), ("observer", 404), ("administrator", 403)],
)
def test_who_does_not_work_on_the_case_adds_no_evidence(
    world: World, case: Any, who: str, status: int
):
    address = reverse("evidence_add", args=[case.number])

    assert as_person(getattr(world, who)).get(address).status_code == status


def test_a_file_is_found_with_few_questions_to_the_database(
    world: World, draft: Evidence, django_assert_max_num_queries: Any
):
    client = as_person(world.coordinator)

    with django_assert_max_num_queries(8):
        list(client.get(reverse("evidence", args=[draft.pk])).streaming_content)
