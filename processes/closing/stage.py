"""The early end of a case, as the rest of the system knows it."""

from django.utils.translation import gettext_lazy as _

from processes.stages import Row, StageEntry, register

register(
    StageEntry(
        name="closing",
        place=10,
        rows=(Row("withdrawal", "case", acts=True),),
        happened={
            "withdrawal.ask": _("A coordinator asked a signatory to withdraw the case"),
            "withdrawal.confirm": _("A signatory confirmed that the case is withdrawn"),
            "withdrawal.decline": _("A signatory let the case go on"),
            "withdrawal.take_back": _("The wish to withdraw the case was taken back"),
        },
        possible={
            "withdrawal.confirm": _("Withdraw the case"),
            "withdrawal.decline": _("Let the case go on"),
        },
        simulation={
            "confirm_withdrawal": "municipality.confirm_withdrawal",
        },
    )
)
