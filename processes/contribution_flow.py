"""How a colleague contributes: the small flow beside the certification's."""

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow

from processes import routes
from processes.case.deadlines import LADDER_READS, ladder, limit, repeat
from processes.case.stages import Stage
from processes.roles import Role
from processes.self_assessment import views as assessment
from workflow.definition.nodes import Work
from workflow.engine import execution, locking
from workflow.models import Process, Task


class ContributionFlow(flow.Flow):
    """A colleague fills in some criteria of a self-assessment."""

    process_class = Process
    task_class = Task
    process_title = _("Contribution")
    lock_impl = locking.RowLock()
    reminder_ladder = staticmethod(ladder)
    reminder_repeat = staticmethod(repeat)
    ladder_reads = LADDER_READS
    rests = True
    ends_with = ("processes/flows.CertificationFlow",)

    start = flow.StartHandle(execution.started).Next(this.contribute)
    contribute = (
        Work(assessment.contribute, Stage.SELF_ASSESSMENT)
        .Role(Role.CONTRIBUTOR, at=routes.municipality)
        .Limit(limit("contribute"))
        .Keep(routes.contributor)
        .Steps("processes.contribution.deliver")
        .Annotation(title=_("Contribute to the self-assessment"))
        .Next(this.end)
    )
    end = flow.End()
