"""Corrections of a locked report, as the rest of the system knows it."""

from django.utils.translation import gettext_lazy as _

from processes.stages import Row, StageEntry, register

register(
    StageEntry(
        name="amendments",
        place=100,
        rows=(Row("amendment", "case", acts=True),),
        happened={
            "amendment.propose": _("A correction of the locked report was proposed"),
            "amendment.send_for_comments": _(
                "The municipality was asked to comment on a correction of the report"
            ),
            "amendment.comment_on": _("The municipality commented on a correction of the report"),
            "amendment.pass_uncommented": _(
                "The time to comment on a correction of the report ran out"
            ),
            "amendment.adopt": _("A correction of the locked report was confirmed"),
            "amendment.reject": _("A correction of the locked report was declined"),
            "amendment.take_back": _("A proposed correction of the report was taken back"),
            "amendment.settle": _("A proposed correction of the report fell away"),
            "amendment.carry_out": _("The correction of the report was carried out"),
            "amendment.uphold": _("The decision was reconsidered and stands"),
            "amendment.replace": _("The decision was reconsidered and replaced"),
            "amendment.refer": _("The decision was reconsidered: the officer settles what follows"),
            "amendment.follow_up": _("It was settled what follows from the corrected report"),
        },
        possible={
            "amendment.comment_on": _("Comment on the correction"),
            "amendment.adopt": _("Confirm the correction"),
            "amendment.reject": _("Decline the correction"),
            "amendment.uphold": _("Let the decision stand"),
            "amendment.replace": _("Grant what was refused"),
            "amendment.refer": _("Let the officer settle what follows"),
            "amendment.follow_up": _("Settle what follows"),
        },
        expected={
            "amendment.pass_uncommented": _(
                "The time to comment on a correction of the report ends"
            ),
        },
        simulation={
            "comment_amendment": "amending.comment",
            "settle_amendment": "amending.settle",
            "reconsider": "amending.reconsider",
            "follow_up": "amending.follow_up",
        },
    )
)
