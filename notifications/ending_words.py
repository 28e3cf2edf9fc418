"""What a message says when a case ends early, or cannot begin."""

from django.utils.translation import gettext_lazy as _

from notifications.words import CLIENT, OPEN_CASE, Words

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
    "ended leave": Words(
        tag=_("Ended"),
        title=_("The agreement is declined"),
        lead=_("%(place)s declined the agreement on %(day)s. The case has ended."),
        why=_("You get this mail because you work with the case of %(place)s."),
        otherwise=_("You find the reasons in the case. A new application is possible."),
        button=OPEN_CASE,
    ),
    "decided acknowledge": Words(
        tag=_("Appeal"),
        title=_("Your appeal is taken in"),
        lead=_("The appeal of %(place)s is taken in. This was said on %(day)s."),
        by=_("%(by)s looks into it."),
        why=CLIENT,
        otherwise=_("The decision stands until you get an answer."),
        button=OPEN_CASE,
    ),
    "decided answer": Words(
        tag=_("Appeal"),
        title=_("Your appeal is answered"),
        lead=_("The appeal of %(place)s was answered on %(day)s."),
        by=_("%(by)s answered."),
        why=CLIENT,
        otherwise=_("You find the answer in the case."),
        button=OPEN_CASE,
    ),
    "ended close": Words(
        tag=_("Ended"),
        title=_("The case is closed"),
        lead=_("The case of %(place)s was closed on %(day)s. It has ended."),
        by=_("%(by)s closed it."),
        why=_("You get this mail because you work with the case of %(place)s."),
        otherwise=_("In the case you find ground and reasons, and how to appeal."),
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
    "ended lapse": Words(
        tag=_("Ended"),
        title=_("The case has lapsed"),
        lead=_("The case of %(place)s lapsed on %(day)s. It had been left lying too long."),
        why=_("You get this mail because you work with the case of %(place)s."),
        otherwise=_("What was written stays readable. A new application is possible at any time."),
        button=OPEN_CASE,
    ),
    "lapsing": Words(
        tag=_("By %(until_short)s"),
        title=_("The case will lapse"),
        lead=_("The case of %(place)s waits for the municipality. It lapses after %(until)s."),
        why=_("You get this mail because you work with the case of %(place)s."),
        otherwise=_("It is enough to send or to sign what waits. Otherwise you can apply anew."),
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
