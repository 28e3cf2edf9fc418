"""What a message says of a decision and of an answer, by its kind or step."""

from django.utils.translation import gettext_lazy as _

from notifications.texts.words import CLIENT, NO_ACTION, OPEN_CASE, Words

GRANTED = Words(
    tag=_("Decision"),
    title=_("Certificate granted"),
    lead=_("%(place)s gets its certificate. The decision was made on %(day)s."),
    by=_("%(by)s made the decision."),
    why=CLIENT,
    otherwise=NO_ACTION,
    button=OPEN_CASE,
)

DECISIONS = {
    "decided grant": GRANTED,
    "decided renew": GRANTED,
    "decided continue": Words(
        tag=_("Decision"),
        title=_("The certificate stands"),
        lead=_("%(place)s keeps its certificate. The decision was made on %(day)s."),
        by=_("%(by)s made the decision."),
        why=CLIENT,
        otherwise=NO_ACTION,
        button=OPEN_CASE,
    ),
    "decided refuse": Words(
        tag=_("Decision"),
        title=_("No certificate"),
        lead=_("%(place)s does not get a certificate. The decision was made on %(day)s."),
        by=_("%(by)s made the decision."),
        why=CLIENT,
        otherwise=_("You find the reasons in the case. There you can appeal within three weeks."),
        button=OPEN_CASE,
    ),
    "decided accept": Words(
        tag=_("Decision"),
        title=_("The certificate is taken over"),
        lead=_("The certificate of %(place)s is taken over. The decision was made on %(day)s."),
        by=_("%(by)s made the decision."),
        why=CLIENT,
        otherwise=_("It keeps its last day, and is followed up as before."),
        button=OPEN_CASE,
    ),
    "decided reject_transfer": Words(
        tag=_("Decision"),
        title=_("The certificate is not taken over"),
        lead=_("The certificate of %(place)s is not taken over. This was decided on %(day)s."),
        by=_("%(by)s made the decision."),
        why=CLIENT,
        otherwise=_("The reasons are in the case. You can appeal, or apply for a new one."),
        button=OPEN_CASE,
    ),
    "decided stop": Words(
        tag=_("Decision"),
        title=_("The surveillance was not passed"),
        lead=_("The surveillance of %(place)s was not passed. This was decided on %(day)s."),
        by=_("%(by)s made the decision."),
        why=CLIENT,
        otherwise=_("The certificate is valid as before. You find the reasons in the case."),
        button=OPEN_CASE,
    ),
    "decided fall_short": Words(
        tag=_("Decision"),
        title=_("The special audit was not passed"),
        lead=_("The special audit of %(place)s was not passed. This was decided on %(day)s."),
        by=_("%(by)s made the decision."),
        why=CLIENT,
        otherwise=_("The certificate is as before. An officer proposes what follows."),
        button=OPEN_CASE,
    ),
    "decided defer": Words(
        tag=_("Decision"),
        title=_("More is needed first"),
        lead=_("More is needed before the decision on %(place)s. This was said on %(day)s."),
        by=_("%(by)s asked for it."),
        why=CLIENT,
        otherwise=_("What is asked for, of whom and by when stands in the case."),
        button=OPEN_CASE,
    ),
    "decided find_ready": Words(
        tag=_("Review"),
        title=_("The documents are reviewed"),
        lead=_("The documents of %(place)s were reviewed on %(day)s. The visit can be planned."),
        by=_("%(by)s made the review."),
        why=CLIENT,
        otherwise=_("The conclusion says what is in order, and what could become a nonconformity."),
        button=OPEN_CASE,
    ),
    "decided close": Words(
        tag=_("Corrective actions"),
        title=_("Your corrective actions are accepted"),
        lead=_("Your corrective actions at %(place)s were found good enough on %(day)s."),
        why=CLIENT,
        otherwise=_("The case goes on to the decision. You need do nothing."),
        button=OPEN_CASE,
    ),
    "decided decline": Words(
        tag=_("Decision"),
        title=_("The application is declined"),
        lead=_("The application of %(place)s is declined. The decision was made on %(day)s."),
        by=_("%(by)s made the decision."),
        why=CLIENT,
        otherwise=_("You find the reasons in the case. There you can appeal, or apply again."),
        button=OPEN_CASE,
    ),
}
