"""What a message says of a correction of a locked report, and of what follows from it."""

from django.utils.translation import gettext_lazy as _

from notifications.texts.words import CLIENT, OPEN_CASE, Words

WORKS = _("You get this mail because you work with the case of %(place)s.")

AMENDMENTS = {
    "decided adopt": Words(
        tag=_("Correction"),
        title=_("The audit report is corrected"),
        lead=_("The locked report on %(place)s has a new version since %(day)s."),
        by=_("%(by)s confirmed it."),
        why=WORKS,
        otherwise=_("In the case you find what was corrected, and why."),
        button=OPEN_CASE,
    ),
    "decided reject": Words(
        tag=_("Correction"),
        title=_("A correction is declined"),
        lead=_("The report on %(place)s stands as it is. This was said on %(day)s."),
        by=_("%(by)s declined the correction."),
        why=WORKS,
        otherwise=_("You find the reasons in the case."),
        button=OPEN_CASE,
    ),
    "decided uphold": Words(
        tag=_("Decision"),
        title=_("The decision stands"),
        lead=_("The decision on %(place)s was looked at again on %(day)s. It stands."),
        by=_("%(by)s made the decision."),
        why=CLIENT,
        otherwise=_("You find the reasons in the case."),
        button=OPEN_CASE,
    ),
    "decided replace": Words(
        tag=_("Decision"),
        title=_("Certificate granted"),
        lead=_("%(place)s gets its certificate after all. This was decided on %(day)s."),
        by=_("%(by)s made the decision."),
        why=CLIENT,
        otherwise=_("The first decision can still be read in the case."),
        button=OPEN_CASE,
    ),
    "decided refer": Words(
        tag=_("Decision"),
        title=_("An officer looks into what follows"),
        lead=_("The decision on %(place)s was looked at again on %(day)s."),
        by=_("%(by)s left it to the officer."),
        why=CLIENT,
        otherwise=_("The certificate is valid as before. You find the reasons in the case."),
        button=OPEN_CASE,
    ),
    "decided follow_up": Words(
        tag=_("Correction"),
        title=_("It is said what follows"),
        lead=_("It was said on %(day)s what follows for %(place)s."),
        by=_("%(by)s said it."),
        why=CLIENT,
        otherwise=_("You find it in the case."),
        button=OPEN_CASE,
    ),
    "ended outdate": Words(
        tag=_("Correction"),
        title=_("The report was corrected before you decided"),
        lead=_("The report on %(place)s was corrected on %(day)s. The basis is frozen anew."),
        why=_("You get this mail because you had the task."),
        otherwise=_(
            "If something is to be answered first, the task has ended for you. If not, you keep it."
        ),
        button=OPEN_CASE,
    ),
    "ended fulfil": Words(
        tag=_("Ended"),
        title=_("An appeal needs no answer any more"),
        lead=_("A new decision on %(place)s was made on %(day)s. The appeal has ended with it."),
        why=_("You get this mail because you had the task."),
        otherwise=_("The task has fallen away. You need not do anything."),
        button=OPEN_CASE,
    ),
    "ended amendment.take_back": Words(
        tag=_("Ended"),
        title=_("A correction is taken back"),
        lead=_("The correction of the report on %(place)s was taken back on %(day)s."),
        by=_("%(by)s did it."),
        why=_("You get this mail because you had the task."),
        otherwise=_("The task has fallen away. You need not do anything."),
        button=OPEN_CASE,
    ),
    "decided uphold_finding": Words(
        tag=_("Objection"),
        title=_("An objection to a finding is upheld"),
        lead=_("The objection of %(place)s was upheld on %(day)s. The finding is corrected."),
        by=_("%(by)s answered."),
        why=WORKS,
        otherwise=_("You find the reasons in the case."),
        button=OPEN_CASE,
    ),
    "decided reject_it": Words(
        tag=_("Objection"),
        title=_("An objection to a finding is rejected"),
        lead=_("The objection of %(place)s was answered on %(day)s. The finding stands."),
        by=_("%(by)s answered."),
        why=WORKS,
        otherwise=_("You find the reasons in the case."),
        button=OPEN_CASE,
    ),
    "decided carry_out": Words(
        tag=_("Objection"),
        title=_("A finding is corrected"),
        lead=_("A finding about %(place)s was corrected after an objection, on %(day)s."),
        by=_("%(by)s did it."),
        why=CLIENT,
        otherwise=_("In the case you find how."),
        button=OPEN_CASE,
    ),
    "ended withdraw_it": Words(
        tag=_("Ended"),
        title=_("An objection is taken back"),
        lead=_("The objection of %(place)s to a finding was taken back on %(day)s."),
        by=_("%(by)s did it."),
        why=_("You get this mail because you had the task."),
        otherwise=_("The task has fallen away. You need not do anything."),
        button=OPEN_CASE,
    ),
}
