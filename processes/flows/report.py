"""The report: drafted, commented on, locked."""

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow

from processes import routes
from processes.audit import actions as audit_actions
from processes.audit.report import views as report
from processes.case.deadlines import limit
from processes.case.stages import Stage
from processes.roles import Role
from workflow.definition.nodes import Work


class ReportPart:
    """The report: drafted, commented on, locked. Its nodes, from top to bottom."""

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
        .Otherwise(_("If you do not answer by then, the report is finished without your comments."))
        .Steps("processes.report.return_comments", "processes.report.pass_uncommented")
        .Annotation(title=_("Comment on the draft report"))
        .Next(this.finish_report)
    )
    finish_report = (
        Work(report.finish, Stage.REPORT)
        .Role(Role.AUDITOR, at=routes.body)
        .Limit(limit("final_report"))
        .Keep(routes.lead)
        .Steps("processes.report.lock", "processes.report.send_again")
        .Annotation(title=_("Lock the final report"))
        .Next(this.is_sent_again)
    )
    is_sent_again = (
        flow.If(routes.is_report_sent).Then(this.comment_report).Else(this.has_nonconformities)
    )
    has_nonconformities = (
        flow.If(routes.has_actions).Then(this.with_nonconformities).Else(this.after_report)
    )
