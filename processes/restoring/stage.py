"""Restorations of expired certificates, as the rest of the system knows them."""

from django.utils.translation import gettext_lazy as _

from processes.restoring import actions
from processes.stages import Row, StageEntry, register

REGISTERED = (actions,)
"""What follows a certificate that was issued hears of it when it is read."""

register(
    StageEntry(
        name="restoring",
        place=88,
        rows=(Row("restoration", "case"),),
        happened={
            "restoration.ask_restoration": _("It was asked to restore the expired certificate"),
            "restoration.begin": _("The restoration began"),
        },
    )
)
