"""What is told of the outcome of an appeal."""

from django.utils.translation import gettext_lazy as _

from notifications.texts.sanction_words import NO_ACTION
from notifications.texts.words import CLIENT, OPEN_CASE, Words

APPEAL = _("Appeal")
BY = _("%(by)s decided it.")
READ = _("You find the reasons in the case.")

APPEALS = {
    "decided reject_appeal": Words(
        tag=APPEAL,
        title=_("Your appeal is not granted"),
        lead=_("The decision about %(place)s stands. This was decided on %(day)s."),
        by=BY,
        why=CLIENT,
        otherwise=READ,
        button=OPEN_CASE,
    ),
    "decided dismiss_appeal": Words(
        tag=APPEAL,
        title=_("Your appeal is dismissed"),
        lead=_("The appeal of %(place)s is not looked into. This was decided on %(day)s."),
        by=BY,
        why=CLIENT,
        otherwise=READ,
        button=OPEN_CASE,
    ),
    "decided uphold_appeal": Words(
        tag=APPEAL,
        title=_("Your appeal is granted"),
        lead=_("What was decided about %(place)s was wrong. This was decided on %(day)s."),
        by=BY,
        why=CLIENT,
        otherwise=READ,
        button=OPEN_CASE,
    ),
    "decided send_back_appeal": Words(
        tag=APPEAL,
        title=_("Somebody else decides anew"),
        lead=_("The appeal of %(place)s is sent back. This was decided on %(day)s."),
        by=BY,
        why=CLIENT,
        otherwise=READ,
        button=OPEN_CASE,
    ),
    "decided annul": Words(
        tag=_("Decision"),
        title=_("A decision is replaced"),
        lead=_("What was decided about %(place)s holds no more. This was decided on %(day)s."),
        by=_("%(by)s made the decision."),
        why=CLIENT,
        otherwise=NO_ACTION,
        button=OPEN_CASE,
    ),
    "decided stay": Words(
        tag=_("Decision"),
        title=_("The suspension rests"),
        lead=_("The certificate of %(place)s is valid for now. This was decided on %(day)s."),
        by=_("%(by)s made the decision."),
        why=CLIENT,
        otherwise=_("It rests until your appeal is decided."),
        button=OPEN_CASE,
    ),
}
