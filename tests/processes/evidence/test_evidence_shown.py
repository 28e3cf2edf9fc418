"""Who sees an attachment, where a link leads, and what a file is called."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from processes.models import Evidence
from tests.support import drive
from tests.support.assessing import as_person
from tests.support.evidencing import PDF, a_file, add_to_case, get
from tests.support.world import person
from workflow.models import TrailEntry


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Path:
    """Files of a test go away with it."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def case(world):
    """A case whose self-assessment is open."""
    return drive.accept(world, drive.apply(world))


@pytest.fixture
def attached(world, case) -> Evidence:
    """An officer's attachment that the municipality does not see."""
    add_to_case(world.officer, case, file=a_file(), seen_by="body", title="Tjänsteanteckning")
    return Evidence.objects.get()


def documents(who: Any, case: Any) -> str:
    return as_person(who).get(reverse("case_documents", args=[case.number])).content.decode()


def test_an_officer_s_attachment_has_its_own_heading_and_sight(world, case, attached):
    html, theirs = documents(world.officer, case), documents(world.coordinator, case)

    heading = html.index("Certifieringsorganets bilagor")
    assert heading < html.index("Tjänsteanteckning")
    assert "Tjänsteanteckning" not in theirs
    assert get(world.coordinator, attached).status_code == 404
    assert get(person("Hilda H", world.body, "officer"), attached).status_code == 200


def test_who_sees_it_is_said_before_it_is_sent(world, case):
    url = reverse("evidence_add", args=[case.number])
    officer = as_person(world.officer).get(url).content.decode()
    coordinator = as_person(world.coordinator).get(url).content.decode()
    missing = as_person(world.officer).post(url, {"title": "x", "file": a_file()})

    assert "Vem ser det?" in officer
    assert "ser det genast" in coordinator
    assert "seen_by" in missing.context["form"].errors
    assert not Evidence.objects.exists()


def test_an_officer_s_attachment_for_both_can_be_removed_by_the_body_only(world, case):
    add_to_case(world.officer, case, file=a_file())
    shared = Evidence.objects.get()
    address = reverse("evidence_remove", args=[shared.pk])

    assert "Plan" in documents(world.coordinator, case)
    assert address not in documents(world.coordinator, case)
    as_person(world.coordinator).post(address)
    assert Evidence.objects.get().removed_at is None

    assert address in documents(world.officer, case)
    as_person(world.officer).post(address)
    assert Evidence.objects.get().removed_at
    assert TrailEntry.objects.get(step="remove_evidence").actor == world.officer


# Where a link leads


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("www.kiruna.se/styrdok", "https://www.kiruna.se/styrdok"),
        ("kiruna.se", "https://kiruna.se"),
        ("http://example.org/a", "http://example.org/a"),
        ("https://smörgås.se/a", "https://smörgås.se/a"),
    ],
)
def test_an_address_is_taken_as_people_write_it(world, case, link, kept):
    add_to_case(world.coordinator, case, link=link)

    page = get(world.coordinator, Evidence.objects.get())

    assert Evidence.objects.get().link == kept
    assert f'href="{kept}"' in page.content.decode()


INSIDE = [
    "http://user:word@example.org/",
    "http://user@example.org/",
    "http://localhost/",
    "http://127.0.0.1/a",
    "http://10.1.2.3/",
    "http://192.168.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[::1]/",
    "http://[fd00::1]/",
    "http://filer.local/plan",
    "http://intranet/plan",
    "javascript:alert(1)",
]


@pytest.mark.parametrize("link", INSIDE)
def test_a_link_that_hides_something_or_leads_inside_is_refused(world, case, link):
    page = add_to_case(world.coordinator, case, link=link)

    assert "link" in page.context["form"].errors
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("link", INSIDE)
def test_one_that_is_kept_from_before_is_shown_and_not_followed(world, case, link):
    add_to_case(world.coordinator, case, link="https://example.org")
    Evidence.objects.update(link=link)

    page = get(world.coordinator, Evidence.objects.get())

    assert page.status_code == 200
    assert "href" not in page.content.decode().split('class="hash"')[0].rsplit("<h2>", 1)[1]
    assert f'href="{link}"' not in page.content.decode()


def test_the_lists_lead_to_the_page_that_says_where_a_link_leads(world, case):
    add_to_case(world.coordinator, case, link="https://example.org/plan")

    assert 'href="https://example.org' not in documents(world.officer, case)


# Names and titles


def test_a_file_without_a_title_is_called_by_its_name(world, case):
    add_to_case(world.coordinator, case, title="", file=SimpleUploadedFile("Beslut_42.pdf", PDF))

    assert Evidence.objects.get().title == "Beslut 42"


@pytest.mark.parametrize("longest", [201, 10_000])
def test_too_long_a_name_is_an_error_at_the_field(world, case, longest):
    page = add_to_case(world.coordinator, case, file=SimpleUploadedFile("x" * longest, PDF))

    assert "för långt" in page.context["form"].errors["file"][0]
