"""Changes of the report: draft, comments, lock."""

import re
from datetime import datetime
from typing import Any

from django.db import transaction

from processes.audit.reports import Report, SentenceComment
from processes.case.actions import canonical_hash
from workflow.transitions import perform


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, in order; the unit the municipality comments on."""
    parts = re.split(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ0-9”\"])|\n+", text.strip())
    return [part.strip() for part in parts if part and part.strip()]


def send_draft(report: Report, *, by: Any, at: datetime) -> None:
    """Send the draft to the municipality, split into sentences."""
    sentences = sentences_of(report.summary)
    perform(report.send_draft, by=by, at=at, sentences=sentences, moment=at)


def comment(report: Report, sentence: int, text: str, *, by: Any, at: datetime) -> SentenceComment:
    """Say something about one sentence of the draft."""
    return SentenceComment.objects.create(report=report, sentence=sentence, text=text, by=by, at=at)


def lock(report: Report, *, by: Any, at: datetime) -> None:
    """Lock the final report: its whole content is frozen with a hash."""
    with transaction.atomic():
        content = content_of(report)
        perform(
            report.lock,
            by=by,
            at=at,
            content=content,
            sha256=canonical_hash(content),
            moment=at,
        )


def content_of(report: Report) -> dict[str, Any]:
    """Everything the report says (obligation 36)."""
    audit = report.audit
    findings = audit.findings.select_related("criterion").order_by(
        "criterion__area__position", "criterion__position"
    )
    return {
        "case": report.case.number,
        "number": report.number,
        "organisation": report.case.organisation.full_name,
        "visited": str(audit.visited_date),
        "team": [member.person.name for member in audit.current_team],
        "objectives": audit.objectives,
        "method": audit.method,
        "summary": report.summary,
        "conclusion": audit.conclusion,
        "recommendation": report.recommendation,
        "dissent": report.dissent,
        "findings": [
            {
                "criterion": finding.criterion.code,
                "level": finding.level,
                "grade": finding.grade,
                "statement": finding.statement,
                "evidence": finding.evidence_reference,
            }
            for finding in findings
        ],
        "comments": [
            {"sentence": c.sentence, "text": c.text, "answer": c.answer}
            for c in report.comments.order_by("sentence", "pk")
        ],
    }
