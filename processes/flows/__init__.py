"""The whole certification, composed of the parts of its stages. Read from top to bottom."""

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow

from processes import routes
from processes.case.deadlines import LADDER_READS, ladder, repeat
from processes.flows.application import ApplicationPart
from processes.flows.audit import AuditPart
from processes.flows.corrective_actions import CorrectiveActionsPart
from processes.flows.decision import DecisionPart
from processes.flows.exits import leads_to
from processes.flows.report import ReportPart
from processes.flows.self_assessment import SelfAssessmentPart
from workflow.engine import execution, locking
from workflow.models import Process, Task


class CertificationFlow(
    ApplicationPart,
    SelfAssessmentPart,
    AuditPart,
    ReportPart,
    CorrectiveActionsPart,
    DecisionPart,
    flow.Flow,
):
    """From application to certificate; the other kinds of case join half-way.

    A part holds the nodes of one stage and nothing else; rows know them by this class's name. Where
    a part leaves, it names an exit, and here it is said where that leads.
    """

    process_class = Process
    task_class = Task
    process_title = _("Certification")
    lock_impl = locking.RowLock()
    reminder_ladder = staticmethod(ladder)
    reminder_repeat = staticmethod(repeat)
    ladder_reads = LADDER_READS
    rests = True

    after_application = leads_to("prepare_assessment")
    after_self_assessment = leads_to("has_team")
    assess_again = leads_to("assess")
    after_audit = leads_to("begin_report")
    with_nonconformities = leads_to("prepare_actions")
    after_report = after_corrective_actions = leads_to("freeze_basis")
    plan_again = leads_to("plan_visit")
    report_again = leads_to("draft_report")
    on_newer_report = leads_to("has_nonconformities")
    after_supply = leads_to("is_report_newer")

    start = flow.StartHandle(execution.started).Next(this.where_to_begin)
    where_to_begin = flow.If(routes.is_initial).Then(this.apply).Else(this.begins_with_assessment)
    begins_with_assessment = (
        flow.If(routes.assesses_itself).Then(this.prepare_assessment).Else(this.prepare_audit)
    )
    end = flow.End()
