"""A certificate of another body is taken over: asked for, agreed on, reviewed, decided."""

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow

from processes import routes
from processes.case.deadlines import LADDER_READS, ladder, limit, repeat
from processes.case.stages import Stage
from processes.flows.application import ApplicationPart
from processes.flows.decision import DecisionPart
from processes.flows.exits import leads_to
from processes.roles import Role
from processes.transfer import views
from workflow.definition.nodes import Work
from workflow.engine import execution, locking
from workflow.models import Process, Task


class TransferPart:
    """What the other body found is reviewed before anybody decides."""

    review_transfer = (
        Work(views.review, Stage.TRANSFER)
        .Role(Role.AUDITOR, at=routes.body)
        .Limit(limit("review_transfer"), effort=2)
        .Declared()
        .Steps("processes.transfer.judge")
        .Annotation(title=_("Review a certificate of another body"))
        .Next(this.after_transfer)
    )


class TransferFlow(ApplicationPart, TransferPart, DecisionPart, flow.Flow):
    """From the request to a certificate with the rhythm that it had. Nothing is audited.

    What the decision maker asks for is reviewed before it is decided anew; no report can be asked
    for, as there is none.
    """

    process_class = Process
    task_class = Task
    process_title = _("Transfer from another certification body")
    lock_impl = locking.RowLock()
    reminder_ladder = staticmethod(ladder)
    reminder_repeat = staticmethod(repeat)
    ladder_reads = LADDER_READS
    rests = True

    after_application = leads_to("review_transfer")
    after_transfer = leads_to("freeze_basis")
    after_supply = leads_to("review_transfer")
    on_newer_report = report_again = leads_to("freeze_basis")

    start = flow.StartHandle(execution.started).Next(this.apply)
    end = flow.End()
