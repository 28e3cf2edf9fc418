"""From the application to the signed agreement."""

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow

from processes import routes, sent_back
from processes.application import deadlines
from processes.application import views as application
from processes.case.deadlines import limit
from processes.case.stages import Stage
from processes.closing import lapsing
from processes.roles import Role
from workflow.definition.nodes import Work


class ApplicationPart:
    """From the application to the signed agreement. Its nodes, from top to bottom."""

    apply = (
        Work(application.apply, Stage.APPLICATION)
        .Role(Role.COORDINATOR, at=routes.municipality)
        .Limit(limit("apply"))
        .Otherwise(_("If it is not sent by then, it lapses. A new application is possible."))
        .Lapses(deadlines.application_lapses, warns=lapsing.warn, ends=lapsing.lapse)
        .Keep(routes.opener)
        .Steps("processes.application.submit")
        .Annotation(title=_("Apply for certification"))
        .Again(_("Complete the application"), ("application_outcome",), why=sent_back.to_complete)
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
        .Otherwise(_("If it is still not signed some time after that day, the case lapses."))
        .Lapses(deadlines.agreement_lapses, warns=lapsing.warn, ends=lapsing.lapse)
        .Steps("processes.agreement.sign", "processes.agreement.decline")
        .Annotation(title=_("Sign the agreement"))
        .Next(this.is_signed)
    )
    is_signed = flow.If(routes.is_signed).Then(this.after_application).Else(this.unsigned)
    unsigned = flow.Function(routes.close_unsigned).Next(this.end)
