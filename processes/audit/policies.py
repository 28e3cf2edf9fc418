"""Pure: they read an audit or its report, and answer."""

from typing import Any


def has_team(audit: Any) -> bool:
    """Somebody leads it."""
    return any(member.leads for member in audit.current_team)


def has_plan(audit: Any) -> bool:
    """Visit day, objectives and agenda are stated (obligations 19 and 22)."""
    return bool(audit.visit_date and audit.objectives.strip() and audit.agenda.strip())


def is_graded(audit: Any) -> bool:
    """Every criterion has a grade, and whatever is not conform has statement and evidence."""
    return not audit.findings.ungraded().exists()


def is_concluded(audit: Any) -> bool:
    """The team's conclusion is written (obligation 34)."""
    return bool(audit.conclusion.strip())


def has_concerns(audit: Any) -> bool:
    """Areas of concern are written (obligation 26)."""
    return bool(audit.concerns.strip())


def has_text(report: Any) -> bool:
    """The report says something."""
    return bool(report.summary.strip() and report.recommendation)


def is_answered(report: Any) -> bool:
    """Every comment of the municipality has an answer."""
    return all(comment.answer.strip() for comment in report.comments.all())
