"""A correction of a locked report: the small flow beside its case, or after it."""

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow

from processes import routes
from processes.amendments import views as amendments
from processes.amendments import ways
from processes.case.deadlines import LADDER_READS, ladder, limit, repeat
from processes.case.stages import Stage
from processes.decision import kinds
from processes.roles import Role
from workflow.definition.nodes import Work
from workflow.engine import execution, locking
from workflow.models import Process, Task


class AmendmentFlow(flow.Flow):
    """An officer confirms or declines a correction; a decision taken before is reconsidered.

    It outlives the case it is about. What is worse for the municipality it comments on first.
    """

    process_class = Process
    task_class = Task
    process_title = _("Correction of a locked report")
    lock_impl = locking.RowLock()
    reminder_ladder = staticmethod(ladder)
    reminder_repeat = staticmethod(repeat)
    ladder_reads = LADDER_READS
    rests = True
    ends_with = ()

    start = flow.StartHandle(execution.started).Next(this.is_for_comments)
    is_for_comments = (
        flow.If(ways.is_sent_for_comments).Then(this.comment_amendment).Else(this.settle_amendment)
    )
    comment_amendment = (
        Work(amendments.comment, Stage.REPORT)
        .Role(Role.COORDINATOR, at=routes.municipality)
        .Limit(limit("comment_report"))
        .Keep(routes.opener)
        .Otherwise(_("If you do not answer by then, the officer settles it without your comment."))
        .Steps("processes.amendment.comment_on", "processes.amendment.pass_uncommented")
        .Annotation(title=_("Comment on a correction of the report"))
        .Next(this.settle_amendment)
    )
    settle_amendment = (
        Work(amendments.settle, Stage.REPORT)
        .Role(Role.OFFICER, at=routes.body)
        .Limit(limit("settle_amendment"))
        .Steps("processes.amendment.adopt", "processes.amendment.reject")
        .Annotation(title=_("Confirm or decline a correction of the report"))
        .Next(this.is_decided)
    )
    is_decided = flow.If(ways.is_to_be_reconsidered).Then(this.reconsider).Else(this.end)
    reconsider = (
        Work(amendments.reconsider, Stage.DECISION)
        .Role(kinds.case_decider(), at=routes.body)
        .Limit(limit("reconsider"), effort=2)
        .Declared()
        .Steps(
            "processes.amendment.uphold",
            "processes.amendment.replace",
            "processes.amendment.refer",
        )
        .Annotation(title=_("Reconsider the decision"))
        .Next(this.is_referred)
    )
    is_referred = flow.If(ways.is_referred).Then(this.follow_up).Else(this.end)
    follow_up = (
        Work(amendments.follow_up, Stage.CERTIFICATE)
        .Role(Role.OFFICER, at=routes.body)
        .Limit(limit("follow_amendment"))
        .Steps("processes.amendment.follow_up")
        .Annotation(title=_("Settle what follows from a corrected report"))
        .Next(this.end)
    )
    end = flow.End()
