"""What is written in a case, as the rest of the system knows it."""

from django.utils.translation import gettext_lazy as _

from processes.stages import Row, StageEntry, register

register(
    StageEntry(
        name="dialogue",
        place=17,
        rows=(Row("casemessage", "case"),),
        happened={
            "casemessage.send_to_body": _("The municipality wrote to the certification body"),
            "casemessage.send_to_municipality": _("The certification body wrote a message"),
            "casemessage.note": _("An internal note was written"),
            "casemessage.register_letter": _("A letter was registered"),
            "casemessage.register_inside": _("A letter was registered for the body alone"),
            "casemessage.attach": _("A file came with a message"),
            "casemessage.attach_inside": _("A file came with a note"),
        },
    )
)
