"""What is told of the outcome of an appeal."""

from django.utils.translation import gettext_lazy as _

from notifications.texts.sanction_words import NO_ACTION
from notifications.texts.words import CLIENT, OPEN_CASE, Text, Words

APPEAL = _("Appeal")
BY = _("%(by)s decided it.")
READ = _("You find the reasons in the case.")


def _of_appeal(title: Text, lead: Text, *, by: Text = BY, otherwise: Text = READ) -> Words:
    """To whoever speaks for the municipality that appealed."""
    return Words(
        tag=APPEAL,
        title=title,
        lead=lead,
        by=by,
        why=CLIENT,
        otherwise=otherwise,
        button=OPEN_CASE,
    )


APPEALS = {
    "decided disown": _of_appeal(
        _("The municipality does not appeal"),
        _("A signatory said on %(day)s that %(place)s does not appeal."),
        by=_("%(by)s said so."),
        otherwise=NO_ACTION,
    ),
    "decided admit_appeal": _of_appeal(
        _("Your appeal is taken up"),
        _("The appeal of %(place)s is taken up. This was said on %(day)s."),
        by=_("%(by)s looks into it."),
        otherwise=_("The decision stands until you get an answer."),
    ),
    "decided tell_appeal_progress": _of_appeal(
        _("Your appeal goes on"),
        _("The appeal of %(place)s is not decided yet. It is still looked into."),
        by="",
        otherwise=NO_ACTION,
    ),
    "decided uphold_partly": _of_appeal(
        _("Your appeal is granted in part"),
        _(
            "The decision about %(place)s stands, but something is put right. "
            "This was decided on %(day)s."
        ),
    ),
    "decided put_right": _of_appeal(
        _("What your appeal found is put right"),
        _("What was wrong about the decision on %(place)s was put right on %(day)s."),
        by=_("%(by)s did it."),
    ),
    "decided dismiss_inadmissible": _of_appeal(
        _("Your appeal is dismissed"),
        _("The appeal of %(place)s is not looked into. This was decided on %(day)s."),
    ),
    "ended recall_appeal": Words(
        tag=_("Ended"),
        title=_("An appeal is taken back"),
        lead=_("The appeal of %(place)s was taken back on %(day)s."),
        by=_("%(by)s did it."),
        why=_("You get this mail because you had the task."),
        otherwise=_("The task has fallen away. You need not do anything."),
        button=OPEN_CASE,
    ),
    "decided reject_appeal": _of_appeal(
        _("Your appeal is not granted"),
        _("The decision about %(place)s stands. This was decided on %(day)s."),
    ),
    "decided dismiss_appeal": _of_appeal(
        _("Your appeal is dismissed"),
        _("The appeal of %(place)s is not looked into. This was decided on %(day)s."),
    ),
    "decided uphold_appeal": _of_appeal(
        _("Your appeal is granted"),
        _("What was decided about %(place)s was wrong. This was decided on %(day)s."),
    ),
    "decided send_back_appeal": _of_appeal(
        _("Somebody else decides anew"),
        _("The appeal of %(place)s is sent back. This was decided on %(day)s."),
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
    "decided reconsider": Words(
        tag=_("Decision"),
        title=_("A decision is replaced"),
        lead=_("A decision about %(place)s was taken anew on %(day)s. The new one counts."),
        by=_("%(by)s made the decision."),
        why=CLIENT,
        otherwise=_("You find the reasons in the case."),
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
