"""A proposal about a certificate in force, beside all cases; what is new since its hearing."""

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow

from processes import routes
from processes.case.deadlines import LADDER_READS, ladder, limit, repeat
from processes.case.stages import Stage
from processes.decision import kinds
from processes.hearing import views as hearing_views
from processes.roles import Role
from processes.sanctions import actions, deadlines, views, ways
from processes.sanctions.grounds import ROOM
from workflow.definition.nodes import Work
from workflow.engine import execution, locking
from workflow.models import Process, Task


class SanctionFlow(flow.Flow):
    """An officer prepares, the holder answers, somebody else decides. It outlives the case."""

    process_class = Process
    task_class = Task
    process_title = _("Decision about a certificate in force")
    lock_impl = locking.RowLock()
    reminder_ladder = staticmethod(ladder)
    reminder_repeat = staticmethod(repeat)
    ladder_reads = LADDER_READS
    ends_with = ()

    start = flow.StartHandle(execution.started).Next(this.is_put_to_holder)
    is_put_to_holder = (
        flow.If(ways.is_for_hearing).Then(this.hear_holder).Else(this.prepare_sanction)
    )
    prepare_sanction = (
        Work(views.prepare, Stage.CERTIFICATE)
        .Role(Role.OFFICER, at=routes.body)
        .Limit(limit("prepare_sanction"))
        .Steps(
            "processes.proposal.send_to_holder",
            "processes.proposal.pass_on",
            "processes.proposal.drop",
            "processes.proposal.turn_down",
        )
        .Annotation(title=_("Check a proposal about a certificate"))
        .Next(this.is_taken_further)
    )
    is_taken_further = (
        flow.Switch()
        .Case(this.hear_holder, cond=ways.is_for_hearing)
        .Case(this.open_room, cond=ways.is_ready)
        .Default(this.end)
    )
    hear_holder = (
        Work(views.hear, Stage.CERTIFICATE)
        .Role(Role.COORDINATOR, at=routes.municipality)
        .Limit(limit("answer_hearing"))
        .Keep(routes.opener)
        .Otherwise(_("If you do not answer by then, it is decided without your answer."))
        .Steps("processes.proposal.answer", "processes.proposal.pass_unanswered")
        .Annotation(title=_("Answer a proposal about your certificate"))
        .Next(this.open_room)
    )
    open_room = flow.Function(actions.open_room).Next(this.decide_sanction)
    decide_sanction = (
        Work(views.decide, Stage.DECISION)
        .Role(kinds.decider(*ROOM), at=routes.body)
        .Limit(deadlines.decided, effort=2)
        .Declared()
        .Steps("processes.proposal.decide_as_proposed", "processes.proposal.decide_otherwise")
        .Annotation(title=_("Decide about a certificate in force"))
        .Next(this.end)
    )
    end = flow.End()


class HearingFlow(flow.Flow):
    """The municipality comments on new material before a decision rests on it."""

    process_class = Process
    task_class = Task
    process_title = _("New material")
    lock_impl = locking.RowLock()
    reminder_ladder = staticmethod(ladder)
    reminder_repeat = staticmethod(repeat)
    ladder_reads = LADDER_READS
    ends_with = ()

    start = flow.StartHandle(execution.started).Next(this.comment_material)
    comment_material = (
        Work(hearing_views.comment_material, Stage.DECISION)
        .Role(Role.COORDINATOR, at=routes.municipality)
        .Limit(limit("answer_hearing"))
        .Keep(routes.opener)
        .Otherwise(_("If you do not comment by then, it is decided without your comment."))
        .Steps("processes.material.comment_on", "processes.material.pass_without_comment")
        .Annotation(title=_("Comment on new material"))
        .Next(this.end)
    )
    end = flow.End()
