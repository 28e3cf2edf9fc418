"""Nonconformities are answered, assessed and verified."""

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow

from processes import routes, sent_back
from processes.audit import actions as audit_actions
from processes.case.deadlines import limit
from processes.case.stages import Stage
from processes.corrective_actions import actions as corrective_actions
from processes.corrective_actions import deadlines as corrective_deadlines
from processes.corrective_actions import views as corrective
from processes.roles import Role
from workflow.definition.nodes import Work

LAPSES = _("If a major nonconformity is not verified in time, a new visit must be made.")


class CorrectiveActionsPart:
    """Nonconformities are answered, assessed and verified. Its nodes, from top to bottom."""

    prepare_actions = flow.Function(corrective_actions.prepare).Next(this.after_preparation)
    after_preparation = (
        flow.Switch()
        .Case(this.answer_findings, cond=routes.is_answering)
        .Case(this.assess_answers, cond=routes.is_assessing)
        .Case(this.verify_majors, cond=routes.is_verifying)
        .Default(this.after_corrective_actions)
    )
    answer_findings = (
        Work(corrective.answer, Stage.CORRECTIVE_ACTIONS)
        .Role(Role.COORDINATOR, at=routes.municipality)
        .Limit(limit("answer_findings"), effort=5)
        .Otherwise(LAPSES)
        .During("processes.response.answer", "processes.response.take_back")
        .Steps(
            "processes.correctiveplan.send_answers",
            "processes.correctiveplan.lapse",
            "processes.correctiveplan.revise",
        )
        .Annotation(title=_("Answer the nonconformities"))
        .Again(
            _("Complete the answers to the nonconformities"),
            ("after_assessment", "after_verification"),
            why=sent_back.to_answer_more,
        )
        .Next(this.answered_in_time)
    )
    # Rows of running and ended cases know it by this name; what it asks is its title.
    answered_in_time = (
        flow.If(routes.has_stopped)
        .Annotation(title=_("Has the limit for majors passed, or was the report corrected?"))
        .Then(this.why_stopped)
        .Else(this.assess_answers)
    )
    why_stopped = (
        flow.Switch().Case(this.prepare_actions, cond=routes.is_revised).Default(this.visit_again)
    )
    assess_answers = (
        Work(corrective.assess, Stage.CORRECTIVE_ACTIONS)
        .Role(Role.AUDITOR, at=routes.body)
        .Limit(limit("assess_answers"))
        .Keep(routes.lead)
        .Otherwise(LAPSES)
        .During("processes.response.accept", "processes.response.ask_more")
        .Steps(
            "processes.correctiveplan.accept_all",
            "processes.correctiveplan.ask_more",
            "processes.correctiveplan.lapse",
            "processes.correctiveplan.revise",
        )
        .Annotation(title=_("Assess the answers"))
        .Next(this.after_assessment)
    )
    after_assessment = (
        flow.Switch()
        .Case(this.visit_again, cond=routes.has_lapsed)
        .Case(this.prepare_actions, cond=routes.is_revised)
        .Case(this.answer_findings, cond=routes.is_answering)
        .Case(this.verify_majors, cond=routes.has_unverified_major)
        .Default(this.close_actions)
    )
    verify_majors = (
        Work(corrective.verify, Stage.CORRECTIVE_ACTIONS)
        .Role(Role.AUDITOR, at=routes.body)
        .Limit(corrective_deadlines.target, effort=3)
        .Keep(routes.lead)
        .Otherwise(LAPSES)
        .During("processes.response.verify", "processes.response.find_ineffective")
        .Steps(
            "processes.correctiveplan.close",
            "processes.correctiveplan.find_ineffective",
            "processes.correctiveplan.lapse",
            "processes.correctiveplan.revise",
        )
        .Annotation(title=_("Verify major nonconformities"))
        .Next(this.after_verification)
    )
    after_verification = (
        flow.Switch()
        .Case(this.visit_again, cond=routes.has_lapsed)
        .Case(this.prepare_actions, cond=routes.is_revised)
        .Case(this.answer_findings, cond=routes.is_answering)
        .Default(this.after_corrective_actions)
    )
    close_actions = flow.Function(corrective_actions.close).Next(this.after_corrective_actions)
    visit_again = flow.Function(audit_actions.visit_again).Next(this.plan_again)
