"""Two bases of a decision side by side: what a corrected report changed in it."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from processes.audit.models import Finding
from processes.audit.report.models import Report
from processes.corrective_actions.models import Response
from processes.decision.gate_texts import TITLES

Basis = Mapping[str, Any]
NOTHING = "–"


class Difference(NamedTuple):
    """One thing that is otherwise in the new basis, in words."""

    what: str
    before: str
    now: str


def differences(before: Basis, now: Basis) -> list[Difference]:
    """What differs between two frozen bases, the report first and the gates last."""
    pairs = ((words, _told(before, read), _told(now, read)) for words, read in _parts(before, now))
    return [Difference(words, *said) for words, *said in pairs if said[0] != said[1]]


def _told(basis: Basis, read: Any) -> str:
    return str(capfirst(read(basis))) or NOTHING


def _parts(before: Basis, now: Basis) -> Iterator[tuple[str, Any]]:
    yield _("Report"), lambda basis: basis["report"] or ""
    yield _("Recommendation to the decision maker"), _recommendation
    for code in _codes("criteria", "code", before, now):
        yield code, _reader(_level, "criteria", "code", code)
    for code in _codes("nonconformities", "criterion", before, now):
        title = _("%(code)s, nonconformity") % {"code": code}
        yield title, _reader(_answer, "nonconformities", "criterion", code)
    for key in _codes("gates", "key", before, now):
        yield str(TITLES[key]), _reader(_gate, "gates", "key", key)


def _codes(part: str, name: str, *bases: Basis) -> list[str]:
    """What either basis lists, in the order of the newer."""
    listed = (row[name] for basis in reversed(bases) for row in basis[part])
    return list(dict.fromkeys(listed))


def _reader(words: Any, part: str, name: str, value: str) -> Any:
    def read(basis: Basis) -> str:
        found = [row for row in basis[part] if row[name] == value]
        return words(found[0]) if found else ""

    return read


def _recommendation(basis: Basis) -> str:
    given = basis["recommendation"]
    return str(Report.Recommendation(given).label) if given else ""


def _level(row: Mapping[str, Any]) -> str:
    said = {"found": row["found"], "counted": row["counted"]}
    if row["found"] == row["counted"]:
        return _("level %(found)s") % said
    return _("level %(found)s, counts as %(counted)s") % said


def _answer(row: Mapping[str, Any]) -> str:
    grade = Finding.Grade(row["grade"]).label
    return f"{grade}, {Response.State(row['answer']).label}"


def _gate(row: Mapping[str, Any]) -> str:
    return _("Met") if row["met"] else _("Not met")
