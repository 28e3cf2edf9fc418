"""Whether the text of a document asks another program, or another place, for something.

Fields of a text processor (DDE, linked and included files), formulas of a spreadsheet, and the
elements for objects of other programs. Found by patterns over the bytes, each of which passes a
part once: what it costs must not depend on how the part is built. A part that is not written as
UTF-8, has a comment without an end, or more fields than ``MOST`` counts as asking.
"""

import html
import re
from collections.abc import Iterable
from itertools import islice

MOST = 200_000
OF_A_FIELD = re.compile(
    rb"<(?:\w+:)?(?P<mark>fldChar)\b"
    rb"|<(?:\w+:)?instrText\b(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*>(?P<piece>[^<]+)"
    rb"|\binstr\s*=\s*(?P<whole>\"[^\"<]+\"|'[^'<]+')"
)
FIELD = re.compile(
    r"^[\s\"']*(DDE|DDEAUTO|LINK|INCLUDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|DATABASE)\b",
    re.IGNORECASE | re.MULTILINE,
)
OF_A_FORMULA = re.compile(
    rb"<(?:\w+:)?(?:f|definedName|formula[12]?)(?:\s(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)?>"
    rb"(?P<piece>[^<]+)"
    rb"|\bformula\s*=\s*(?P<whole>\"[^\"<]+\"|'[^'<]+')"
)
QUOTED = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")
FORMULA = re.compile(r"\||\bDDE\s*\(|\bWEBSERVICE\s*\(", re.IGNORECASE)
"""Outside of quotes a line parts a program from what it is asked, and stands for nothing else."""
OFFICE_OBJECT = re.compile(rb"<(?:\w+:)?(?:ddeLink|oleLink|OLEObject)\b")
OPEN_OBJECT = re.compile(
    rb"<\w+:(?:dde-[\w-]+|object-ole|plugin|applet|floating-frame)\b"
    rb"|<\w+:(?:image|object|fill-image)\b[^<>]*?href\s*=\s*[\"'](?:\s*\w+:|//)"
)


def office_asks(text: bytes) -> bool:
    """A part of a docx or xlsx asks elsewhere."""
    return _asks(text, OFFICE_OBJECT)


def open_document_asks(text: bytes) -> bool:
    """A part of an odt or ods asks elsewhere."""
    return _asks(text, OPEN_OBJECT)


def _asks(text: bytes, objects: re.Pattern[bytes]) -> bool:
    if b"\0" in text:
        return True
    first, *others = text.split(b"<!--")
    ends = [other.partition(b"-->") for other in others]
    if not all(end for _comment, end, _after in ends):
        return True
    text = b"".join([first, *(after for _comment, _end, after in ends)])
    text = text.replace(b"<![CDATA[", b"").replace(b"]]>", b"")
    return objects.search(text) is not None or _fields_ask(text) or _formulas_ask(text)


def _fields_ask(text: bytes) -> bool:
    """A field may be told in several pieces; each field gets a line."""
    if b"instr" not in text:
        return False
    found = list(islice(OF_A_FIELD.finditer(text), MOST + 1))
    pieces = (one["piece"] or b"\n" + (one["whole"] or b"") for one in found)
    return len(found) > MOST or FIELD.search(_told(pieces)) is not None


def _formulas_ask(text: bytes) -> bool:
    small = text.lower()
    if not any(sign in small for sign in (b"|", b"&#", b"dde", b"webservice")):
        return False
    found = list(islice(OF_A_FORMULA.finditer(text), MOST + 1))
    lines = (one["piece"] or one["whole"][1:-1] for one in found)
    told = _told(line.replace(b"\n", b" ") + b"\n" for line in lines)
    return len(found) > MOST or FORMULA.search(QUOTED.sub("", told)) is not None


def _told(pieces: Iterable[bytes]) -> str:
    return html.unescape(b"".join(pieces).decode("utf-8", "replace"))
