"""A document that runs something by itself, or fetches something, stays out: with bounded work."""

import zlib
from pathlib import Path
from typing import Any

import pytest

from processes.evidence import active as evidence_active
from processes.models import Evidence
from tests.processes.evidence.test_evidence_files import archive
from tests.support import drive
from tests.support.evidencing import upload

TYPES = "<Types><Override PartName='/word/document.xml' ContentType='a/xml'/></Types>"
RELS = "<Relationships><Relationship {0}/></Relationships>"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
VBA = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
TEXT = "application/vnd.oasis.opendocument.text"


def docx(**members: Any) -> bytes:
    usual = {"[Content_Types].xml": TYPES, "word/document.xml": "<d/>"}
    return archive(**{**usual, **members})


def related(attributes: str) -> bytes:
    return docx(**{"word/_rels/document.xml.rels": RELS.format(attributes)})


def xlsx(**members: str) -> bytes:
    usual = {"[Content_Types].xml": TYPES, "xl/workbook.xml": "<w/>"}
    return archive(**{**usual, **members})


def field(*pieces: str) -> str:
    """A field of a text processor, told in pieces."""
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return f"<w:fldChar w:fldCharType='begin'/>{runs}<w:fldChar w:fldCharType='end'/>"


def odt(**members: str) -> bytes:
    return archive(mimetype=TEXT, **members)


def pdf(body: bytes) -> bytes:
    return b"%PDF-1.7\n" + body + b"\ntrailer <<>>\n%%EOF\n"


def packed(objects: bytes, more: bytes = b"") -> bytes:
    stream = zlib.compress(objects)
    head = b"1 0 obj <</Type /ObjStm /Filter /FlateDecode" + more + b">>\nstream\r\n"
    return pdf(head + stream + b"\nendstream endobj")


SCRIPT = b"<</S /JavaScript /JS (app.alert(1))>>"
ACTIVE = {
    "renamed.docx": docx(
        **{
            "[Content_Types].xml": TYPES.replace("a/xml", "application/vnd.ms-office.vbaProject"),
            "word/harmless.bin": "x",
        }
    ),
    "spelt.docx": docx(
        **{"[Content_Types].xml": TYPES.replace("a/xml", "a/vba&#80;roject.macroEnabled")}
    ),
    "related.docx": related(f"Type='{VBA}' Target='x.bin'"),
    "template.docx": related(
        f"Type='{KINDS}attachedTemplate' Target='https://example.org/t.dotm' TargetMode='External'"
    ),
    "share.docx": related(
        f"Type='{KINDS}attachedTemplate' Target='file:///\\\\h\\t.dotm' TargetMode='External'"
    ),
    "object.docx": related(f"Type='{KINDS}oleObject' Target='http://e.org' TargetMode='External'"),
    "defined.docx": docx(**{"[Content_Types].xml": f"<!DOCTYPE a [<!ENTITY b 'c'>]>{TYPES}"}),
    "broken.docx": docx(**{"[Content_Types].xml": "<Types"}),
    "dde.docx": docx(**{"word/document.xml": field("DDEAUTO c:\\\\cmd.exe")}),
    "split.docx": docx(**{"word/document.xml": field(" DD", "E&#65;UTO c:")}),
    "simple.docx": docx(**{"word/footer1.xml": "<w:fldSimple w:instr=' ddeauto c: '/>"}),
    "picture.docx": docx(**{"word/document.xml": field('INCLUDEPICTURE "http://e.org/a"')}),
    "hidden.docx": docx(**{"word/document.xml": field("DD<!-- -->E c:")}),
    "wide.docx": docx(**{"word/document.xml": "<d/>\0"}),
    "packed.docx": docx(**{"word/embeddings/oleObject1.bin": "x"}),
    "package.docx": docx(**{"word/embeddings/a.exe": "x"}),
    "broken inside.docx": docx(**{"word/embeddings/a.xlsx": "x"}),
    "dde.xlsx": xlsx(**{"xl/externalLinks/externalLink1.xml": "<ddeLink ddeService='cmd'/>"}),
    "ole.xlsx": xlsx(**{"xl/externalLinks/externalLink1.xml": "<x:oleLink r:id='1'/>"}),
    "formula.xlsx": xlsx(**{"xl/worksheets/sheet1.xml": "<c><f>cmd|'/c calc'!A0</f></c>"}),
    "name.xlsx": xlsx(**{"xl/workbook.xml": "<definedName name='a'>cmd|x!y</definedName>"}),
    "web.xlsx": xlsx(**{"xl/worksheets/sheet1.xml": "<f>_xlfn.WEBSERVICE(A1)</f>"}),
    "dde.odt": odt(**{"content.xml": "<text:dde-connection-decl/>"}),
    "ole.odt": odt(**{"content.xml": "<draw:object-ole xlink:href='./Object 1'/>"}),
    "frame.odt": odt(**{"content.xml": "<draw:floating-frame xlink:href='http://e.org'/>"}),
    "image.odt": odt(**{"content.xml": "<draw:image xlink:href='https://e.org/a.png'/>"}),
    "formula.ods": odt(**{"content.xml": "<c table:formula='of:=D&#68;E(&quot;cmd&quot;)'/>"}),
    "basic.odt": odt(**{"Basic/Standard/Module1.xml": "<m/>"}),
    "python.odt": odt(**{"Scripts/python/a.py": "print()"}),
    "inner.odt": odt(**{"Object 1/Basic/Standard/Module1.xml": "<m/>"}),
    "event.odt": odt(**{"content.xml": "<d><script:event-listener/></d>"}),
    "call.odt": odt(**{"content.xml": "<a href='vnd.sun.star.script:Standard.M.f'/>"}),
    "locked.odt": odt(**{"META-INF/manifest.xml": "<manifest:encryption-data/>"}),
    "script.pdf": pdf(SCRIPT),
    "spelt.pdf": pdf(b"<</S /J#61vaScript /JS (app.alert(1))>>"),
    "packed.pdf": packed(SCRIPT),
    "launch.pdf": pdf(b"<</S /Launch /F (cmd.exe)>>"),
    "form.pdf": pdf(b"<</XFA [1 0 R]>>"),
    "locked.pdf": packed(b"<<>>", b"/Encrypt 3 0 R"),
    "odd.pdf": pdf(b"<</Type /ObjStm /Filter /LZWDecode>>\nstream\nxxxx\nendstream"),
}
PLAIN = {
    "linked.docx": related(
        f"Type='{KINDS}hyperlink' Target='https://example.org' TargetMode='External'"
    ),
    "own.docx": related(
        f"Type='{KINDS}attachedTemplate' Target='file:///C:\\Brev.dotx' TargetMode='External'"
    ),
    "fields.docx": docx(
        **{"word/document.xml": field("PAGE") + field('HYPERLINK "https://e.org/link?dde"')}
    ),
    "words.docx": docx(**{"word/document.xml": "<w:t>DDEAUTO | LINK</w:t>"}),
    "chart.docx": docx(**{"word/embeddings/Microsoft_Excel_Sheet.xlsx": xlsx()}),
    "formula.xlsx": xlsx(
        **{"xl/worksheets/sheet1.xml": "<f>A1&amp;&quot;|&quot;&amp;'a|b'!B1</f>"}
    ),
    "chart.odt": odt(
        **{"content.xml": "<draw:object href='./Object 1'/><draw:image href='Pictures/a'/>"}
    ),
    "linked.odt": odt(**{"content.xml": "<text:a xlink:href='https://e.org'>DDE</text:a>"}),
    "usual.odt": odt(**{"content.xml": "<d><office:scripts/></d>"}),
    "packed.pdf": packed(b"<</Type /Page>>"),
    "first.pdf": pdf(b"<</OpenAction [3 0 R /Fit]>>"),
    "locked.pdf": pdf(b"<</Encrypt 3 0 R>>"),
}


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Path:
    """Files of a test go away with it."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.mark.parametrize("name", ACTIVE)
def test_a_document_that_acts_by_itself_is_found(name):
    assert evidence_active.acts(Path(name).suffix, ACTIVE[name])


@pytest.mark.parametrize("name", PLAIN)
def test_a_document_that_only_lies_there_is_not(name):
    assert not evidence_active.acts(Path(name).suffix, PLAIN[name])


@pytest.mark.parametrize("name", ["renamed.docx", "basic.odt", "script.pdf"])
def test_it_stays_out_and_the_page_says_what_to_do(world, store, name):
    case = drive.accept(world, drive.apply(world))

    page = upload(world.coordinator, case, name, ACTIVE[name])

    assert "pdf" in page.context["evidence_form"].errors["file"][0]
    assert not Evidence.objects.exists()


def many(number: int) -> bytes:
    return docx(**{f"a{n}": "" for n in range(number)})


def test_the_number_of_parts_of_a_zip_is_bounded_before_it_is_unpacked():
    assert evidence_active.is_bounded(many(1_000))
    assert not evidence_active.is_bounded(many(2_001))
    assert not evidence_active.is_bounded(b"PK\x05\x06")
    assert not evidence_active.is_bounded(b"PK")


HUGE = "a" * (evidence_active.MOST_BYTES + 1)
LARGE = {"word/a.xml": HUGE[: evidence_active.MOST_BYTES * 2 // 3]}


@pytest.mark.parametrize(
    ("ending", "content"),
    [
        (".odt", odt(**{"content.xml": HUGE})),
        (".docx", docx(**{"[Content_Types].xml": HUGE})),
        (".docx", docx(**{f"word/embeddings/{n}.xlsx": docx(**LARGE) for n in "ab"})),
        (".xlsx", docx(**{"xl/a.xml": "<f>a" * 2_000_000 + "|"})),
        (".docx", docx(**{"word/a.xml": "<w:instrText>" * 1_000_000, "b.xml": "<ddeLink/>"})),
        (".docx", docx(**{"word/a.xml": "<!--" * 4_000_000})),
        (".ods", odt(**{"content.xml": "formula='" * 2_000_000, "b.xml": "<a:applet/>"})),
        (".ods", odt(**{"content.xml": "<a:image " * 1_000_000, "b.xml": "<a:applet/>"})),
        (".pdf", packed(HUGE.encode())),
        (".pdf", pdf(b"<</Type /ObjStm>>stream\n" * 1_900 + bytes(9_000_000) + b"endstream")),
        (".pdf", pdf(b"/ObjStm" * 100_000)),
    ],
)
@pytest.mark.timeout(60)  # what looks at each byte anew for each byte would take days
def test_work_is_bounded_whatever_is_packed_inside(ending, content):
    assert evidence_active.acts(ending, content)
