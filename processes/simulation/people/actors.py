"""Who does what with a task, by the node of the flow: the whole simulated behaviour on one page."""

from collections.abc import Callable

from processes.roles import Role
from processes.simulation.hands import Hands
from processes.simulation.people import amending, auditor, body, municipality, ways_out

Actor = Callable[[Hands], None]

ACTORS: dict[str, Actor] = {
    "apply": municipality.apply,
    "review_application": body.review_application,
    "sign_agreement": municipality.sign_agreement,
    "assess": municipality.assess,
    "contribute": municipality.contribute,
    "sign_assessment": municipality.sign_assessment,
    "lead_audit": auditor.lead_audit,
    "declare": auditor.declare,
    "consider_member": municipality.consider_member,
    "settle_member": body.settle_member,
    "fill_vacancy": body.fill_vacancy,
    "consider_team": municipality.consider_team,
    "settle_objection": body.settle_objection,
    "review_documents": auditor.review_documents,
    "plan_visit": auditor.plan_visit,
    "agree_plan": municipality.agree_plan,
    "visit": auditor.visit,
    "draft_report": auditor.draft_report,
    "comment_report": municipality.comment_report,
    "finish_report": auditor.finish_report,
    "answer_findings": municipality.answer_findings,
    "assess_answers": auditor.assess_answers,
    "verify_majors": auditor.verify_majors,
    "decide": body.decide,
    "supplement": auditor.supplement,
    "supply_more": auditor.supplement,
    "confirm_withdrawal": municipality.confirm_withdrawal,
    "settle_overdue": body.settle_overdue,
    "settle_renewal": body.settle_renewal,
    "acknowledge_appeal": body.acknowledge_appeal,
    "answer_appeal": body.answer_appeal,
    "comment_amendment": amending.comment,
    "settle_amendment": amending.settle,
    "reconsider": amending.reconsider,
    "follow_up": amending.follow_up,
}

PASSED_OVER = ("consider_team", "consider_member", "comment_report", "comment_amendment")
"""Tasks that some never answer: the engine does it for them when the time is over."""

BEGUN = ("lead_audit", "decide", "reconsider")
"""Tasks that are taken first and done some days later: some are forgotten meanwhile."""


def do(hands: Hands) -> None:
    """Do the task as its page would."""
    if ways_out.taken(hands):
        return
    name = hands.task.flow_task.name
    if hands.task.role == Role.AUDITOR and name not in ("lead_audit", "declare"):
        auditor.take_over(hands)
    ACTORS[name](hands)
