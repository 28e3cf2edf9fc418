"""The papers of a case, in the order of the process.

The later stages' rows are reached by their reverse names: a stage may not import a later one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from processes.case.models import Case, Evidence
from processes.case.reader import Reader
from processes.evidence import actions as evidence


@dataclass(frozen=True)
class Document:
    """One paper: what it is, when it became what it is, its hash, and where it can be read."""

    title: str
    at: datetime | None
    sha256: str = ""
    url: str = ""


def of(case: Case) -> list[Document]:
    """The frozen papers of a case."""
    return [*_beginning(case), *_snapshots(case), *_reports(case), *_decisions(case)]


@dataclass(frozen=True)
class Attached:
    """A piece of evidence on the list, and whether the reader may take it back here."""

    evidence: Evidence
    removable: bool


def evidence_of(case: Case, reader: Reader) -> dict[str, list[Attached]]:
    """The municipality's evidence and the body's own attachments, newest first."""
    found = evidence.visible_to(case, reader).select_related("added_by")
    rows = list(found.order_by("-added_at", "-pk"))
    for row in rows:
        row.case = case
    return {
        "evidence": [Attached(row, removable=False) for row in rows if not row.by_body],
        "attachments": [
            Attached(row, evidence.may_remove(row, reader)) for row in rows if row.by_body
        ],
    }


def _one(case: Case, name: str) -> Any:
    try:
        return getattr(case, name)
    except ObjectDoesNotExist:
        return None


def _address(name: str, **values: Any) -> str:
    try:
        return reverse(name, kwargs=values)
    except NoReverseMatch:
        return ""


def _beginning(case: Case) -> Iterator[Document]:
    application, agreement = _one(case, "application"), _one(case, "agreement")
    if application and application.submitted_at:
        url = _address("case_application", number=case.number)
        yield Document(_("Application"), application.submitted_at, url=url)
    if agreement and agreement.signed_at:
        url = _address("case_agreement", number=case.number)
        yield Document(_("Signed agreement"), agreement.signed_at, url=url)


def _snapshots(case: Case) -> Iterator[Document]:
    assessment = _one(case, "self_assessment")
    if assessment is None:
        return
    url = _address("case_assessment", number=case.number)
    for snapshot in assessment.snapshots.order_by("number"):
        title = _("Self-assessment as submitted, number %(number)s") % {"number": snapshot.number}
        yield Document(title, snapshot.taken_at, snapshot.sha256, url)


def _reports(case: Case) -> Iterator[Document]:
    audit = _one(case, "audit")
    if audit is None:
        return
    url = _address("case_audit", number=case.number)
    for report in audit.reports.exclude(sent_at=None).order_by("number"):
        words = _("Audit report %(number)s") if report.locked_at else _("Draft report %(number)s")
        title = words % {"number": report.number}
        yield Document(title, report.locked_at or report.sent_at, report.sha256, url)


def _decisions(case: Case) -> Iterator[Document]:
    decisions: Any = _one(case, "decisions")
    for decision in decisions.exclude(decided_at=None).order_by("number"):
        title = _("Decision: %(state)s") % {"state": decision.get_state_display()}
        url = _address("case_decision", number=case.number, n=decision.number)
        yield Document(title, decision.decided_at, decision.basis_sha256, url)
    certificate = _one(case, "certificate")
    if certificate is not None:
        title = _("Certificate %(number)s") % {"number": certificate}
        url = _address("certificate", number=str(certificate))
        yield Document(title, case.closed_at, url=url)
        url = _address("case_programme", number=case.number)
        yield Document(_("Programme of the cycle"), case.closed_at, url=url)
