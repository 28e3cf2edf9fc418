"""Everything is reviewed and decided."""

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow

from processes import routes
from processes.case.deadlines import limit
from processes.case.stages import Stage
from processes.certificate import actions as certificate_actions
from processes.decision import actions as decision_actions
from processes.decision import deadlines as decision_deadlines
from processes.decision import kinds
from processes.decision import views as decision
from processes.roles import Role
from workflow.definition.nodes import Work


class DecisionPart:
    """Everything is reviewed and decided. Its nodes, from top to bottom."""

    freeze_basis = flow.Function(decision_actions.freeze).Next(this.decide)
    decide = (
        Work(decision.decide, Stage.DECISION)
        .Role(kinds.case_decider(), at=routes.body)
        .Limit(limit("decide"), effort=2)
        .Declared()
        .Steps(
            "processes.decision.grant",
            "processes.decision.refuse",
            "processes.decision.defer",
            "processes.decision.settle",
            "processes.decision.outdate",
        )
        .Annotation(title=_("Review everything and decide"))
        .Next(this.decision_outcome)
    )
    decision_outcome = (
        flow.Switch()
        .Case(this.issue, cond=routes.is_granted)
        .Case(this.on_newer_report, cond=routes.is_outdated)
        .Case(this.reopen_report, cond=routes.is_report_asked_for)
        .Case(this.supply_more, cond=routes.is_asked_of_municipality)
        .Case(this.supplement, cond=routes.is_deferred)
        .Default(this.refused)
    )
    supplement = (
        Work(decision.supplement, Stage.DECISION)
        .Role(Role.AUDITOR, at=routes.body)
        .Limit(decision_deadlines.supplied)
        .Keep(routes.lead)
        .Steps("processes.decision.supply")
        .Annotation(title=_("Supply what the decision maker asks for"))
        .Next(this.is_report_newer)
    )
    supply_more = (
        Work(decision.supply, Stage.DECISION)
        .Role(Role.COORDINATOR, at=routes.municipality)
        .Limit(decision_deadlines.supplied)
        .Keep(routes.opener)
        .Steps("processes.decision.supply")
        .Annotation(title=_("Supply what the decision maker asks you for"))
        .Next(this.after_supply)
    )
    is_report_newer = (
        flow.If(routes.is_report_newer).Then(this.on_newer_report).Else(this.freeze_basis)
    )
    reopen_report = flow.Function(decision_actions.reopen_report).Next(this.report_again)
    refused = flow.Function(routes.close_refused).Next(this.end)
    issue = flow.Function(certificate_actions.carry_out).Next(this.end)
