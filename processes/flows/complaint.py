"""A complaint: acknowledged, taken up or not, answered, looked into, decided and closed."""

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow

from processes.complaints import deadlines, views, ways
from processes.complaints.deadlines import limit
from processes.decision import kinds
from processes.roles import Role
from workflow.definition.nodes import Work
from workflow.engine import execution, locking
from workflow.models import Process, Task


class ComplaintFlow(flow.Flow):
    """People who took no part look into it, and somebody else decides. It is about no case."""

    process_class = Process
    task_class = Task
    process_title = _("Complaint")
    lock_impl = locking.RowLock()
    reminder_ladder = staticmethod(deadlines.ladder)
    reminder_repeat = staticmethod(deadlines.repeat)
    ladder_reads = ("subject__cycle",)
    ends_with = ()

    start = flow.StartHandle(execution.started).Next(this.acknowledge_complaint)
    acknowledge_complaint = (
        Work(views.acknowledge)
        .Role(Role.OFFICER, at=ways.officers)
        .Limit(limit("acknowledge_complaint"))
        .Steps("processes.complaint.acknowledge")
        .Annotation(title=_("Acknowledge a complaint"))
        .Next(this.review_complaint)
    )
    review_complaint = (
        Work(views.review)
        .Role(Role.OFFICER, at=ways.officers)
        .Limit(limit("review_complaint"))
        .Steps(
            "processes.complaint.take_up",
            "processes.complaint.dismiss",
            "processes.complaint.refer",
        )
        .Annotation(title=_("Say whether a complaint is taken up"))
        .Next(this.is_taken_up)
    )
    is_taken_up = flow.If(ways.is_taken_up).Then(this.prepare_complaint).Else(this.end)
    prepare_complaint = (
        Work(views.prepare)
        .Role(Role.OFFICER, at=ways.officers)
        .Limit(limit("prepare_complaint"))
        .Keep(ways.handler)
        .Steps("processes.complaint.send_on", "processes.complaint.keep_back")
        .Annotation(title=_("Say who is to answer a complaint"))
        .Next(this.is_sent_on)
    )
    is_sent_on = flow.If(ways.is_sent_on).Then(this.answer_complaint).Else(this.look_into_complaint)
    answer_complaint = (
        Work(views.answer)
        .Role(Role.COORDINATOR, at=ways.municipality)
        .Limit(limit("answer_complaint"))
        .Otherwise(_("If you do not answer by then, it is decided without your answer."))
        .Steps("processes.complaint.reply", "processes.complaint.pass_unreplied")
        .Annotation(title=_("Answer a complaint about you"))
        .Next(this.look_into_complaint)
    )
    look_into_complaint = (
        Work(views.look_into)
        .Role(Role.OFFICER, at=ways.officers)
        .Limit(limit("investigate_complaint"), effort=3)
        .Keep(ways.handler)
        .Steps("processes.complaint.conclude")
        .Annotation(title=_("Look into a complaint"))
        .Next(this.decide_complaint)
    )
    decide_complaint = (
        Work(views.decide)
        .Role(kinds.case_decider(), at=ways.deciders)
        .Limit(deadlines.decided)
        .Steps("processes.complaint.rule_on")
        .Annotation(title=_("Decide on a complaint"))
        .Next(this.is_to_be_put_right)
    )
    is_to_be_put_right = (
        flow.If(ways.is_to_be_put_right).Then(this.close_complaint).Else(this.end_decided)
    )
    close_complaint = (
        Work(views.close)
        .Role(Role.OFFICER, at=ways.officers)
        .Limit(limit("close_complaint"))
        .Keep(ways.handler)
        .Steps("processes.complaint.round_off")
        .Annotation(title=_("Put right what a complaint found, and close it"))
        .Next(this.end)
    )
    end_decided = flow.Function(ways.end_decided).Next(this.end)
    end = flow.End()
