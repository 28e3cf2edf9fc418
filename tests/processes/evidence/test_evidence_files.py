"""Hostile files, names and links stay out."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from processes.evidence import files as evidence_files
from processes.models import Answer, Evidence
from tests.support import drive
from tests.support.evidencing import PDF, get, send, upload
from tests.support.world import World

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(40)
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(40)
HTML = b"<!doctype html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
EXE = b"MZ\x90\x00" + bytes(60)


def archive(**members: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name, text in members.items():
            file.writestr(zipfile.ZipInfo(name), text)
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


@pytest.fixture
def draft(world: World, case: Any) -> Evidence:
    """A file attached to an answer that is not submitted."""
    upload(world.coordinator, case, "beslut.pdf", PDF)
    return Evidence.objects.get()


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


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "ftp://example.org/a", "file:///etc/passwd", "data:text/html,x"]
)
def test_only_web_addresses_are_links(world: World, case: Any, link: str):
    page = send(world.coordinator, case, link=link)

    assert "link" in page.context["evidence_form"].errors
    assert not Evidence.objects.exists()


def test_a_link_is_kept_and_never_fetched(world: World, case: Any):
    send(world.coordinator, case, link="https://example.invalid/beslut")

    page = get(world.coordinator, Evidence.objects.get())
    assert page.context["host"] == "example.invalid"
    assert 'href="https://example.invalid/beslut"' in page.content.decode()


def test_evidence_is_a_file_or_a_link_and_not_both(world: World, case: Any):
    both = send(
        world.coordinator,
        case,
        link="https://example.org",
        file=SimpleUploadedFile("a.pdf", PDF),
    )
    neither = send(world.coordinator, case)
    no_words = send(world.coordinator, case, title="", link="https://example.org/plan")

    assert "link" in both.context["evidence_form"].errors
    assert "file" in neither.context["evidence_form"].errors
    assert "title" in no_words.context["evidence_form"].errors
