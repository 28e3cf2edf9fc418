"""Evidence: hostile files stay out, kept files reach only those who may see them."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from processes.case import evidence_files
from processes.models import Answer, Evidence, Person
from tests import drive
from tests.world import World

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(40)
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(40)
HTML = b"<!doctype html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
EXE = b"MZ\x90\x00" + bytes(60)


def archive(**members: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name, text in members.items():
            file.writestr(name, text)
    return content.getvalue()


DOCX = archive(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<d/>"})
XLSX = archive(**{"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>"})
MACROS = archive(
    **{"[Content_Types].xml": "<Types/>", "word/document.xml": "<d/>", "word/vbaProject.bin": "x"}
)
ODT = archive(mimetype="application/vnd.oasis.opendocument.text")
ODS = archive(mimetype="application/vnd.oasis.opendocument.spreadsheet")


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Path:
    """Files of a test go away with it."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def case(world: World) -> Any:
    """A case whose self-assessment is open."""
    return drive.accept(world, drive.apply(world))


def as_person(somebody: Person) -> Client:
    client = Client()
    client.force_login(somebody)
    return client


def criterion_url(case: Any) -> str:
    return reverse("criterion", kwargs={"number": case.number, "code": "LED-01"})


def send(who: Person, case: Any, **given: Any) -> Any:
    """Save an answer together with evidence, as the page of a criterion does."""
    answer = Answer.objects.get(assessment__case=case, criterion__code="LED-01")
    data: dict[str, Any] = {
        "level": "3",
        "motivation": "Så gör vi.",
        "version": answer.version,
        "evidence-title": "Beslut § 42",
        "then": "stay",
        **{f"evidence-{name}": value for name, value in given.items()},
    }
    return as_person(who).post(criterion_url(case), data)


def upload(who: Person, case: Any, name: str, content: bytes) -> Any:
    return send(who, case, file=SimpleUploadedFile(name, content, "application/pdf"))


@pytest.fixture
def draft(world: World, case: Any) -> Evidence:
    """A file attached to an answer that is not submitted."""
    upload(world.coordinator, case, "beslut.pdf", PDF)
    return Evidence.objects.get()


def get(who: Person, evidence: Evidence) -> Any:
    response = as_person(who).get(reverse("evidence", args=[evidence.pk]))
    if response.streaming:
        response.body = b"".join(response.streaming_content)
    return response


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", PDF),
        ("a.png", PNG),
        ("a.jpg", JPG),
        ("a.JPEG", JPG),
        ("a.docx", DOCX),
        ("a.xlsx", XLSX),
        ("a.odt", ODT),
        ("a.ods", ODS),
        ("a.txt", "Räksmörgås".encode()),
        ("a.csv", "Namn;Värde\nÅ;1".encode("cp1252")),
    ],
)
def test_usual_kinds_of_files_are_kept(world: World, case: Any, name: str, content: bytes):
    upload(world.coordinator, case, name, content)

    evidence = Evidence.objects.get()
    assert get(world.coordinator, evidence).body == content


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.pdf", HTML),
        ("picture.png", SVG),
        ("picture.svg", SVG),
        ("page.html", HTML),
        ("program.exe", EXE),
        ("program.pdf", EXE),
        ("program.txt", EXE),
        ("double.pdf.exe", PDF),
        ("nothing", PDF),
        ("empty.pdf", b""),
        ("sheet.docx", XLSX),
        ("text.ods", ODT),
        ("macros.docx", MACROS),
        ("broken.docx", DOCX[:40]),
        ("archive.zip", DOCX),
    ],
)
def test_a_file_that_is_not_what_it_should_be_stays_out(
    world: World, case: Any, store: Path, name: str, content: bytes
):
    page = upload(world.coordinator, case, name, content)

    assert "file" in page.context["evidence_form"].errors
    assert not Evidence.objects.exists()
    assert not list(store.rglob("*.*"))


def test_a_refused_file_does_not_cost_the_text(world: World, case: Any):
    page = upload(world.coordinator, case, "page.pdf", HTML)

    assert Answer.objects.get(assessment__case=case, criterion__code="LED-01").level == 3
    assert "Så gör vi." in page.content.decode()


def test_a_file_over_the_limit_stays_out(world: World, case: Any, settings: Any):
    settings.EVIDENCE_MAX_BYTES = 1024

    page = upload(world.coordinator, case, "a.pdf", PDF + bytes(1024))

    assert "file" in page.context["evidence_form"].errors
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\windows\\a.pdf", "a.pdf"),
        ("/etc/shadow.pdf", "shadow.pdf"),
        ("a\u202efdp.pdf", "afdp.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie x.pdf"),
        ('rad"io;<b>.pdf', "rad io b .pdf"),
        ("Beslut  om   taxa.PDF", "Beslut om taxa.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_the_name_of_a_file_is_only_a_label(given: str, shown: str):
    assert evidence_files.label_of(given).replace("aSet", "a Set") == shown


def test_a_file_is_kept_by_case_and_content(draft: Evidence, store: Path):
    kept = [path.relative_to(store) for path in store.rglob("*") if path.is_file()]

    assert kept == [Path(str(draft.case_id)) / draft.sha256]


def test_the_same_file_is_stored_once(world: World, case: Any, draft: Evidence, store: Path):
    upload(world.coordinator, case, "igen.pdf", PDF)

    assert Evidence.objects.count() == 2
    assert len([path for path in store.rglob("*") if path.is_file()]) == 1


def test_a_file_is_handed_out_as_a_download_that_cannot_run(world: World, draft: Evidence):
    response = get(world.coordinator, draft)

    assert response["Content-Disposition"] == 'attachment; filename="beslut.pdf"'
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert "private" in response["Cache-Control"]


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "ftp://example.org/a", "file:///etc/passwd", "data:text/html,x"]
)
def test_only_web_addresses_are_links(world: World, case: Any, link: str):
    page = send(world.coordinator, case, link=link)

    assert "link" in page.context["evidence_form"].errors
    assert not Evidence.objects.exists()


def test_a_link_is_kept_and_never_fetched(world: World, case: Any):
    send(world.coordinator, case, link="https://example.invalid/beslut")

    assert get(world.coordinator, Evidence.objects.get()).url == "https://example.invalid/beslut"


def test_evidence_is_a_file_or_a_link_and_not_both(world: World, case: Any):
    both = send(
        world.coordinator,
        case,
        link="https://example.org",
        file=SimpleUploadedFile("a.pdf", PDF),
    )
    neither = send(world.coordinator, case)

    assert "link" in both.context["evidence_form"].errors
    assert "file" in neither.context["evidence_form"].errors


@pytest.mark.parametrize("who", ["neighbour_coordinator", "observer", "officer", "auditor"])
def test_the_evidence_of_a_draft_is_the_municipality_s_own(world: World, draft: Evidence, who: str):
    assert get(getattr(world, who), draft).status_code == 404


@pytest.mark.parametrize("who", ["coordinator", "signatory", "contributor"])
def test_the_municipality_reads_its_own_evidence(world: World, draft: Evidence, who: str):
    assert get(getattr(world, who), draft).status_code == 200


def test_somebody_signed_out_reads_no_evidence(draft: Evidence):
    assert Client().get(reverse("evidence", args=[draft.pk])).status_code == 302


def test_submitted_evidence_is_read_by_the_body_and_still_by_no_neighbour(
    world: World, case: Any, draft: Evidence
):
    drive.assess(world, case)

    assert get(world.officer, draft).status_code == 200
    assert get(world.auditor, draft).status_code == 200
    assert get(world.neighbour_coordinator, draft).status_code == 404
    snapshot = drive.fresh(case).self_assessment.snapshots.get()
    assert snapshot.content["answers"][0]["evidence"] == [draft.sha256]


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

    assert get(world.coordinator, Evidence.objects.get()).status_code == 302
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
