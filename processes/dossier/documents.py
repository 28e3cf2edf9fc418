"""The papers of a case, in the order of the process, as its stages know them."""

from dataclasses import dataclass

from processes.case.models import Case, Evidence
from processes.case.reader import Reader
from processes.evidence import actions as evidence
from processes.stages import Paper, entries


def of(case: Case) -> list[Paper]:
    """The frozen papers of a case, in the order in which they are made."""
    return [paper for entry in entries() for paper in entry.papers(case)]


@dataclass(frozen=True)
class Attached:
    """A piece of evidence on the list, and whether the reader may take it back here."""

    evidence: Evidence
    removable: bool


def evidence_of(case: Case, reader: Reader) -> dict[str, list[Attached]]:
    """The municipality's evidence and the body's own attachments, newest first."""
    found = (
        evidence.visible_to(case, reader).select_related("added_by").prefetch_related("messages")
    )
    rows = list(found.order_by("-added_at", "-pk"))
    for row in rows:
        row.case = case
    return {
        "evidence": [Attached(row, removable=False) for row in rows if not row.by_body],
        "attachments": [
            Attached(row, evidence.may_remove(row, reader)) for row in rows if row.by_body
        ],
    }
