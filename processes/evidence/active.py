"""Whether a document runs something by itself or fetches something from elsewhere.

Macros and scripts of every kind, objects of other programs, fields and formulas that ask elsewhere
(``evidence_asking``), actions of a pdf, and templates or parts that lie elsewhere. What cannot be
looked into (locked, or larger inside than we read) counts as doing so. The work is bounded: a
document is read up to ``MOST_BYTES``, whatever it unpacks to.
"""

import io
import re
import struct
import zlib
from collections.abc import Iterator
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from processes.evidence.asking import office_asks, open_document_asks

MOST_MEMBERS = 2_000
MOST_DIRECTORY = 256 * 1024
MOST_BYTES = 32 * 1024**2

END, END_SIZE = b"PK\x05\x06", 22
LARGE_END = b"PK\x06\x07"


def is_bounded(content: bytes) -> bool:
    """The zip's list of contents is as short as a document's: read before it is unpacked."""
    place = content.rfind(END, max(0, len(content) - END_SIZE - 0xFFFF))
    if place < 0 or len(content) < place + END_SIZE or LARGE_END in content[place - 20 : place]:
        return False
    count, size = struct.unpack_from("<HI", content, place + 10)
    return count <= MOST_MEMBERS and size <= MOST_DIRECTORY


def office_acts(archive: ZipFile) -> bool:
    """A docx or xlsx has macros, controls or packed objects, or asks elsewhere for something."""
    return _office_acts(archive, Room())


def _office_acts(archive: ZipFile, room: "Room", *, is_inner: bool = False) -> bool:
    names = archive.namelist()
    alike = len({name.lower() for name in names}) < len(names)
    inner = [name for name in names if INNER.search(name)]
    if alike or any(map(ACTIVE.search, names)) or (inner and is_inner):
        return True
    read = [name for name in names if name.lower().endswith((".xml", ".rels"))]
    for name, text in zip(read, room.texts(archive, read), strict=True):
        if _tells_parts(name):
            if any(map(_is_active, _attributes(text))):
                return True
        elif office_asks(text):
            return True
    return any(_inner_acts(text, room) for text in room.texts(archive, inner))


def _inner_acts(content: bytes, room: "Room") -> bool:
    """The table behind a chart, packed inside, must be as harmless as the whole."""
    if not is_bounded(content):
        return True
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            return _office_acts(archive, room, is_inner=True)
    except BadZipFile:
        return True


def _tells_parts(name: str) -> bool:
    return name.lower() == "[content_types].xml" or name.lower().endswith(".rels")


INNER = re.compile(r"/embeddings/[^/]*\.(xlsx|docx)$", re.IGNORECASE)
ACTIVE = re.compile(
    r"vbaproject|vbadata|macro|activex|/control$|/ui/extensibility|oleobject"
    r"|/embeddings/(?![^/]*\.(?:xlsx|docx)$)",
    re.IGNORECASE,
)
LINKS = ("/hyperlink", "/externalLinkPath")
ON_A_DRIVE = re.compile(r"(file:///)?[A-Za-z]:", re.IGNORECASE)


def _is_active(said: dict[str, str]) -> bool:
    kind = said.get("Type", "")
    if ACTIVE.search(said.get("ContentType", "")) or ACTIVE.search(kind):
        return True
    outside = said.get("TargetMode", "").lower() == "external"
    return outside and not kind.endswith(LINKS) and not _is_own_template(said)


def _is_own_template(said: dict[str, str]) -> bool:
    """Text processors note the template on the author's own disk: nobody else's is fetched."""
    template = said.get("Type", "").endswith("/attachedTemplate")
    return template and ON_A_DRIVE.match(said.get("Target", "")) is not None


def open_document_acts(archive: ZipFile) -> bool:
    """An odt or ods has Basic or other scripts, calls some, asks elsewhere, or is locked."""
    names = archive.namelist()
    folders = {part.lower() for name in names for part in name.split("/")[:-1]}
    read = [name for name in names if name.lower().endswith(".xml")]
    return bool(folders & {"basic", "scripts"}) or any(
        ACTS_IN_TEXT.search(text) is not None or open_document_asks(text)
        for text in Room().texts(archive, read)
    )


ACTS_IN_TEXT = re.compile(
    rb"vnd\.sun\.star\.script|event-listener|<\w+:script[\s>]|encryption-data"
)


class TooLargeError(Exception):
    """More inside than is read, or than can be."""


class Room:
    """How much is still read of a document, with all that is packed inside."""

    def __init__(self) -> None:
        self._left = MOST_BYTES

    def texts(self, archive: ZipFile, names: list[str]) -> Iterator[bytes]:
        """The parts of these names. Raises TooLargeError where the room ends."""
        for name in names:
            with archive.open(name) as file:
                text = file.read(self._left + 1)
            self._left -= len(text)
            if self._left < 0:
                raise TooLargeError
            yield text


def _attributes(text: bytes) -> list[dict[str, str]]:
    """The attributes of every element. Raises for what is no XML, or defines its own words."""
    found: list[dict[str, str]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda _name, attributes: found.append(attributes)
    parser.StartDoctypeDeclHandler = _refuse
    parser.Parse(text, True)
    return found


def _refuse(*_said: object) -> None:
    raise TooLargeError


def _spelt(name: str) -> bytes:
    """A name as a pdf may spell it: each letter itself or as in #4A."""
    letters = (f"(?:{letter}|#{ord(letter):02x}|#{ord(letter):02X})" for letter in name)
    return ("/" + "".join(letters)).encode()


PDF_ACTS = re.compile(
    b"|".join(
        _spelt(name)
        for name in ("JavaScript", "Launch", "RichMedia", "ImportData", "SubmitForm", "Rendition")
    )
    + b"|"
    + _spelt("XFA")
    + rb"(?=[\s\[<(\d])"
)
PACKED = re.compile(_spelt("ObjStm"))
LOCKED = re.compile(_spelt("Encrypt") + rb"(?=[\s<\d])")
STREAM = re.compile(rb"stream\r?\n")
MOST_PACKED = 2_000
NEAR = 4_096


def pdf_acts(content: bytes) -> bool:
    """A pdf runs scripts, opens programs or sends forms, or hides whether it does."""
    if PDF_ACTS.search(content):
        return True
    packed = [found.start() for found in PACKED.finditer(content)]
    if not packed:
        return False
    if len(packed) > MOST_PACKED or LOCKED.search(content):
        return True
    try:
        return any(map(PDF_ACTS.search, _unpacked(content, packed)))
    except (TooLargeError, zlib.error):
        return True


def _unpacked(content: bytes, places: list[int]) -> Iterator[bytes]:
    """The packed objects whose descriptions stand at these places. Each byte is read once."""
    unread, room = len(content), MOST_BYTES
    for place in places:
        begin = STREAM.search(content, place, place + NEAR)
        end = content.find(b"endstream", begin.end()) if begin else -1
        if begin is None or end < 0 or (unread := unread - (end - begin.end())) < 0:
            raise TooLargeError
        unpacking = zlib.decompressobj()
        text = unpacking.decompress(content[begin.end() : end], room)
        if unpacking.unconsumed_tail or (room := room - len(text)) <= 0:
            raise TooLargeError
        yield text


def acts(ending: str, content: bytes) -> bool:
    """A document does something by itself. A zip is one whose list ``is_bounded``."""
    if ending == ".pdf":
        return pdf_acts(content)
    judges = {".docx": office_acts, ".xlsx": office_acts}
    judges |= {".odt": open_document_acts, ".ods": open_document_acts}
    if ending not in judges:
        return False
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            return judges[ending](archive)
    except (TooLargeError, expat.ExpatError):
        return True
