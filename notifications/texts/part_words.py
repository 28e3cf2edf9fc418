"""What a message says to whoever gets a task or a part in a case, or has it no longer."""

from django.utils.translation import gettext_lazy as _

from notifications.texts.words import OPEN_CASE, Words

TASK_TITLE = "%(task)s"
HAD_TASK = _("You get this mail because you had the task.")
NO_ACTION = _("You need not do anything now.")
MY_TASKS = _("Open my tasks")
NOT_YOURS = _("No longer yours")
MANY = _("%(number)s things are no longer yours")
MANY_CASES = _("%(number)s cases have become yours")

PARTS = {
    "released assign": Words(
        tag=NOT_YOURS,
        title=TASK_TITLE,
        lead=_("“%(task)s” for %(place)s is no longer your task. Somebody else has it."),
        by=_("%(by)s gave it to somebody else."),
        why=HAD_TASK,
        otherwise=NO_ACTION,
        button=MY_TASKS,
        many=MANY,
    ),
    "released hand_back": Words(
        tag=NOT_YOURS,
        title=TASK_TITLE,
        lead=_("“%(task)s” for %(place)s is no longer your task. Your part in it has changed."),
        by=_("%(by)s changed it."),
        why=HAD_TASK,
        otherwise=NO_ACTION,
        button=MY_TASKS,
        many=MANY,
    ),
    "released lease": Words(
        tag=NOT_YOURS,
        title=TASK_TITLE,
        lead=_("You took “%(task)s” for %(place)s, but it lay idle. It is free again."),
        why=HAD_TASK,
        otherwise=_("You can take it again, unless somebody else does first."),
        button=MY_TASKS,
        many=MANY,
    ),
    "released fell_away": Words(
        tag=NOT_YOURS,
        title=TASK_TITLE,
        lead=_("“%(task)s” for %(place)s is over since %(day)s. You need not do it any more."),
        why=HAD_TASK,
        otherwise=_("You find in the case what happened."),
        button=MY_TASKS,
        many=MANY,
    ),
    "released team_leave": Words(
        tag=NOT_YOURS,
        title=_("You have left an audit team"),
        lead=_("You are no longer in the audit team for %(place)s. This was so from %(day)s."),
        by=_("%(by)s changed the team."),
        why=_("You get this mail because you were in the team, or were asked to join it."),
        otherwise=NO_ACTION,
        button=MY_TASKS,
        many=MANY,
    ),
    "released coordination_leave": Words(
        tag=NOT_YOURS,
        title=_("Somebody else coordinates the case"),
        lead=_("You no longer coordinate the case of %(place)s."),
        by=_("%(by)s handed it on."),
        why=_("You get this mail because you coordinated the case."),
        otherwise=NO_ACTION,
        button=MY_TASKS,
        many=MANY,
    ),
    "part team_promote": Words(
        tag=_("New part"),
        title=_("You lead the audit"),
        lead=_("You lead the audit of %(place)s from now on."),
        by=_("%(by)s changed the team."),
        why=_("You get this mail because you are in the audit team."),
        otherwise=_("What waits for a lead auditor in the case is yours to do."),
        button=OPEN_CASE,
        many=MANY_CASES,
    ),
    "part review_invite": Words(
        tag=_("New part"),
        title=_("You are asked for an independent review"),
        lead=_("A certification body has nobody left who took no part in a matter, and asks you."),
        by=_("%(by)s asks you."),
        why=_("You get this mail because somebody thinks that you could review it."),
        otherwise=_("Say whether anything ties you to it. Before that nothing of it is shown."),
        button=_("Answer"),
        many=MANY_CASES,
    ),
    "part review_decline": Words(
        tag=_("Independent review"),
        title=_("A reviewer cannot"),
        lead=_("Somebody who was asked for an independent review cannot do it."),
        why=_("You get this mail because you administer the certification body."),
        otherwise=_("Ask somebody else: the limit runs."),
        button=_("Ask somebody else"),
        many=MANY_CASES,
    ),
    "part coordination_take": Words(
        tag=_("New part"),
        title=_("You coordinate the case"),
        lead=_("You coordinate the case of %(place)s from now on."),
        by=_("%(by)s handed it on to you."),
        why=_("You get this mail because the case has become yours."),
        otherwise=_("New tasks of the case that are the coordinator's come to you."),
        button=OPEN_CASE,
        many=MANY_CASES,
    ),
    "team team_lose": Words(
        tag=_("Audit team"),
        title=_("Somebody has left the audit team"),
        lead=_("Somebody has left the audit team for %(place)s. You see who in the case."),
        by=_("%(by)s changed the team."),
        why=_("You get this mail because you work with the case of %(place)s."),
        otherwise=_("Whoever may come instead is presented first."),
        button=OPEN_CASE,
    ),
}
