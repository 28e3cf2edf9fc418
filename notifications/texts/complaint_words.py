"""What a message says of a complaint: to whoever complained, and to a municipality."""

from django.utils.translation import gettext_lazy as _

from notifications.texts.words import CLIENT, NO_ACTION, Text, Words

WROTE = _("You get this mail because you sent us a complaint.")
FOLLOW = _("Follow the complaint")
SEE = _("You find the rest on your private page.")


def _told(title: Text, lead: Text, otherwise: Text = SEE) -> Words:
    """To whoever complained."""
    return Words(
        tag=_("Complaint"),
        title=title,
        lead=lead,
        why=WROTE,
        otherwise=otherwise,
        button=FOLLOW,
    )


APPEALED = {
    "refer": _("Your appeal is taken in"),
    "disown": _("The municipality does not appeal"),
    "admit_appeal": _("Your appeal is taken up"),
    "dismiss_inadmissible": _("Your appeal is dismissed"),
    "tell_appeal_progress": _("Your appeal goes on"),
    "reject_appeal": _("Your appeal is not granted"),
    "dismiss_appeal": _("Your appeal is dismissed"),
    "uphold_appeal": _("Your appeal is granted"),
    "uphold_partly": _("Your appeal is granted in part"),
    "send_back_appeal": _("Somebody else decides anew"),
    "put_right": _("What your appeal found is put right"),
}
LEAD = _("There is something new about the appeal that you sent us.")

COMPLAINTS = {
    **{f"complaint {step}": _told(title, LEAD) for step, title in APPEALED.items()},
    "receipt": _told(
        _("Your complaint is received"),
        _("We have your complaint. Follow it at the address below, which is yours alone."),
        _("Confirm there that this address is yours. Until then you get no more mails."),
    ),
    "complaint acknowledge": _told(
        _("Your complaint has been read"),
        _("Somebody who took no part in it has read your complaint."),
        NO_ACTION,
    ),
    "complaint take_up": _told(
        _("Your complaint is taken up"), _("We look into your complaint."), NO_ACTION
    ),
    "complaint dismiss": _told(
        _("Your complaint is not taken up"), _("We do not look into your complaint. You read why.")
    ),
    "complaint send_on": _told(
        _("The municipality is asked"),
        _("The municipality is to answer your complaint. It reads a copy that we looked through."),
        NO_ACTION,
    ),
    "complaint tell_progress": _told(
        _("Your complaint goes on"),
        _("Your complaint is not decided yet. We still look into it."),
        NO_ACTION,
    ),
    "complaint ask": _told(
        _("We ask you something"),
        _("We have a question about your complaint."),
        _("Answer on your private page."),
    ),
    "complaint answer": Words(
        tag=_("Complaint"),
        title=_("Something was added"),
        lead=_("Whoever complained added something to a complaint that you handle."),
        why=_("You get this mail because you handle the complaint."),
        otherwise=_("You read it in your task."),
        button=_("Open my tasks"),
    ),
    "complaint rule_on": _told(
        _("Your complaint is decided"), _("Your complaint was decided on %(day)s.")
    ),
    "complaint round_off": _told(
        _("Your complaint is closed"),
        _("What was to be put right is done. The complaint is closed."),
    ),
    "decided rule_on": Words(
        tag=_("Decision"),
        title=_("A complaint about you"),
        lead=_("A complaint that you were asked about was decided on %(day)s."),
        why=CLIENT,
        otherwise=NO_ACTION,
        button=_("Open my tasks"),
    ),
    "ended complaint.recall": Words(
        tag=_("Ended"),
        title=_("A complaint was taken back"),
        lead=_("A complaint was taken back on %(day)s."),
        why=_("You get this mail because you had a task in it."),
        otherwise=_("Its task has fallen away. You need not do anything."),
        button=_("Open my tasks"),
    ),
}
