"""The rest of a case, as the rest of the system knows it."""

from django.utils.translation import gettext_lazy as _

from processes.stages import Row, StageEntry, register

register(
    StageEntry(
        name="parking",
        place=15,
        rows=(Row("parkingwish", "case", acts=True), Row("parking", "case")),
        dates=("parkings",),
        happened={
            "parkingwish.ask": _("The municipality asked that the case rests"),
            "parkingwish.accept": _("An officer accepted that the case rests"),
            "parkingwish.decline": _("An officer let the case go on"),
            "parkingwish.take_back": _("The wish that the case rests was taken back"),
            "parking.begin": _("The case was parked"),
            "parking.prolong": _("The case rests longer"),
            "parking.resume": _("The case goes on again"),
            "parking.move_limits": _("The deadlines moved by what the case rested"),
        },
        possible={
            "parkingwish.accept": _("Let the case rest"),
            "parkingwish.decline": _("Let the case go on"),
        },
        expected={"parking.resume": _("The case goes on by itself")},
        simulation={"answer_parking": "body.answer_parking"},
    )
)
