"""Changes of the report: draft, comments, lock."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from processes.audit.models import Finding
from processes.audit.report import corrections
from processes.audit.report.models import Report, SentenceComment
from processes.audit.team import vacancies
from processes.case.actions import canonical_hash
from processes.organisations.models import Person
from workflow.engine.transitions import perform
from workflow.exceptions import Conflict


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, in order; the unit the municipality comments on."""
    parts = re.split(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ0-9”\"])|\n+", text.strip())
    return [part.strip() for part in parts if part and part.strip()]


def save_text(report: Report) -> None:
    """Keep an unfinished text. Raises Conflict once the report is out of the lead's hands."""
    writing = [Report.State.DRAFT, Report.State.COMMENTED]
    mine = Report.objects.filter(pk=report.pk, state__in=writing)
    changed = mine.update(
        summary=report.summary, recommendation=report.recommendation, dissent=report.dissent
    )
    if changed != 1:
        raise Conflict


def send_draft(report: Report, *, by: Person, at: datetime) -> None:
    """Send the draft to the municipality: the sentences of summary and findings are frozen."""
    sentences = [*sentences_of(report.summary), *_statements(report)]
    with transaction.atomic():
        perform(report.send_draft, by=by, at=at, sentences=sentences, moment=at)
        vacancies.settle(report.audit, at=at)


def send_again(report: Report, *, by: Person, at: datetime) -> None:
    """Send what was made worse after the comments: those sentences alone are open to comment."""
    worse = report.corrections.filter(is_worse=True, rounds=report.rounds)
    codes = set(worse.values_list("finding__criterion__code", flat=True))
    sentences = [
        f"{found.criterion}: {sentence}"
        for found in _found(report)
        if found.criterion in codes
        for sentence in sentences_of(found.statement)
    ]
    perform(report.send_again, by=by, at=at, sentences=sentences, moment=at)


def _statements(report: Report) -> list[str]:
    return [
        f"{found.criterion}: {sentence}"
        for found in _found(report)
        for sentence in sentences_of(found.statement)
    ]


class Found(NamedTuple):
    """What a report says of one criterion."""

    criterion: str
    level: int | None
    grade: str
    statement: str
    evidence: str
    reason: str


def _found(report: Report) -> Iterator[Found]:
    return map(Found._make, findings_of(report))


def findings_of(report: Report) -> QuerySet[Finding, Any]:
    """What its audit found, in the edition's order, as ``Found`` has it."""
    findings = Finding.objects.filter(audit=report.audit_id)
    ordered = findings.order_by("criterion__area__position", "criterion__position")
    return ordered.values_list(
        "criterion__code", "level", "grade", "statement", "evidence_reference", "reason"
    )


def comment(report: Report, texts: Mapping[int, str], *, by: Person, at: datetime) -> None:
    """Let each sentence have the comment given; an empty one is taken back.

    Raises Conflict if the comments are already returned.
    """
    with transaction.atomic():
        open_ = Report.objects.select_for_update(no_key=True).filter(
            pk=report.pk, state=Report.State.SENT
        )
        if not open_.exists():
            raise Conflict(
                _("The time to comment is over, or the comments are returned."),
                code="comments_closed",
            )
        kept = {one.sentence: one for one in report.comments.all()}
        for sentence, text in texts.items():
            one = kept.get(sentence, SentenceComment(report=report, sentence=sentence))
            _write(one, text, by=by, at=at)


def _write(one: SentenceComment, text: str, *, by: Person, at: datetime) -> None:
    if not text and one.pk:
        one.delete()
    elif text and text != one.text:
        one.text, one.by, one.at = text, by, at
        one.save()


def answer(report: Report, texts: Mapping[int, str]) -> None:
    """Answer comments, by their ids. Raises Conflict if the report is locked."""
    with transaction.atomic():
        open_ = Report.objects.select_for_update(no_key=True).filter(
            pk=report.pk, state=Report.State.COMMENTED
        )
        if not open_.exists():
            raise Conflict
        for comment_id, text in texts.items():
            report.comments.filter(pk=comment_id).update(answer=text)


def lock(report: Report, *, by: Person, at: datetime) -> None:
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
    """Everything the report says (obligation 36, in part)."""
    audit = report.audit
    return {
        "case": report.case.number,
        "number": report.number,
        "corrects": report.corrects.number if report.corrects else None,
        "reason": report.reason,
        "organisation": report.case.organisation.full_name,
        "edition": report.case.edition.number,
        "kind": report.case.kind,
        "visit_from": str(audit.visit_date or ""),
        "visit_to": str(audit.visit_end_date or audit.visit_date or ""),
        "visited": str(audit.visited_date),
        "team": [member.person.name for member in audit.team_then],
        "objectives": audit.objectives,
        "method": audit.method,
        "summary": report.summary,
        "conclusion": audit.conclusion,
        **({"covered": audit.covered} if audit.covered else {}),
        "recommendation": report.recommendation,
        "dissent": report.dissent,
        "findings": [found._asdict() for found in _found(report)],
        "corrections": corrections.content_of(report),
        "comments": [
            {"sentence": c.sentence, "text": c.text, "answer": c.answer}
            for c in report.comments.order_by("sentence", "pk")
        ],
    }
