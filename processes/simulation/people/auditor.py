"""What auditors do with their tasks: the actions behind their pages."""

from datetime import date, timedelta

from django.db.models import QuerySet

from processes.audit import actions as audits
from processes.audit import candidates, reviewing
from processes.audit.actions import Grading
from processes.audit.agenda import covering
from processes.audit.deadlines import earliest_visit
from processes.audit.members import TeamMember
from processes.audit.models import Audit, Finding
from processes.audit.plan.move_actions import days_of, move_visit
from processes.audit.policies import has_settled_team
from processes.audit.report import actions as report_actions
from processes.audit.report.models import Report
from processes.audit.team import changes as team
from processes.case.deadlines import calendar_of
from processes.case.models import Case
from processes.corrective_actions import actions as corrective
from processes.corrective_actions.actions import Judgement
from processes.corrective_actions.models import Response
from processes.corrective_actions.policies import waits_for_verification
from processes.simulation.hands import Hands, NotYetError
from processes.simulation.levels import graded
from workflow.engine.transitions import perform

SEEN = "Samtal och stickprov under besöket"
STATEMENTS = {
    Finding.Grade.CONFORM: "",
    Finding.Grade.MAJOR: "Arbetssättet saknas i flera enheter.",
    Finding.Grade.MINOR: "Rutinen är känd men följs inte i alla enheter.",
    Finding.Grade.OBSERVATION: "Arbetssättet är nytt och inte prövat.",
}
WORDS = {
    "accept": "",
    "ask_more": "Orsaken förklarar inte felet.",
    "verify": "Stickprov på fem ärenden.",
    "find_ineffective": "Felet finns kvar i två av fem ärenden.",
}
SUMMARY = "Servicen fungerar. Den följs upp varje år. Företagen är nöjda."


def take_over(hands: Hands) -> None:
    """Who has a lead's task without leading takes the audit over first."""
    audit = hands.case.audit
    if audit.lead != hands.person:
        team.take_over(audit, **hands.by)


def lead_audit(hands: Hands) -> None:
    """Present oneself, perhaps with a colleague whom nothing speaks against."""
    others = []
    if hands.luck.random() < hands.shares.two_auditors:
        free = [one.person for one in candidates.of_case(hands.case, hands.day) if not one.reason]
        others = hands.luck.sample([one for one in free if one != hands.person], 1)
    team.propose_team(hands.case.audit, others, **hands.by)


def declare(hands: Hands) -> None:
    """Join the team, and declare that there is no conflict of interest."""
    team.declare(TeamMember.objects.get(own_process=hands.task.process), **hands.by)


def review_documents(hands: Hands) -> None:
    """Find the documents ready, or send them back."""
    ready = not hands.happens(hands.shares.not_ready)
    concerns = "" if ready else "Tider följs inte upp i alla nämnder."
    said = reviewing.Reviewed(ready=ready, concerns=concerns, in_order="Rutinerna är skrivna.")
    reviewing.conclude(hands.case.audit, said, **hands.by)


def plan_visit(hands: Hands) -> None:
    """Propose a day for the visit outside the quiet weeks."""
    case, audit = hands.case, hands.case.audit
    earliest = earliest_visit(case, hands.day).date
    first = earliest + timedelta(days=hands.luck.randint(0, 21))
    audit.visit_date = audit.visit_end_date = _visit(case, first, earliest)
    audit.objectives, audit.agenda = "Pröva om servicen håller.", "09.00 Inledande möte"
    perform(audit.propose_plan, **hands.by)


def _visit(case: Case, wanted: date, earliest: date) -> date:
    """The day wanted, outside the quiet weeks; no later than it must be, if that can still be."""
    calendar = calendar_of(case.cycle)
    day = calendar.outside_quiet_weeks(wanted)
    if case.visit_by_date is None or day <= case.visit_by_date:
        return day
    return max(earliest, calendar.before_quiet_weeks(case.visit_by_date))


def visit(hands: Hands) -> None:
    """Grade every criterion and conclude."""
    audit = hands.case.audit
    if not has_settled_team(audit):
        raise NotYetError
    if hands.happens(hands.shares.moved):
        _move(hands)
        return
    _grade(audit, hands)
    # The day on which it was held, not that on which it is written down.
    held = min(hands.day, audit.visit_end_date or hands.day)
    audits.conclude_visit(audit, held, **hands.by)


def _grade(audit: Audit, hands: Hands) -> None:
    said = graded(
        list(ungraded(audit)), hands.luck, skill_now=hands.skill, rule=hands.case.edition.rule
    )
    gradings = {
        finding: Grading(grade, level, STATEMENTS[grade], SEEN, finding.version)
        for finding, (level, grade) in said.items()
    }
    audits.grade_all(audit, gradings, **hands.by)
    audit.conclusion = "Teamet är enigt."
    audit.covered = covering(hands.case, hands.case.traits.agenda, "Allt är på plats.")


def examine(hands: Hands) -> None:
    """Grade what was handed in, and conclude."""
    audit = hands.case.audit
    if not has_settled_team(audit):
        raise NotYetError
    _grade(audit, hands)
    audits.conclude_visit(audit, hands.day, **hands.by)


def _move(hands: Hands) -> None:
    """Somebody is ill: propose another day."""
    audit, was = hands.case.audit, days_of(hands.case.audit)
    first = earliest_visit(hands.case, hands.day).date
    audit.visit_date = audit.visit_end_date = first
    audit.plan_reason = "Revisorn är sjuk."
    move_visit(audit, was, **hands.by)


def ungraded(audit: Audit) -> QuerySet[Finding]:
    """What is still to be graded in a visit."""
    findings = Finding.objects.filter(audit=audit, grade="").order_by("pk")
    findings = findings.select_related("criterion__area")
    return findings.only("version", "criterion__code", "criterion__kind", "criterion__area__code")


def draft_report(hands: Hands) -> None:
    """Write and send the draft."""
    if not has_settled_team(hands.case.audit):
        raise NotYetError
    report = hands.case.audit.reports.latest("number")
    to_mend = hands.case.audit.findings.nonconformities().exists()
    report.summary = SUMMARY
    report.recommendation = "grant_after_actions" if to_mend else "grant"
    report_actions.send_draft(report, **hands.by)


def finish_report(hands: Hands) -> None:
    """Answer the comments and lock the report."""
    report = hands.case.audit.reports.latest("number")
    report_actions.save_text(report)
    report_actions.answer(report, dict.fromkeys(_comments(report), "Noterat."))
    report_actions.lock(report, **hands.by)


def _comments(report: Report) -> list[int]:
    return list(report.comments.order_by("pk").values_list("pk", flat=True))


def assess_answers(hands: Hands) -> None:
    """Accept the answers or ask for more."""
    plan, share = hands.case.corrective_plan, hands.shares.more_asked
    answered = plan.responses.filter(state=Response.State.ANSWERED).order_by("pk")
    said = [_judged(one, hands, "accept", but="ask_more", share=share) for one in answered]
    corrective.judge(plan, said, **hands.by)


def verify_majors(hands: Hands) -> None:
    """Verify each major, or find that an action does not work."""
    plan, share = hands.case.corrective_plan, hands.shares.ineffective
    responses = plan.responses.select_related("finding").order_by("pk")
    waiting = [one for one in responses if waits_for_verification(one)]
    said = [_judged(one, hands, "verify", but="find_ineffective", share=share) for one in waiting]
    corrective.judge(plan, said, **hands.by)


def _judged(response: Response, hands: Hands, verdict: str, *, but: str, share: float) -> Judgement:
    chosen = but if hands.happens(share) else verdict
    return Judgement(response, chosen, WORDS[chosen])


def supplement(hands: Hands) -> None:
    """Supply what the decision maker asked for."""
    decision = hands.case.decisions.latest("number")
    perform(decision.supply, **hands.by, supplement="Stickproven bifogas.")
