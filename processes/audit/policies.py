"""Pure: they read an audit, its findings or its report, and answer."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

SUGGESTIONS = re.compile(
    r"\b(bör|borde|rekommender\w*|föresl\w*|should|ought|recommend\w*|suggest\w*)\b", re.IGNORECASE
)


def has_team(audit: Any) -> bool:
    """Somebody leads it."""
    return any(member.leads for member in audit.current_team)


def has_plan(audit: Any) -> bool:
    """Visit day, objectives and agenda are stated (obligations 19 and 22)."""
    return bool(audit.visit_date and audit.objectives.strip() and audit.agenda.strip())


def is_graded(audit: Any) -> bool:
    """Every criterion has a grade, and whatever is not conform has statement and evidence."""
    return not audit.findings.ungraded().exists()


def is_complete(finding: Any) -> bool:
    """It has a grade, and whatever is not conform has statement and evidence (obligation 32)."""
    said = bool(finding.statement.strip() and finding.evidence_reference.strip())
    return bool(finding.grade) and (said or finding.grade == "conform")


def is_begun(finding: Any) -> bool:
    """Something is written down about the criterion."""
    said = finding.statement.strip() or finding.evidence_reference.strip() or finding.grade
    return bool(said) or finding.level is not None


def proposed_grade(kind: str, level: int, rule: Any) -> str:
    """The grade that the decision rule gives a must or should criterion at a level."""
    if kind == "should":
        return "observation" if level < rule.should_floor else "conform"
    if level <= rule.must_major_at:
        return "major"
    return "minor" if level < rule.must_floor else "conform"


def minors_that_make_major(graded: Iterable[tuple[str, str]], number: int) -> list[str]:
    """The areas where so many minors, and no major yet, mean that one must become a major.

    ``graded`` pairs each finding's area with its grade; a ``number`` of zero never raises any.
    """
    pairs = list(graded)
    minors = Counter(area for area, grade in pairs if grade == "minor")
    settled = {area for area, grade in pairs if grade == "major"}
    return sorted(
        area for area, count in minors.items() if count >= number > 0 and area not in settled
    )


def areas_to_raise(audit: Any) -> list[str]:
    """The codes of the audit's areas whose minors together are a major nonconformity."""
    graded = audit.findings.values_list("criterion__area__code", "grade")
    return minors_that_make_major(graded, audit.case.edition.rule.minors_make_major)


def has_weighed_minors(audit: Any) -> bool:
    """No area has so many minors that one of them is a major (obligation 37)."""
    return not areas_to_raise(audit)


def suggestions_in(statement: str) -> list[str]:
    """Words that suggest a solution; a nonconformity only states what is (obligation 32)."""
    return sorted({word.lower() for word in SUGGESTIONS.findall(statement)})


def is_concluded(audit: Any) -> bool:
    """The team's conclusion is written (obligation 34)."""
    return bool(audit.conclusion.strip())


def has_concerns(audit: Any) -> bool:
    """Areas of concern are written (obligation 26)."""
    return bool(audit.concerns.strip())


def has_text(report: Any) -> bool:
    """The report says something."""
    return bool(report.summary.strip() and report.recommendation)


def is_sent(report: Any) -> bool:
    """The municipality has received it."""
    return report.sent_at is not None


def tells_findings(audit: Any) -> bool:
    """The municipality may read the findings: the report of the latest visit is sent."""
    latest = audit.reports.order_by("-number").first()
    return audit.current_state == "visited" and latest is not None and is_sent(latest)


def has_sent_plan(audit: Any) -> bool:
    """The plan of the visit is with the municipality, or agreed."""
    return audit.current_state in {"planned", "agreed", "visited"}


def is_answered(report: Any) -> bool:
    """Every comment of the municipality has an answer."""
    return all(comment.answer.strip() for comment in report.comments.all())
