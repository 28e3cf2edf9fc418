"""What each message says, in plain words. Short sentences: the Swedish must stay at LIX 45."""

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from notifications.models import Notification
from notifications.texts.account_words import ACCOUNT
from notifications.texts.amendment_words import AMENDMENTS
from notifications.texts.appeal_words import APPEALS
from notifications.texts.complaint_words import COMPLAINTS
from notifications.texts.decision_words import DECISIONS
from notifications.texts.dialogue_words import DIALOGUE
from notifications.texts.ending_words import ENDINGS
from notifications.texts.part_words import PARTS
from notifications.texts.sanction_words import SANCTIONS
from notifications.texts.time_words import TIMES
from notifications.texts.words import CLIENT, NO_ACTION, OPEN_CASE, Words

DUE = _("It must be done by %(due)s.")
OPEN_TASK = _("Open the task")
REMINDED = _("If it is not done in time you get a reminder. %(watcher)s is told too.")
WATCHED = _("You get this mail because you watch over the dates of the case.")
WAITS = _("The case waits until this is done.")
TASK_TITLE = "%(task)s"

WORDS = {
    "assigned": Words(
        tag=_("New task"),
        title=TASK_TITLE,
        lead=_("“%(task)s” for %(place)s is now your task."),
        due=DUE,
        why=_("You get this mail because the task is yours."),
        otherwise=REMINDED,
        button=OPEN_TASK,
        many=_("%(number)s tasks are now yours"),
    ),
    "assigned assign": Words(
        tag=_("New task"),
        title=TASK_TITLE,
        lead=_("“%(task)s” for %(place)s is now your task."),
        by=_("%(by)s gave it to you."),
        due=DUE,
        why=_("You get this mail because the task is yours."),
        otherwise=REMINDED,
        button=OPEN_TASK,
        many=_("%(number)s tasks are now yours"),
    ),
    "queued": Words(
        tag=_("New task"),
        title=TASK_TITLE,
        lead=_("A new task is free: “%(task)s” for %(place)s. You may take it."),
        due=DUE,
        why=_("You get this mail because your role may take the task."),
        otherwise=_("If nobody takes it, all who may take it are reminded."),
        button=OPEN_TASK,
        many=_("%(number)s new tasks are free"),
    ),
    "queued hand_back": Words(
        tag=_("Free again"),
        title=TASK_TITLE,
        lead=_("A task is free again: “%(task)s” for %(place)s. You may take it."),
        due=DUE,
        why=_("You get this mail because your role may take the task."),
        otherwise=_("If nobody takes it, all who may take it are reminded."),
        button=OPEN_TASK,
        many=_("%(number)s tasks came back"),
    ),
    "returned": Words(
        tag=_("Back to you"),
        title=TASK_TITLE,
        lead=_("The case of %(place)s has come back: “%(task)s”. You can read why in the case."),
        by=_("%(by)s sent it back."),
        due=DUE,
        why=_("You get this mail because the task is yours to do or to take."),
        otherwise=WAITS,
        button=OPEN_TASK,
    ),
    "due_soon": Words(
        tag=_("New task"),
        title=TASK_TITLE,
        lead=_("Remember “%(task)s” for %(place)s."),
        due=DUE,
        why=_("You get this mail because the task is yours to do or to take."),
        otherwise=REMINDED,
        button=OPEN_TASK,
        many=_("%(number)s tasks have a deadline soon"),
    ),
    "overdue": Words(
        tag=_("Late"),
        title=TASK_TITLE,
        lead=_("“%(task)s” for %(place)s is late. It was to be done by %(due)s."),
        why=_("You get this mail because the task is yours to do or to take."),
        otherwise=_("The case stands still until it is done. %(watcher)s is told."),
        button=OPEN_TASK,
        many=_("%(number)s of your tasks are late"),
    ),
    "escalated": Words(
        tag=_("Late"),
        title=TASK_TITLE,
        lead=_("“%(task)s” for %(place)s is late. It was to be done by %(due)s."),
        by=_("%(owner)s has the task."),
        why=_("You get this mail because you watch over the deadlines of the case."),
        otherwise=_("The case stands still until somebody acts."),
        button=OPEN_CASE,
        many=_("%(number)s tasks of others are late"),
    ),
    "unattended": Words(
        tag=_("Nobody can"),
        title=TASK_TITLE,
        lead=_("Nobody can do “%(task)s” for %(place)s. Whoever could has left or may not."),
        due=DUE,
        why=_("You get this mail because you watch over the deadlines of the case."),
        otherwise=_("The case stands still until somebody gets the role."),
        button=OPEN_CASE,
    ),
    "readmitted": Words(
        tag=_("May again"),
        title=_("Somebody may work on the case again"),
        lead=_("A tie no longer keeps somebody from the case of %(place)s. The case says who."),
        why=_("You get this mail because you watch over the deadlines of the case."),
        otherwise=NO_ACTION,
        button=OPEN_CASE,
    ),
    "opened surveillance": Words(
        tag=_("New case"),
        title=_("Follow up the certificate"),
        lead=_("It is time to follow up the certificate of %(place)s. A case began on %(day)s."),
        why=CLIENT,
        otherwise=_("The certificate can end if the follow-up is not done."),
        button=OPEN_CASE,
    ),
    "opened by_document": Words(
        tag=_("New case"),
        title=_("Follow-up by document"),
        lead=_("It is time to follow up the certificate of %(place)s. A case began on %(day)s."),
        why=CLIENT,
        otherwise=_("Nobody visits. The certificate can end if the follow-up is not done."),
        button=OPEN_CASE,
    ),
    "opened recertification": Words(
        tag=_("New case"),
        title=_("Renew the certificate"),
        lead=_("It is time to renew the certificate of %(place)s. A case began on %(day)s."),
        why=CLIENT,
        otherwise=_("If it is not renewed in time, the certificate ends."),
        button=OPEN_CASE,
    ),
    "opened restoration": Words(
        tag=_("New case"),
        title=_("Restore the certificate"),
        lead=_("A case to restore the certificate of %(place)s began on %(day)s."),
        why=CLIENT,
        otherwise=_("When the time to restore it is over, the case ends by itself."),
        button=OPEN_CASE,
    ),
    "opened special": Words(
        tag=_("New case"),
        title=_("Special audit"),
        lead=_("A special audit of %(place)s began on %(day)s. The case says why."),
        why=CLIENT,
        otherwise=_("It goes on beside all other cases. You hear when you have to do something."),
        button=OPEN_CASE,
    ),
    "nearing visit": Words(
        tag=_("By %(until_short)s"),
        title=_("The visit must be held"),
        lead=_("The visit at %(place)s must be held by %(until)s. It is not held yet."),
        why=WATCHED,
        otherwise=_("After that day the programme of the certificate is not kept."),
        button=OPEN_CASE,
    ),
    "nearing decision": Words(
        tag=_("By %(until_short)s"),
        title=_("The decision must be made"),
        lead=_("The case of %(place)s must be decided by %(until)s. It is not decided yet."),
        why=WATCHED,
        otherwise=_("After that day the programme of the certificate is not kept."),
        button=OPEN_CASE,
    ),
    "nearing behind visit": Words(
        tag=_("By %(until_short)s"),
        title=_("The visit cannot be in time"),
        lead=_("The visit at %(place)s must be held by %(until)s. The time left is too short."),
        why=WATCHED,
        otherwise=_("Act now: the tasks left take longer even with the shortest limits."),
        button=OPEN_CASE,
    ),
    "nearing behind decision": Words(
        tag=_("By %(until_short)s"),
        title=_("The decision cannot be in time"),
        lead=_("The case of %(place)s must be decided by %(until)s. The time left is too short."),
        why=WATCHED,
        otherwise=_("Act now: the tasks left take longer even with the shortest limits."),
        button=OPEN_CASE,
    ),
    "missed visit": Words(
        tag=_("Late"),
        title=_("The visit is late"),
        lead=_("The visit at %(place)s was to be held by %(until)s. It is still not held."),
        why=WATCHED,
        otherwise=_("You are told every week until the visit is held."),
        button=OPEN_CASE,
    ),
    "missed decision": Words(
        tag=_("Late"),
        title=_("The decision is late"),
        lead=_("The case of %(place)s was to be decided by %(until)s. It is still not decided."),
        why=WATCHED,
        otherwise=_("You are told every week until the case is decided."),
        button=OPEN_CASE,
    ),
    "expiring": Words(
        tag=_("Valid until %(until_short)s"),
        title=_("The certificate"),
        lead=_("The certificate of %(place)s is valid until %(until)s. It is not renewed yet."),
        why=_("You get this mail because you work with the case of %(place)s."),
        otherwise=_("If it is not renewed in time, the certificate ends."),
        button=OPEN_CASE,
    ),
    "expired": Words(
        tag=_("Ended"),
        title=_("The certificate"),
        lead=_("The certificate of %(place)s ended on %(until)s. It was not renewed in time."),
        why=_("You get this mail because you work with the case of %(place)s."),
        otherwise=_("%(place)s may no longer show the certificate. It can be restored for a time."),
        button=OPEN_CASE,
    ),
    "incident": Words(
        tag=_("The system"),
        title=_("An incident needs you"),
        lead=_("The system tried “%(step)s” several times and failed. The last time was %(day)s."),
        why=_("You get this mail because you are an administrator."),
        otherwise=_("What it was to do is not done until you let it try again."),
        button=_("Open what failed"),
    ),
    "unheard": Words(
        tag=_("Nobody is told"),
        title="%(what)s",
        lead=_("Nobody can be told of “%(what)s” for %(place)s any more."),
        why=_("You get this mail because you answer for the case when nobody else does."),
        otherwise=_("The case can stand still until somebody gets the role or the task."),
        button=OPEN_CASE,
        many=_("Nobody can be told of %(number)s things"),
    ),
    "digest": Words(
        tag=_("Today"),
        title=_("%(number)s things that need you"),
        lead=_("Here is what has happened and what comes near."),
        why=_("You get this mail because several things for you came together."),
        otherwise=_("Every task has its own deadline. You are reminded of each."),
        button=_("Open my tasks"),
    ),
}

MORE = (
    *(DECISIONS, ENDINGS, AMENDMENTS, PARTS, SANCTIONS, ACCOUNT, TIMES, COMPLAINTS),
    *(DIALOGUE, APPEALS),
)
for more in MORE:
    if twice := WORDS.keys() & more.keys():
        raise ImproperlyConfigured(f"Two messages have one name, put the model first: {twice}.")
    WORDS |= more

LATE = gettext_noop("%(late)s late")
ACT_BY = gettext_noop("Act by %(due_short)s")
"""The tags of messages about a task with a deadline."""


def of_step(row: Notification, kind: str) -> str:
    """The entry of a kind and a row's step; of a step that several models have, of its model."""
    model, step = row.subject.partition(":")[0].rpartition(".")[2], row.facts["step"]
    named = f"{kind} {model}.{step}"
    return named if named in WORDS else f"{kind} {step}"
