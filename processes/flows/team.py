"""How a member joins an audit team: the small flow beside the certification's."""

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow

from processes import routes
from processes.audit.team import changes as team
from processes.audit.team import confirming
from processes.audit.team import views as audit
from processes.case.deadlines import LADDER_READS, ladder, limit, repeat
from processes.case.stages import Stage
from processes.roles import Role
from workflow.definition.nodes import Work
from workflow.engine import execution, locking
from workflow.models import Process, Task


class TeamFlow(flow.Flow):
    """Somebody declares impartiality; whoever joins late is presented to the municipality alone."""

    process_class = Process
    task_class = Task
    process_title = _("Member of the audit team")
    lock_impl = locking.RowLock()
    reminder_ladder = staticmethod(ladder)
    reminder_repeat = staticmethod(repeat)
    ladder_reads = LADDER_READS
    rests = True
    ends_with = ("processes/flows.CertificationFlow",)

    start = flow.StartHandle(execution.started).Next(this.declare)
    declare = (
        Work(audit.declare, Stage.AUDIT)
        .Role(Role.AUDITOR, at=routes.body)
        .Limit(limit("declare_impartiality"))
        .Keep(routes.member)
        .Steps("processes.teammember.declare", "processes.teammember.decline")
        .Annotation(title=_("Declare impartiality for the audit"))
        .Next(this.is_to_be_presented)
    )
    is_to_be_presented = (
        flow.If(routes.is_to_be_presented).Then(this.present_member).Else(this.is_sure)
    )
    is_sure = flow.If(routes.is_sure).Then(this.end).Else(this.confirm_member)
    confirm_member = (
        Work(confirming.confirm_member, Stage.AUDIT)
        .Role(Role.OFFICER, at=routes.body)
        .Limit(limit("confirm_team"))
        .Steps("processes.teammember.confirm", "processes.teammember.turn_down")
        .Annotation(title=_("Confirm the impartiality of a new member of the audit team"))
        .Next(this.end)
    )
    present_member = flow.Function(team.present).Next(this.consider_member)
    consider_member = (
        Work(audit.consider_member, Stage.AUDIT)
        .Role(Role.COORDINATOR, at=routes.municipality)
        .Limit(limit("object_to_team"))
        .Keep(routes.opener)
        .Steps(
            "processes.teammember.accept",
            "processes.teammember.object",
            "processes.teammember.stand",
        )
        .Annotation(title=_("Consider a new member of the audit team"))
        .Next(this.is_member_objected_to)
    )
    is_member_objected_to = (
        flow.If(routes.is_member_objected_to).Then(this.settle_member).Else(this.end)
    )
    settle_member = (
        Work(audit.settle_member, Stage.AUDIT)
        .Role(Role.OFFICER, at=routes.body)
        .Limit(limit("settle_objection"))
        .Steps("processes.teammember.dismiss_objection", "processes.teammember.uphold_objection")
        .Annotation(title=_("Settle the objection to a new member of the team"))
        .Next(this.end)
    )
    end = flow.End()
