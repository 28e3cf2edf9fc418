"""More time for a task, as the rest of the system knows it."""

from django.utils.translation import gettext_lazy as _

from processes.stages import Row, StageEntry, register

register(
    StageEntry(
        name="extending",
        place=16,
        rows=(Row("extension", "case", acts=True),),
        happened={
            "extension.ask": _("The municipality asked for more time"),
            "extension.grant_more": _("More time was given, as asked for"),
            "extension.refuse_more": _("The wish for more time was declined"),
            "extension.give_more": _("An officer gave more time"),
            "extension.drop_wish": _("The wish for more time was taken back"),
            "extension.fall_away": _("The task was done before more time was given"),
        },
        expected={"extension.fall_away": _("A wish for more time needs no answer any more")},
        possible={
            "extension.grant_more": _("Give more time"),
            "extension.refuse_more": _("Let the old day stand"),
        },
        simulation={
            "answer_extension": "body.answer_extension",
            "answer_as_lead": "body.answer_extension",
        },
    )
)
