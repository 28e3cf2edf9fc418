"""The whole certification on one page. Read from top to bottom."""

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow

from processes import routes
from processes.application import views as application
from processes.audit import actions as audit_actions
from processes.audit import deadlines as audit_deadlines
from processes.audit import report_views as report
from processes.audit import views as audit
from processes.case.deadlines import LADDER_READS, ladder, limit
from processes.case.stages import Stage
from processes.certificate import actions as certificate_actions
from processes.corrective_actions import actions as corrective_actions
from processes.corrective_actions import deadlines as corrective_deadlines
from processes.corrective_actions import views as corrective
from processes.decision import actions as decision_actions
from processes.decision import views as decision
from processes.roles import Role
from processes.self_assessment import actions as assessment_actions
from processes.self_assessment import views as assessment
from workflow import execution, holding
from workflow.models import Process, Task
from workflow.nodes import Work


class CertificationFlow(flow.Flow):
    """From application to certificate; surveillance and recertification join half-way."""

    process_class = Process
    task_class = Task
    process_title = _("Certification")
    lock_impl = holding.RowLock()
    reminder_ladder = staticmethod(ladder)
    ladder_reads = LADDER_READS

    start = flow.StartHandle(execution.started).Next(this.where_to_begin)
    where_to_begin = flow.If(routes.is_initial).Then(this.apply).Else(this.prepare_assessment)

    apply = (
        Work(application.apply, Stage.APPLICATION)
        .Role(Role.COORDINATOR, at=routes.municipality)
        .Limit(None)
        .Keep(routes.opener)
        .Steps("processes.application.submit")
        .Annotation(title=_("Apply for certification"))
        .Next(this.review_application)
    )
    review_application = (
        Work(application.review, Stage.APPLICATION)
        .Role(Role.OFFICER, at=routes.body)
        .Limit(limit("review_application"))
        .Steps(
            "processes.application.accept",
            "processes.application.send_back",
            "processes.application.decline",
        )
        .Annotation(title=_("Review the application"))
        .Next(this.application_outcome)
    )
    application_outcome = (
        flow.Switch()
        .Case(this.apply, cond=routes.is_returned)
        .Case(this.sign_agreement, cond=routes.is_accepted)
        .Default(this.declined)
    )
    declined = flow.Function(routes.close_declined).Next(this.end)

    sign_agreement = (
        Work(application.sign_agreement, Stage.AGREEMENT)
        .Role(Role.SIGNATORY, at=routes.municipality)
        .Limit(limit("sign_agreement"))
        .Steps("processes.agreement.sign")
        .Annotation(title=_("Sign the agreement"))
        .Next(this.prepare_assessment)
    )

    prepare_assessment = flow.Function(assessment_actions.prepare).Next(this.assess)
    assess = (
        Work(assessment.assess, Stage.SELF_ASSESSMENT)
        .Role(Role.COORDINATOR, at=routes.municipality)
        .Limit(limit("assess"), effort=10)
        .Keep(routes.opener)
        .Steps("processes.selfassessment.hand_over")
        .Annotation(title=_("Assess your own service"))
        .Next(this.sign_assessment)
    )
    sign_assessment = (
        Work(assessment.sign, Stage.SELF_ASSESSMENT)
        .Role(Role.SIGNATORY, at=routes.municipality)
        .Limit(limit("sign_assessment"))
        .Steps("processes.selfassessment.submit", "processes.selfassessment.send_back")
        .Annotation(title=_("Submit the self-assessment"))
        .Next(this.is_submitted)
    )
    is_submitted = flow.If(routes.is_submitted).Then(this.has_team).Else(this.assess)

    has_team = flow.If(routes.has_team).Then(this.wants_documents).Else(this.prepare_audit)
    prepare_audit = flow.Function(audit_actions.prepare).Next(this.lead_audit)
    lead_audit = (
        Work(audit.lead, Stage.AUDIT)
        .Role(Role.AUDITOR, at=routes.body)
        .Limit(limit("claim_audit"))
        .Lease(audit_deadlines.claim_period)
        .Declared()
        .Steps("processes.audit.propose_team")
        .Annotation(title=_("Lead the audit"))
        .Next(this.consider_team)
    )
    consider_team = (
        Work(audit.consider_team, Stage.AUDIT)
        .Role(Role.COORDINATOR, at=routes.municipality)
        .Limit(limit("object_to_team"))
        .Steps("processes.audit.accept_team", "processes.audit.object", "processes.audit.stand")
        .Annotation(title=_("Consider the audit team"))
        .Next(this.is_objected)
    )
    is_objected = flow.If(routes.is_objected).Then(this.settle_objection).Else(this.wants_documents)
    settle_objection = (
        Work(audit.settle_objection, Stage.AUDIT)
        .Role(Role.OFFICER, at=routes.body)
        .Limit(limit("settle_objection"))
        .Steps("processes.audit.dismiss_objection", "processes.audit.uphold_objection")
        .Annotation(title=_("Settle the objection to the team"))
        .Next(this.is_upheld)
    )
    is_upheld = flow.If(routes.needs_new_team).Then(this.lead_audit).Else(this.wants_documents)

    wants_documents = (
        flow.If(routes.wants_document_review)
        .Then(this.review_documents)
        .Else(this.skip_document_review)
    )
    skip_document_review = flow.Function(audit_actions.skip_document_review).Next(this.plan_visit)
    review_documents = (
        Work(audit.review_documents, Stage.AUDIT)
        .Role(Role.AUDITOR, at=routes.body)
        .Limit(limit("review_documents"), effort=3)
        .Keep(routes.lead)
        .Steps("processes.audit.find_ready", "processes.audit.find_not_ready")
        .Annotation(title=_("Review the documents"))
        .Next(this.is_ready)
    )
    is_ready = flow.If(routes.is_ready).Then(this.plan_visit).Else(this.reopen_assessment)
    reopen_assessment = flow.Function(assessment_actions.reopen).Next(this.assess)

    plan_visit = (
        Work(audit.plan_visit, Stage.AUDIT)
        .Role(Role.AUDITOR, at=routes.body)
        .Limit(limit("plan_visit"))
        .Keep(routes.lead)
        .Steps("processes.audit.propose_plan")
        .Annotation(title=_("Plan the visit"))
        .Next(this.agree_plan)
    )
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
        .Steps("processes.audit.conclude_visit")
        .Annotation(title=_("Visit and grade every criterion"))
        .Next(this.begin_report)
    )

    begin_report = flow.Function(audit_actions.begin_report).Next(this.draft_report)
    draft_report = (
        Work(report.draft, Stage.REPORT)
        .Role(Role.AUDITOR, at=routes.body)
        .Limit(limit("draft_report"), effort=3)
        .Keep(routes.lead)
        .Steps("processes.report.send_draft")
        .Annotation(title=_("Draft the report"))
        .Next(this.comment_report)
    )
    comment_report = (
        Work(report.comment, Stage.REPORT)
        .Role(Role.COORDINATOR, at=routes.municipality)
        .Limit(limit("comment_report"))
        .Steps("processes.report.return_comments", "processes.report.pass_uncommented")
        .Annotation(title=_("Comment on the draft report"))
        .Next(this.finish_report)
    )
    finish_report = (
        Work(report.finish, Stage.REPORT)
        .Role(Role.AUDITOR, at=routes.body)
        .Limit(limit("final_report"))
        .Keep(routes.lead)
        .Steps("processes.report.lock")
        .Annotation(title=_("Lock the final report"))
        .Next(this.has_nonconformities)
    )

    has_nonconformities = (
        flow.If(routes.has_nonconformities).Then(this.prepare_actions).Else(this.freeze_basis)
    )
    prepare_actions = flow.Function(corrective_actions.prepare).Next(this.answer_findings)
    answer_findings = (
        Work(corrective.answer, Stage.CORRECTIVE_ACTIONS)
        .Role(Role.COORDINATOR, at=routes.municipality)
        .Limit(limit("answer_findings"), effort=5)
        .During("processes.response.answer", "processes.response.take_back")
        .Steps("processes.correctiveplan.send_answers", "processes.correctiveplan.lapse")
        .Annotation(title=_("Answer the nonconformities"))
        .Next(this.answered_in_time)
    )
    answered_in_time = flow.If(routes.has_lapsed).Then(this.visit_again).Else(this.assess_answers)
    assess_answers = (
        Work(corrective.assess, Stage.CORRECTIVE_ACTIONS)
        .Role(Role.AUDITOR, at=routes.body)
        .Limit(limit("assess_answers"))
        .Keep(routes.lead)
        .During("processes.response.accept", "processes.response.ask_more")
        .Steps(
            "processes.correctiveplan.accept_all",
            "processes.correctiveplan.ask_more",
            "processes.correctiveplan.lapse",
        )
        .Annotation(title=_("Assess the answers"))
        .Next(this.after_assessment)
    )
    after_assessment = (
        flow.Switch()
        .Case(this.visit_again, cond=routes.has_lapsed)
        .Case(this.answer_findings, cond=routes.is_answering)
        .Case(this.verify_majors, cond=routes.has_unverified_major)
        .Default(this.close_actions)
    )
    verify_majors = (
        Work(corrective.verify, Stage.CORRECTIVE_ACTIONS)
        .Role(Role.AUDITOR, at=routes.body)
        .Limit(corrective_deadlines.target, effort=3)
        .Keep(routes.lead)
        .During("processes.response.verify", "processes.response.find_ineffective")
        .Steps(
            "processes.correctiveplan.close",
            "processes.correctiveplan.find_ineffective",
            "processes.correctiveplan.lapse",
        )
        .Annotation(title=_("Verify major nonconformities"))
        .Next(this.after_verification)
    )
    after_verification = (
        flow.Switch()
        .Case(this.visit_again, cond=routes.has_lapsed)
        .Case(this.answer_findings, cond=routes.is_answering)
        .Default(this.freeze_basis)
    )
    close_actions = flow.Function(corrective_actions.close).Next(this.freeze_basis)
    visit_again = flow.Function(audit_actions.visit_again).Next(this.plan_visit)

    freeze_basis = flow.Function(decision_actions.freeze).Next(this.decide)
    decide = (
        Work(decision.decide, Stage.DECISION)
        .Role(Role.DECISION_MAKER, at=routes.body)
        .Limit(limit("decide"), effort=2)
        .Declared()
        .Steps("processes.decision.grant", "processes.decision.refuse", "processes.decision.defer")
        .Annotation(title=_("Review everything and decide"))
        .Next(this.decision_outcome)
    )
    decision_outcome = (
        flow.Switch()
        .Case(this.issue, cond=routes.is_granted)
        .Case(this.supplement, cond=routes.is_deferred)
        .Default(this.refused)
    )
    supplement = (
        Work(decision.supplement, Stage.DECISION)
        .Role(Role.AUDITOR, at=routes.body)
        .Limit(limit("supplement"))
        .Keep(routes.lead)
        .Steps("processes.decision.supply")
        .Annotation(title=_("Supply what the decision maker asks for"))
        .Next(this.freeze_basis)
    )
    refused = flow.Function(routes.close_refused).Next(this.end)
    issue = flow.Function(certificate_actions.carry_out).Next(this.end)
    end = flow.End()
