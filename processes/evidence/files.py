"""What a file may be, and whether it is what its name says. The name is never trusted."""

import re
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO
from zipfile import ZipFile

import puremagic
from django.utils.translation import gettext as _

from processes.evidence import active as evidence_active
from workflow.exceptions import Refused

OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."


@dataclass(frozen=True)
class Kind:
    """A kind of file we accept: the type it is served as, and what its content must show.

    ``member`` is a file that must be inside a zip; a kind without magic or member is plain text.
    """

    content_type: str
    magic: str = ""
    member: str = ""


KINDS = {
    ".pdf": Kind("application/pdf", magic=".pdf"),
    ".png": Kind("image/png", magic=".png"),
    ".jpg": Kind("image/jpeg", magic=".jpg"),
    ".jpeg": Kind("image/jpeg", magic=".jpg"),
    ".docx": Kind(f"{OFFICE}wordprocessingml.document", ".docx", "word/document.xml"),
    ".xlsx": Kind(f"{OFFICE}spreadsheetml.sheet", ".xlsx", "xl/workbook.xml"),
    ".odt": Kind(f"{OPEN_DOCUMENT}text", ".odt", "mimetype"),
    ".ods": Kind(f"{OPEN_DOCUMENT}spreadsheet", ".ods", "mimetype"),
    ".txt": Kind("text/plain"),
    ".csv": Kind("text/csv"),
}
ACCEPT = ",".join(KINDS)
IN_WORDS = "pdf, png, jpg, docx, xlsx, odt, ods, txt, csv"

LONGEST_NAME = 120
LONGEST_ENDING = 20
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def label_of(name: str) -> str:
    """A file name fit to show: no folders, no invisible or reserved characters, not too long."""
    plain = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    shown = "".join(c for c in plain if unicodedata.category(c)[0] != "C")
    tidy = re.sub(r'[<>:"|?*;%\s]+', " ", shown).strip(" .")
    stem, ending = PurePath(tidy).stem, PurePath(tidy).suffix.lower()[:LONGEST_ENDING]
    return f"{stem[:LONGEST_NAME]}{ending}" or "file"


def title_of(name: str) -> str:
    """What a file without a title of its own is called: its name, as words."""
    return PurePath(label_of(name)).stem.replace("_", " ").strip() or label_of(name)


def kind_of(name: str, file: BinaryIO) -> Kind:
    """The kind of file, if its name is allowed and its content agrees. Raises Refused."""
    ending = PurePath(label_of(name)).suffix
    kind = KINDS.get(ending)
    if kind is None:
        words = _("This kind of file cannot be used. Choose one of these: %(kinds)s.")
        raise Refused(words % {"kinds": IN_WORDS}, code="file_kind")
    file.seek(0)
    head = file.read()
    file.seek(0)
    if not head:
        raise Refused(_("The file is empty."), code="file_empty")
    if not _agrees(kind, head, file):
        words = _("The content of the file is not what its name says (%(ending)s).")
        raise Refused(words % {"ending": ending}, code="file_not_its_kind")
    if evidence_active.acts(ending, head):
        raise Refused(
            _(
                "The file is locked, or has macros, scripts, objects of other programs or parts "
                "that are fetched from elsewhere. Save it as a plain pdf and choose that instead."
            ),
            code="file_active",
        )
    return kind


def _agrees(kind: Kind, content: bytes, file: BinaryIO) -> bool:
    if not kind.magic:
        return _is_text(content)
    if kind.magic not in _found(content):
        return False
    return not kind.member or (evidence_active.is_bounded(content) and _is_document(kind, file))


def _found(content: bytes) -> set[str]:
    try:
        return {match.extension for match in puremagic.magic_string(content)}
    except puremagic.PureError:
        return set()


def _is_text(content: bytes) -> bool:
    """Text in a usual encoding, without the characters that only programs use."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return CONTROL.search(content.decode(encoding)) is None
        except UnicodeDecodeError:
            continue
    return False


def _is_document(kind: Kind, file: BinaryIO) -> bool:
    """The zip holds the document it should."""
    try:
        with ZipFile(file) as archive:
            names = archive.namelist()
            if kind.member == "mimetype":
                info = archive.getinfo("mimetype")
                return info.file_size < 200 and archive.read(info).decode() == kind.content_type
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError, RuntimeError, NotImplementedError):
        return False
    finally:
        file.seek(0)
    return kind.member in names and "[Content_Types].xml" in names
