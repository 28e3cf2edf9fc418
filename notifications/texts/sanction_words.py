"""What a message says of a certificate that may be, or was, taken out of force."""

from django.utils.translation import gettext_lazy as _

from notifications.texts.words import CLIENT, OPEN_CASE, Words

WORKS = _("You get this mail because you work with the case of %(place)s.")
NO_ACTION = _("You need not do anything now.")

SANCTIONS = {
    "sanction send_to_holder": Words(
        tag=_("Proposal"),
        title=_("Your certificate"),
        lead=_("It is proposed that the certificate of %(place)s ends, rests or holds for less."),
        why=CLIENT,
        otherwise=_("Answer in the case. After the limit it is decided without your answer."),
        button=OPEN_CASE,
    ),
    "sanction demand_again": Words(
        tag=_("Demand"),
        title=_("Misuse of the mark"),
        lead=_("The mark is still misused at %(place)s. On %(day)s it was demanded once more."),
        by=_("%(by)s checked it."),
        why=CLIENT,
        otherwise=_("Stop it and answer in the case. Otherwise the certificate may be suspended."),
        button=OPEN_CASE,
    ),
    "sanction near_limit": Words(
        tag=_("By %(until_short)s"),
        title=_("The suspension"),
        lead=_("The certificate of %(place)s is temporarily withdrawn. The limit is %(until)s."),
        why=WORKS,
        otherwise=_("If the conditions are not met by then, it may be withdrawn."),
        button=OPEN_CASE,
    ),
    "sanction pass_limit": Words(
        tag=_("Late"),
        title=_("The suspension"),
        lead=_("The certificate of %(place)s was to be restored or withdrawn by %(until)s."),
        why=WORKS,
        otherwise=_("You are told every week until somebody has decided."),
        button=OPEN_CASE,
    ),
    "decided suspend": Words(
        tag=_("Decision"),
        title=_("Certificate suspended"),
        lead=_("The certificate of %(place)s is temporarily withdrawn since %(day)s."),
        by=_("%(by)s made the decision."),
        why=CLIENT,
        otherwise=_("Stop using the mark at once. The decision says what ends the suspension."),
        button=OPEN_CASE,
    ),
    "decided confirm": Words(
        tag=_("Decision"),
        title=_("The suspension stands"),
        lead=_(
            "The certificate of %(place)s stays temporarily withdrawn. This was said on %(day)s."
        ),
        by=_("%(by)s made the decision."),
        why=CLIENT,
        otherwise=_("You find the reasons in the decision. You can appeal against it."),
        button=OPEN_CASE,
    ),
    "decided restore": Words(
        tag=_("Decision"),
        title=_("Certificate restored"),
        lead=_("The certificate of %(place)s is valid again. This was decided on %(day)s."),
        by=_("%(by)s made the decision."),
        why=CLIENT,
        otherwise=NO_ACTION,
        button=OPEN_CASE,
    ),
    "decided lift": Words(
        tag=_("Decision"),
        title=_("Certificate restored"),
        lead=_("The certificate of %(place)s is valid again. This was decided on %(day)s."),
        by=_("%(by)s made the decision."),
        why=CLIENT,
        otherwise=NO_ACTION,
        button=OPEN_CASE,
    ),
    "decided withdraw": Words(
        tag=_("Decision"),
        title=_("Certificate withdrawn"),
        lead=_("The certificate of %(place)s is withdrawn. This was decided on %(day)s."),
        by=_("%(by)s made the decision."),
        why=CLIENT,
        otherwise=_("Stop using the mark at once. You can appeal against the decision."),
        button=OPEN_CASE,
    ),
    "decided end": Words(
        tag=_("Decision"),
        title=_("Certificate ended"),
        lead=_("The certificate of %(place)s has ended at your wish. This was decided on %(day)s."),
        by=_("%(by)s made the decision."),
        why=CLIENT,
        otherwise=_("Stop using the mark at once."),
        button=OPEN_CASE,
    ),
    "decided correct": Words(
        tag=_("Decision"),
        title=_("Certificate corrected"),
        lead=_("The certificate of %(place)s has other words. This was decided on %(day)s."),
        by=_("%(by)s made the decision."),
        why=CLIENT,
        otherwise=_("Show its new revision from now on."),
        button=OPEN_CASE,
    ),
    "decided extend": Words(
        tag=_("Decision"),
        title=_("Scope extended"),
        lead=_(
            "The certificate of %(place)s holds for more than before. This was decided on %(day)s."
        ),
        by=_("%(by)s made the decision."),
        why=CLIENT,
        otherwise=_("Show its new revision from now on."),
        button=OPEN_CASE,
    ),
    "decided find_stopped": Words(
        tag=_("Answer"),
        title=_("The mark is used rightly"),
        lead=_("Misuse of the mark at %(place)s has stopped. This was found on %(day)s."),
        by=_("%(by)s checked it."),
        why=CLIENT,
        otherwise=NO_ACTION,
        button=OPEN_CASE,
    ),
    "decided find_harmless": Words(
        tag=_("Answer"),
        title=_("The change is reviewed"),
        lead=_(
            "The change at %(place)s has no effect on the certificate. This was said on %(day)s."
        ),
        by=_("%(by)s looked into it."),
        why=CLIENT,
        otherwise=NO_ACTION,
        button=OPEN_CASE,
    ),
    "decided examine": Words(
        tag=_("Answer"),
        title=_("The change is audited"),
        lead=_("A special audit looks at the change at %(place)s. This was said on %(day)s."),
        by=_("%(by)s looked into it."),
        why=CLIENT,
        otherwise=_("You hear when you have to do something."),
        button=OPEN_CASE,
    ),
    "decided take_up": Words(
        tag=_("Answer"),
        title=_("A new scope is proposed"),
        lead=_(
            "What %(place)s asked for is proposed. Somebody else decides. This was said on %(day)s."
        ),
        by=_("%(by)s looked into it."),
        why=CLIENT,
        otherwise=NO_ACTION,
        button=OPEN_CASE,
    ),
    "decided reduce": Words(
        tag=_("Decision"),
        title=_("Scope reduced"),
        lead=_(
            "The certificate of %(place)s holds for less than before. This was decided on %(day)s."
        ),
        by=_("%(by)s made the decision."),
        why=CLIENT,
        otherwise=_("Show its new revision from now on. You can appeal against the decision."),
        button=OPEN_CASE,
    ),
    "decided leave": Words(
        tag=_("Decision"),
        title=_("The certificate stays as it is"),
        lead=_("What was proposed about %(place)s is not done. This was decided on %(day)s."),
        by=_("%(by)s made the decision."),
        why=CLIENT,
        otherwise=NO_ACTION,
        button=OPEN_CASE,
    ),
    "decided turn_down": Words(
        tag=_("Answer"),
        title=_("Your request is not taken further"),
        lead=_("What %(place)s asked for is not taken further. This was said on %(day)s."),
        by=_("%(by)s looked into it."),
        why=CLIENT,
        otherwise=_("You find the reasons in the case."),
        button=OPEN_CASE,
    ),
    "ended changenotice.recall": Words(
        tag=_("Ended"),
        title=_("A change was taken back"),
        lead=_("A change that %(place)s had told was taken back on %(day)s."),
        why=WORKS,
        otherwise=_("Its task has fallen away. You need not do anything."),
        button=OPEN_CASE,
    ),
    "ended settle": Words(
        tag=_("Ended"),
        title=_("A proposal fell away"),
        lead=_("A proposal about the certificate of %(place)s fell away on %(day)s."),
        why=WORKS,
        otherwise=_("Its task has fallen away. You need not do anything."),
        button=OPEN_CASE,
    ),
}
