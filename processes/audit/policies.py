"""Pure: they read an audit, its findings or its report, and answer."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from processes.audit.members import TeamMember
    from processes.audit.models import Audit, Finding
    from processes.audit.report.models import Report
    from processes.scheme.models import DecisionRule


SUGGESTIONS = re.compile(
    r"\b(bör|borde|rekommender\w*|föresl\w*|should|ought|recommend\w*|suggest\w*)\b", re.IGNORECASE
)


def has_team(audit: "Audit") -> bool:
    """Somebody leads it."""
    return any(member.leads for member in audit.current_team)


def is_asked(member: "TeamMember") -> bool:
    """The person has not declared yet, and does no work of the team."""
    return bool(member.current_state == "asked")


def is_to_be_known(member: "TeamMember") -> bool:
    """The person has declared, and the municipality has had no time to object yet."""
    return bool(member.current_state == "declared")


def was_presented(member: "TeamMember") -> bool:
    """The municipality knows the person as one of the team: presented with it, or alone."""
    with_team = member.audit.proposed_at
    if member.presented_at is not None:
        return True
    return bool(with_team and member.declared_at and member.declared_at <= with_team)


def is_known(audit: "Audit") -> bool:
    """Nobody in the team is, or is to be, presented with it."""
    return not audit.presented_team


def is_team_open(audit: "Audit") -> bool:
    """One person of it may be changed: it is presented, and the report is still to be sent.

    While an objection to it is unsettled, that is settled first.
    """
    if audit.current_state == "visited":
        latest = audit.reports.order_by("-number").first()
        return latest is not None and latest.current_state == "draft"
    return audit.current_state in {"proposed", "preparing", "ready", "planned", "agreed"}


def is_missed(audit: "Audit") -> bool:
    """Whoever leaves the team now is missed by it: it is presented, and its report not sent."""
    return is_team_open(audit) or audit.current_state == "objected"


def has_declared(audit: "Audit") -> bool:
    """Everybody in the team has declared impartiality (obligation 4, in part)."""
    return not any(is_asked(member) for member in audit.current_team)


def has_settled_team(audit: "Audit") -> bool:
    """Nobody waits to declare, or for the municipality's word."""
    open_ = {"asked", "presented", "objected"}
    return not any(one.current_state in open_ or is_unsure(one) for one in audit.current_team)


def is_unsure(member: "TeamMember") -> bool:
    """The person joined a team that is not presented, and an officer has not confirmed them yet."""
    process = member.process
    return is_to_be_known(member) and process is not None and process.finished is None


def is_told(audit: "Audit") -> bool:
    """The municipality knows that it is audited."""
    return not audit.case.concealed


def has_plan(audit: "Audit") -> bool:
    """Visit day, objectives and agenda are stated (obligation 19)."""
    return bool(audit.visit_date and audit.objectives.strip() and audit.agenda.strip())


def is_graded(audit: "Audit") -> bool:
    """Every criterion has grade and level, and what is not conform statement and evidence.

    Obligation 28.
    """
    return not audit.findings.ungraded().exists()


def is_complete(finding: "Finding") -> bool:
    """It has grade and level; if not conform, also statement and evidence (obligation 32)."""
    said = bool(finding.statement.strip() and finding.evidence_reference.strip())
    graded = bool(finding.grade) and finding.level is not None
    return graded and (said or finding.grade == "conform")


def lacks_own_words(before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    """What was none became a nonconformity, and says what it said before."""
    became = after["grade"] in NONCONFORMITIES and before["grade"] not in NONCONFORMITIES
    return became and after["statement"].split() == before["statement"].split()


def is_begun(finding: "Finding") -> bool:
    """Something is written down about the criterion."""
    said = finding.statement.strip() or finding.evidence_reference.strip() or finding.grade
    return bool(said) or finding.level is not None


def proposed_grade(kind: str, level: int, rule: "DecisionRule") -> str:
    """The grade that the decision rule gives a must or should criterion at a level."""
    if kind == "should":
        return "observation" if level < rule.should_floor else "conform"
    if level <= rule.must_major_at:
        return "major"
    return "minor" if level < rule.must_floor else "conform"


NONCONFORMITIES = ("major", "minor")
SEVERITY = {"conform": 0, "strength": 0, "observation": 1, "minor": 2, "major": 3}


def is_worse(grade: str, *, than: str) -> bool:
    """A grade is harder on the municipality than another."""
    return SEVERITY.get(grade, 0) > SEVERITY.get(than, 0)


def contradicts(kind: str, level: int | None, grade: str, rule: "DecisionRule") -> bool:
    """A grade says the opposite of the level: milder than the rule, or not met though it is met.

    How hard the team judges what is not met is no contradiction, nor is an observation.
    """
    if level is None or not grade:
        return False
    proposed = proposed_grade(kind, level, rule)
    milder = is_worse(proposed, than=grade)
    return milder or (proposed == "conform" and grade in ("minor", "major"))


def unexplained(audit: "Audit") -> list[str]:
    """The codes of the criteria whose level and grade contradict each other without a reason."""
    rule = audit.case.edition.rule
    rows = audit.findings.filter(reason="").order_by("criterion__code")
    said = rows.values_list("criterion__code", "criterion__kind", "level", "grade")
    return [code for code, kind, level, grade in said if contradicts(kind, level, grade, rule)]


def has_reasons(audit: "Audit") -> bool:
    """Wherever level and grade contradict each other, the team says why."""
    return not unexplained(audit)


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


def areas_to_raise(audit: "Audit") -> list[str]:
    """The codes of the audit's areas whose minors together are a major nonconformity."""
    graded = audit.findings.values_list("criterion__area__code", "grade")
    return minors_that_make_major(graded, audit.case.edition.rule.minors_make_major)


def has_weighed_minors(audit: "Audit") -> bool:
    """No area has so many minors that one of them is a major (obligation 37)."""
    return not areas_to_raise(audit)


def suggestions_in(statement: str) -> list[str]:
    """Words that suggest a solution; a nonconformity only states what is (obligation 32)."""
    return sorted({word.lower() for word in SUGGESTIONS.findall(statement)})


def is_concluded(audit: "Audit") -> bool:
    """The team's conclusion is written (obligation 34, in part)."""
    return bool(audit.conclusion.strip())


def has_covered(audit: "Audit") -> bool:
    """Everything that its kind always looks at was looked at, and it is said what was seen.

    Obligation 60.
    """
    agenda = audit.case.traits.agenda
    said = set(audit.covered.get("topics", ())) >= set(agenda)
    return said and (not agenda or bool(audit.covered.get("seen", "").strip()))


def has_concerns(audit: "Audit") -> bool:
    """Areas of concern are written."""
    return bool(audit.concerns.strip())


def has_text(report: "Report") -> bool:
    """The report says something."""
    return bool(report.summary.strip() and report.recommendation)


def is_settled(report: "Report") -> bool:
    """The municipality has had its word about everybody in the team that reports."""
    return has_settled_team(report.audit)


def is_sent(report: "Report") -> bool:
    """The municipality has received it."""
    return report.sent_at is not None


def tells_findings(audit: "Audit") -> bool:
    """The municipality may read the findings: the report of the latest visit is sent.

    Obligation 38.
    """
    latest = audit.reports.order_by("-number").first()
    return audit.current_state == "visited" and latest is not None and is_sent(latest)


def has_sent_plan(audit: "Audit") -> bool:
    """The plan of the visit is with the municipality, or agreed."""
    return audit.current_state in {"planned", "agreed", "visited"}


def is_correctable(audit: "Audit", report: "Report") -> bool:
    """The visit is over, and the lead is writing its report."""
    writing = report.current_state in {"draft", "commented"}
    return bool(audit.current_state == "visited" and writing)


def was_made_worse(report: "Report") -> bool:
    """A finding was made worse after the municipality commented, which it has not seen yet."""
    later = report.corrections.filter(is_worse=True, rounds=report.rounds)
    return bool(report.rounds and later.exists())


def nothing_was_made_worse(report: "Report") -> bool:
    """No finding says worse than what the municipality has commented on."""
    return not was_made_worse(report)


def is_answered(report: "Report") -> bool:
    """Every comment of the municipality has an answer."""
    return all(comment.answer.strip() for comment in report.comments.all())
