"""An appeal: acknowledged and answered by an officer, after its case has ended."""

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow

from processes import routes
from processes.appeals import deadlines, ways
from processes.appeals import task_views as appeals
from processes.case.deadlines import LADDER_READS, ladder, limit, repeat
from processes.case.stages import Stage
from processes.decision import kinds
from processes.roles import Role
from workflow.definition.nodes import Work
from workflow.engine import execution, locking
from workflow.models import Process, Task


class AppealFlow(flow.Flow):
    """An officer acknowledges an appeal and answers it. It outlives the case it is about."""

    process_class = Process
    task_class = Task
    process_title = _("Appeal")
    lock_impl = locking.RowLock()
    reminder_ladder = staticmethod(ladder)
    reminder_repeat = staticmethod(repeat)
    ladder_reads = LADDER_READS
    ends_with = ()

    start = flow.StartHandle(execution.started).Next(this.acknowledge_appeal)
    acknowledge_appeal = (
        Work(appeals.acknowledge, Stage.DECISION)
        .Role(Role.OFFICER, at=routes.body)
        .Limit(limit("acknowledge_appeal"))
        .Steps("processes.appeal.acknowledge")
        .Annotation(title=_("Acknowledge the appeal"))
        .Next(this.answer_appeal)
    )
    answer_appeal = (
        Work(appeals.answer, Stage.DECISION)
        .Role(Role.OFFICER, at=routes.body)
        .Limit(limit("answer_appeal"), effort=5)
        .Steps("processes.appeal.answer")
        .Annotation(title=_("Answer the appeal"))
        .Next(this.end)
    )
    end = flow.End()


class AppealFlow2(flow.Flow):
    """An officer looks into an appeal, and a decision maker who took no part decides it.

    The version before had an officer answer alone; appeals that run by it do so to their end, or
    are moved.
    """

    process_class = Process
    task_class = Task
    process_title = _("Appeal")
    lock_impl = locking.RowLock()
    reminder_ladder = staticmethod(ladder)
    reminder_repeat = staticmethod(repeat)
    ladder_reads = LADDER_READS
    ends_with = ()
    FROM = {1: {"answer_appeal": "look_into_appeal"}}

    start = flow.StartHandle(execution.started).Next(this.acknowledge_appeal)
    acknowledge_appeal = (
        Work(appeals.acknowledge, Stage.DECISION)
        .Role(Role.OFFICER, at=routes.body)
        .Limit(limit("acknowledge_appeal"))
        .Steps("processes.appeal.acknowledge")
        .Annotation(title=_("Acknowledge the appeal"))
        .Next(this.look_into_appeal)
    )
    look_into_appeal = (
        Work(appeals.look_into, Stage.DECISION)
        .Role(Role.OFFICER, at=routes.body)
        .Limit(limit("look_into_appeal"), effort=3)
        .Steps("processes.appeal.lay_before")
        .Annotation(title=_("Look into the appeal"))
        .Next(this.decide_appeal)
    )
    decide_appeal = (
        Work(appeals.decide, Stage.DECISION)
        .Role(kinds.appeal_decider(), at=routes.body)
        .Limit(deadlines.outcome, effort=3)
        .Declared()
        .Steps(
            "processes.appeal.reject_appeal",
            "processes.appeal.dismiss_appeal",
            "processes.appeal.uphold_appeal",
            "processes.appeal.send_back_appeal",
        )
        .During("processes.appeal.order_stay")
        .Annotation(title=_("Decide the appeal"))
        .Next(this.end)
    )
    end = flow.End()


class AppealFlow3(flow.Flow):
    """A signatory stands by it, an officer who took no part takes it up, another person decides.

    The version before looked into every appeal, whoever wrote it and whenever it came.
    """

    process_class = Process
    task_class = Task
    process_title = _("Appeal")
    lock_impl = locking.RowLock()
    reminder_ladder = staticmethod(ladder)
    reminder_repeat = staticmethod(repeat)
    ladder_reads = LADDER_READS
    ends_with = ()
    FROM = {1: {"answer_appeal": "look_into_appeal"}, 2: {}}

    start = flow.StartHandle(execution.started).Next(this.acknowledge_appeal)
    acknowledge_appeal = (
        Work(appeals.acknowledge, Stage.DECISION)
        .Role(Role.OFFICER, at=ways.officers)
        .Limit(limit("acknowledge_appeal"))
        .Steps("processes.appeal.acknowledge")
        .Annotation(title=_("Acknowledge the appeal"))
        .Next(this.is_confirmed)
    )
    is_confirmed = flow.If(ways.is_confirmed).Then(this.admit_appeal).Else(this.ask_signatory)
    ask_signatory = flow.Function(ways.ask_signatory).Next(this.confirm_appeal)
    confirm_appeal = (
        Work(appeals.confirm, Stage.DECISION)
        .Role(Role.SIGNATORY, at=routes.municipality)
        .Limit(limit("confirm_appeal"))
        .Otherwise(_("If no signatory stands by it by then, it is dismissed."))
        .Steps(
            "processes.appeal.stand_by",
            "processes.appeal.disown",
            "processes.appeal.pass_unconfirmed",
        )
        .Annotation(title=_("Say whether the municipality appeals"))
        .Next(this.is_wanted)
    )
    is_wanted = flow.If(ways.goes_on).Then(this.admit_appeal).Else(this.end)
    admit_appeal = (
        Work(appeals.admit, Stage.DECISION)
        .Role(Role.OFFICER, at=ways.officers)
        .Limit(limit("admit_appeal"))
        .Steps("processes.appeal.admit_appeal", "processes.appeal.dismiss_inadmissible")
        .Annotation(title=_("Say whether the appeal is taken up"))
        .Next(this.is_admitted)
    )
    is_admitted = flow.If(ways.goes_on).Then(this.look_into_appeal).Else(this.end)
    look_into_appeal = (
        Work(appeals.look_into, Stage.DECISION)
        .Role(Role.OFFICER, at=ways.officers)
        .Limit(limit("look_into_appeal"), effort=3)
        .Keep(ways.handler)
        .Steps("processes.appeal.lay_before")
        .Annotation(title=_("Look into the appeal"))
        .Next(this.decide_appeal)
    )
    decide_appeal = (
        Work(appeals.decide, Stage.DECISION)
        .Role(kinds.appeal_decider(), at=ways.deciders)
        .Limit(deadlines.outcome, effort=3)
        .Declared()
        .Steps(
            "processes.appeal.reject_appeal",
            "processes.appeal.dismiss_appeal",
            "processes.appeal.uphold_appeal",
            "processes.appeal.uphold_partly",
            "processes.appeal.send_back_appeal",
        )
        .During("processes.appeal.order_stay")
        .Annotation(title=_("Decide the appeal"))
        .Next(this.is_to_be_put_right)
    )
    is_to_be_put_right = flow.If(ways.is_to_be_put_right).Then(this.put_right_appeal).Else(this.end)
    put_right_appeal = (
        Work(appeals.put_right, Stage.DECISION)
        .Role(Role.OFFICER, at=ways.officers)
        .Limit(limit("put_right_appeal"))
        .Keep(ways.handler)
        .Steps("processes.appeal.put_right")
        .Annotation(title=_("Put right what an appeal found"))
        .Next(this.end)
    )
    end = flow.End()
