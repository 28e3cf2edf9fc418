"""The criteria of an edition as a table: one row each, in both languages.

Columns: id, area ("Swedish / English"), title_sv, title_en, kind (must or should), guidance_sv,
guidance_en, evidence_sv, evidence_en; in_surveillance (yes or no) may be left out: must criteria
are then included. The area's code is the id's letters before the hyphen.
"""

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from processes import addresses

TEXTS = ("title_sv", "title_en", "guidance_sv", "guidance_en", "evidence_sv", "evidence_en")
COLUMNS = ("id", "area", "kind", *TEXTS)
KINDS = ("must", "should")
YES_OR_NO = {"": None, "yes": True, "ja": True, "no": False, "nej": False}
LONGEST = {"id": 12, "title_sv": 120, "title_en": 120}
LONGEST_TEXT = 10_000
AREA_LONGEST = 100
DELIMITERS = (";", ",", "\t")
EXAMPLES = (
    (
        *("LED-01", "Ledning / Leadership", "must"),
        *("Kommunen har ett mål för sin service", "The municipality has a goal for its service"),
        *("Målet ska vara beslutat.", "The goal must have been decided."),
        *("Protokoll med beslutet", "Minutes with the decision", "yes"),
    ),
    (
        *("LED-02", "Ledning / Leadership", "should"),
        *("Målet följs upp varje år", "The goal is followed up every year"),
        *("Uppföljningen ska vara skriftlig.", "The follow-up must be in writing."),
        *("Senaste uppföljningen", "The latest follow-up", "no"),
    ),
)
MOST_ROWS = 1_000
MOST_ERRORS = 50


@dataclass(frozen=True)
class AreaRow:
    """An area as the table names it."""

    code: str
    title_sv: str
    title_en: str


@dataclass(frozen=True)
class CriterionRow:
    """One criterion of the table."""

    code: str
    area: AreaRow
    kind: str
    in_surveillance: bool
    texts: Mapping[str, str]


def decoded(content: bytes) -> str:
    """The text of a file as a spreadsheet saves it: UTF-8, UTF-16 or Windows-1252.

    Raises ValueError for what is no text at all.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def template() -> bytes:
    """A file to begin from: the columns, and two criteria as examples, for a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow((*COLUMNS, "in_surveillance"))
    writer.writerows(EXAMPLES)
    return out.getvalue().encode("utf-8-sig")


def parse(content: str) -> tuple[list[CriterionRow], list[str]]:
    """The criteria of a CSV text, and every error with its row number, in words for the user."""
    first = content.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.DictReader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True)
    try:
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            return [], [_("Columns are missing: %(names)s.") % {"names": ", ".join(missing)}]
        return check(reader)
    except csv.Error as error:
        return [], [_("The file cannot be read as CSV: %(error)s.") % {"error": error}]


def check(table: Iterable[Mapping[str, str | None]]) -> tuple[list[CriterionRow], list[str]]:
    """The criteria of a table's rows, and every error; the first row is number 2."""
    found: list[CriterionRow] = []
    errors: list[str] = []
    seen: set[str] = set()
    areas: dict[str, AreaRow] = {}
    for number, raw in enumerate(table, start=2):
        if number > MOST_ROWS + 1 or len(errors) >= MOST_ERRORS:
            errors.append(
                _("The rest of the file, from row %(number)d, was not read.") % {"number": number}
            )
            break
        row = {name: _cell(raw.get(name)) for name in (*COLUMNS, "in_surveillance")}
        faults = [*_faults(row), *_clashes(row, seen, areas)]
        errors += [_("Row %(number)d: %(fault)s") % {"number": number, "fault": f} for f in faults]
        if not faults:
            found.append(_criterion(row))
            seen.add(row["id"])
            areas.setdefault(found[-1].area.code, found[-1].area)
    if not found and not errors:
        errors.append(_("The file has no criteria."))
    return found, errors


def _cell(raw: str | None) -> str:
    """A cell as it is kept: letters composed, as they are typed, and no empty ends."""
    return unicodedata.normalize("NFC", raw or "").strip()


def _faults(row: Mapping[str, str]) -> Iterator[str]:
    for name in COLUMNS:
        longest = LONGEST.get(name, LONGEST_TEXT)
        if not row[name]:
            yield _("%(column)s is empty.") % {"column": name}
        elif len(row[name]) > longest:
            words = _("%(column)s is longer than %(limit)d characters.")
            yield words % {"column": name, "limit": longest}
        if "\0" in row[name]:
            yield _("%(column)s has a character that is no text.") % {"column": name}
    if row["kind"] and row["kind"] not in KINDS:
        yield _("kind must be must or should, not “%(value)s”.") % {"value": row["kind"]}
    if row["in_surveillance"].lower() not in YES_OR_NO:
        yield _("in_surveillance must be yes or no, not “%(value)s”.") % {
            "value": row["in_surveillance"]
        }
    yield from _area_faults(row["area"], row["id"])


def _area_faults(area: str, code: str) -> Iterator[str]:
    titles = [part.strip() for part in area.split(" / ")]
    if area and (len(titles) != 2 or not all(titles)):
        yield _("area must be written “Swedish / English”.")
    if any(len(title) > AREA_LONGEST for title in titles):
        yield _("The name of the area is longer than %(limit)d characters.") % {
            "limit": AREA_LONGEST
        }
    try:
        addresses.criterion_code(code or "LED-01")
    except ValidationError:
        yield _("id must be written like LED-01: the letters name the area.")


def _clashes(row: Mapping[str, str], seen: set[str], areas: Mapping[str, AreaRow]) -> Iterator[str]:
    if row["id"] in seen:
        yield _("id %(code)s is used twice.") % {"code": row["id"]}
    known = areas.get(row["id"].partition("-")[0])
    if known and " / ".join((known.title_sv, known.title_en)) != row["area"]:
        yield _("area %(code)s has another name in an earlier row.") % {"code": known.code}


def _criterion(row: Mapping[str, str]) -> CriterionRow:
    title_sv, title_en = (part.strip() for part in row["area"].split(" / "))
    included = YES_OR_NO[row["in_surveillance"].lower()]
    return CriterionRow(
        code=row["id"],
        area=AreaRow(row["id"].partition("-")[0], title_sv, title_en),
        kind=row["kind"],
        in_surveillance=row["kind"] == "must" if included is None else included,
        texts={name: row[name] for name in TEXTS},
    )
