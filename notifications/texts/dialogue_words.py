"""What a message says of what was written in a case: that it came, and nothing of it."""

from django.utils.translation import gettext_lazy as _

from notifications.texts.words import CLIENT, OPEN_CASE, Words

WORKS = _("You get this mail because you work with the case of %(place)s.")
THERE = _("You find it among the messages of the case.")
DECIDABLE = _("It stands beside what is to be decided. That can now be done.")

DIALOGUE = {
    "message send_to_body": Words(
        tag=_("Message"),
        title=_("The municipality has written"),
        lead=_("A message from %(place)s came on %(day)s."),
        by=_("%(by)s wrote it."),
        why=WORKS,
        otherwise=THERE,
        button=OPEN_CASE,
    ),
    "message send_to_municipality": Words(
        tag=_("Message"),
        title=_("The certification body has written"),
        lead=_("A message in the case of %(place)s came on %(day)s."),
        by=_("%(by)s wrote it."),
        why=CLIENT,
        otherwise=THERE,
        button=OPEN_CASE,
    ),
    "message comment_on": Words(
        tag=_("Comment"),
        title=_("The municipality has commented"),
        lead=_("What is new in the case of %(place)s was commented on. It came on %(day)s."),
        by=_("%(by)s wrote it."),
        why=WORKS,
        otherwise=DECIDABLE,
        button=OPEN_CASE,
    ),
    "message pass_without_comment": Words(
        tag=_("Comment"),
        title=_("The municipality has not commented"),
        lead=_("What is new in the case of %(place)s was not commented on. The time is over."),
        why=WORKS,
        otherwise=DECIDABLE,
        button=OPEN_CASE,
    ),
    "message note": Words(
        tag=_("Note"),
        title=_("There is a new internal note"),
        lead=_("A note in the case of %(place)s was written on %(day)s."),
        by=_("%(by)s wrote it."),
        why=WORKS,
        otherwise=_("Only the certification body reads it, among the messages of the case."),
        button=OPEN_CASE,
    ),
    "message register_letter": Words(
        tag=_("Letter"),
        title=_("A letter is registered"),
        lead=_("A letter in the case of %(place)s was registered on %(day)s."),
        by=_("%(by)s registered it."),
        why=WORKS,
        otherwise=THERE,
        button=OPEN_CASE,
    ),
    "message register_inside": Words(
        tag=_("Letter"),
        title=_("A letter is registered"),
        lead=_("A letter in the case of %(place)s was registered on %(day)s."),
        by=_("%(by)s registered it."),
        why=WORKS,
        otherwise=_("Only the certification body reads it, among the messages of the case."),
        button=OPEN_CASE,
    ),
}
