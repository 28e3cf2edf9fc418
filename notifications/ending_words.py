"""What a message says when a case ends early, or cannot begin."""

from django.utils.translation import gettext_lazy as _

from notifications.words import OPEN_CASE, Words

ENDINGS = {
    "ended withdraw": Words(
        tag=_("Ended"),
        title=_("The case is withdrawn"),
        lead=_("%(place)s withdrew the case on %(day)s. It has ended."),
        by=_("%(by)s did it."),
        why=_("You get this mail because you work with the case of %(place)s."),
        otherwise=_("Tasks in the case have fallen away. You need not do anything."),
        button=OPEN_CASE,
    ),
    "ended close": Words(
        tag=_("Ended"),
        title=_("The case is closed"),
        lead=_("The case of %(place)s was closed on %(day)s. It has ended."),
        by=_("%(by)s closed it."),
        why=_("You get this mail because you work with the case of %(place)s."),
        otherwise=_("You find ground and reasons in the case. Tasks in it have fallen away."),
        button=OPEN_CASE,
    ),
    "ended erase_draft": Words(
        tag=_("Ended"),
        title=_("A draft is deleted"),
        lead=_("The draft of an application for %(place)s was deleted on %(day)s."),
        by=_("%(by)s did it."),
        why=_("You get this mail because you had the draft to write."),
        otherwise=_("Nobody can bring it back. A new application can be begun at any time."),
        button=OPEN_CASE,
    ),
    "at_risk": Words(
        tag=_("Waits"),
        title=_("The next case cannot begin"),
        lead=_("The next case for the certificate of %(place)s was to begin on %(day)s."),
        why=_("You get this mail because you watch over the deadlines of the case."),
        otherwise=_("It waits until the case under way has ended. The certificate does not wait."),
        button=OPEN_CASE,
    ),
}
