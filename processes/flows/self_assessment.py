"""The municipality assesses its own service and submits it."""

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow

from processes import routes, sent_back
from processes.case.deadlines import limit
from processes.case.stages import Stage
from processes.roles import Role
from processes.self_assessment import actions as assessment_actions
from processes.self_assessment import views as assessment
from workflow.definition.nodes import Work


class SelfAssessmentPart:
    """The municipality assesses its own service and submits it. Its nodes, from top to bottom."""

    prepare_assessment = flow.Function(assessment_actions.prepare).Next(this.assess)
    assess = (
        Work(assessment.assess, Stage.SELF_ASSESSMENT)
        .Role(Role.COORDINATOR, at=routes.municipality)
        .Limit(limit("assess"), effort=10)
        .Keep(routes.opener)
        .Steps("processes.selfassessment.hand_over")
        .Annotation(title=_("Assess your own service"))
        .Again(
            _("Complete the self-assessment"),
            ("is_submitted", "reopen_assessment"),
            why=sent_back.to_assess_more,
        )
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
    is_submitted = flow.If(routes.is_submitted).Then(this.after_self_assessment).Else(this.assess)
