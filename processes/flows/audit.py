"""From the lead auditor to the concluded visit."""

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow

from processes import routes, sent_back
from processes.audit import actions as audit_actions
from processes.audit import deadlines as audit_deadlines
from processes.audit import examining, review_views
from processes.audit import views as audit
from processes.audit.team import confirming
from processes.audit.team import views as team
from processes.case.deadlines import limit
from processes.case.stages import Stage
from processes.changing import significant
from processes.roles import Role
from processes.self_assessment import actions as assessment_actions
from workflow.definition.nodes import Work


class AuditPart:
    """From the lead auditor to the concluded visit. Its nodes, from top to bottom."""

    has_team = flow.If(routes.has_team).Then(this.makes_visit).Else(this.prepare_audit)
    prepare_audit = flow.Function(audit_actions.prepare).Next(this.lead_audit)
    lead_audit = (
        Work(team.lead, Stage.AUDIT)
        .Role(Role.AUDITOR, at=routes.body)
        .Limit(limit("claim_audit"))
        .Keep(routes.lead)
        .Lease(audit_deadlines.claim_period)
        .Declared()
        .Steps("processes.audit.propose_team", "processes.audit.keep_team")
        .Annotation(title=_("Lead the audit"))
        .Again(_("Lead the audit with a new team"), ("is_upheld",), why=sent_back.for_new_team)
        .Next(this.is_team_new)
    )
    is_team_new = flow.If(routes.is_team_new).Then(this.is_unannounced).Else(this.makes_visit)
    is_unannounced = flow.If(routes.is_unannounced).Then(this.confirm_team).Else(this.consider_team)
    consider_team = (
        Work(team.consider_team, Stage.AUDIT)
        .Role(Role.COORDINATOR, at=routes.municipality)
        .Limit(limit("object_to_team"))
        .Otherwise(_("If you do not answer by then, the team counts as accepted."))
        .Steps(
            "processes.audit.accept_team",
            "processes.audit.object",
            "processes.audit.stand",
            "processes.audit.withdraw_team",
        )
        .Annotation(title=_("Consider the audit team"))
        .Next(this.is_objected)
    )
    is_objected = flow.If(routes.is_objected).Then(this.settle_objection).Else(this.is_upheld)
    settle_objection = (
        Work(team.settle_objection, Stage.AUDIT)
        .Role(Role.OFFICER, at=routes.body)
        .Limit(limit("settle_objection"))
        .Steps("processes.audit.dismiss_objection", "processes.audit.uphold_objection")
        .Annotation(title=_("Settle the objection to the team"))
        .Next(this.is_upheld)
    )
    confirm_team = (
        Work(confirming.confirm_team, Stage.AUDIT)
        .Role(Role.OFFICER, at=routes.body)
        .Limit(limit("confirm_team"))
        .Steps(
            "processes.audit.confirm_team",
            "processes.audit.turn_down_team",
            "processes.audit.withdraw_team",
        )
        .Annotation(title=_("Confirm the impartiality of the audit team"))
        .Next(this.is_upheld)
    )
    # Rows of running and ended cases know it by this name; what it asks is its title.
    is_upheld = (
        flow.If(routes.needs_new_team)
        .Annotation(title=_("Is a new team needed?"))
        .Then(this.lead_audit)
        .Else(this.makes_visit)
    )
    makes_visit = flow.If(routes.makes_visit).Then(this.wants_documents).Else(this.open_examination)
    open_examination = flow.Function(audit_actions.open_examination).Next(this.examine)
    examine = (
        Work(examining.examine, Stage.AUDIT)
        .Role(Role.AUDITOR, at=routes.body)
        .Limit(limit("review_documents"), effort=3)
        .Keep(routes.lead)
        .Steps("processes.audit.conclude_visit")
        .Annotation(title=_("Examine what was handed in"))
        .Next(this.is_visited)
    )
    wants_documents = (
        flow.If(significant.wants_document_review)
        .Then(this.review_documents)
        .Else(this.skip_document_review)
    )
    skip_document_review = flow.Function(audit_actions.skip_document_review).Next(this.plan_visit)
    review_documents = (
        Work(review_views.review_documents, Stage.AUDIT)
        .Role(Role.AUDITOR, at=routes.body)
        .Limit(limit("review_documents"), effort=3)
        .Keep(routes.lead)
        .Steps("processes.audit.find_ready", "processes.audit.find_not_ready")
        .Annotation(title=_("Review the documents"))
        .Next(this.is_ready)
    )
    is_ready = flow.If(routes.is_ready).Then(this.plan_visit).Else(this.reopen_assessment)
    reopen_assessment = flow.Function(assessment_actions.reopen).Next(this.assess_again)
    plan_visit = (
        Work(audit.plan_visit, Stage.AUDIT)
        .Role(Role.AUDITOR, at=routes.body)
        .Limit(limit("plan_visit"))
        .Keep(routes.lead)
        .Steps("processes.audit.propose_plan", "processes.audit.repeat_review")
        .Annotation(title=_("Plan the visit"))
        .Again(_("Plan the visit anew"), ("is_agreed", "is_visited"), why=sent_back.to_plan_anew)
        .Next(this.is_reviewed_again)
    )
    is_reviewed_again = (
        flow.If(routes.is_reviewed_again).Then(this.review_documents).Else(this.is_plan_shown)
    )
    is_plan_shown = flow.If(routes.is_told).Then(this.agree_plan).Else(this.settle_plan)
    settle_plan = flow.Function(audit_actions.settle_plan).Next(this.visit)
    agree_plan = (
        Work(audit.agree_plan, Stage.AUDIT)
        .Role(Role.COORDINATOR, at=routes.municipality)
        .Limit(limit("agree_plan"))
        .Steps("processes.audit.agree_plan", "processes.audit.ask_new_plan")
        .Annotation(title=_("Agree to the plan of the visit"))
        .Next(this.is_agreed)
    )
    is_agreed = flow.If(routes.is_plan_agreed).Then(this.visit).Else(this.plan_visit)
    visit = (
        Work(audit.visit, Stage.AUDIT)
        .Role(Role.AUDITOR, at=routes.body)
        .Limit(audit_deadlines.visit_recorded, effort=2)
        .Keep(routes.lead)
        .Steps("processes.audit.conclude_visit", "processes.audit.reopen_plan")
        .Annotation(title=_("Visit and grade every criterion"))
        .Next(this.is_visited)
    )
    is_visited = flow.If(routes.is_visited).Then(this.after_audit).Else(this.plan_visit)
