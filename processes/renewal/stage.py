"""The programme of a certificate, as the rest of the system knows it."""

from django.utils.translation import gettext_lazy as _

from processes.stages import Row, StageEntry, register

register(
    StageEntry(
        name="renewal",
        place=80,
        rows=(
            Row("changeoverpart", "certificate__case"),
            Row("programme", "certificate__case"),
            Row("programmeitem", "programme__certificate__case"),
            Row("overdue", "case", acts=True),
        ),
        happened={
            "programmeitem.open": _("The next case of the programme was opened"),
            "programmeitem.finish": _("An item of the programme was completed"),
            "programmeitem.miss": _("A follow-up or renewal became overdue"),
            "programmeitem.grant_time": _("An overdue follow-up or renewal was given more time"),
            "programmeitem.move": _("An item of the programme was moved"),
            "programmeitem.choose_way": _("An officer chose how a surveillance is made"),
            "programmeitem.wait": _("An item of the programme waits for the case under way to end"),
            "overdue.put": _("The officer was asked how an overdue follow-up or renewal goes on"),
            "overdue.go_on": _("The officer let the case of an overdue follow-up or renewal go on"),
            "overdue.open_anew": _("The officer opened an overdue surveillance anew"),
            "overdue.move": _("The officer moved an overdue surveillance"),
            "overdue.leave_out": _("The officer left an overdue follow-up or renewal out"),
            "overdue.propose_suspension": _(
                "The officer proposed that the certificate is suspended"
            ),
            "overdue.settle": _("An overdue follow-up or renewal left the officer's table"),
            "programmeitem.cancel": _("An item of the programme was cancelled"),
            "programmeitem.add": _("An item of the programme was added"),
            "programmeitem.near": _("Officer and lead were told of a hard date that comes near"),
            "programmeitem.overrun": _("Officer and lead were told of a hard date that was missed"),
            "programmeitem.fall_behind": _("It was seen that a hard date can no longer be kept"),
        },
        possible={
            "programmeitem.choose_way": _("Choose how it is made"),
            "overdue.go_on": _("Let the case go on"),
            "overdue.open_anew": _("Open a new case"),
            "overdue.move": _("Move the surveillance"),
            "overdue.leave_out": _("Leave the surveillance out"),
            "overdue.propose_suspension": _("Propose that the certificate is suspended"),
        },
        expected={
            "programmeitem.open": _("The next case of the programme opens"),
            "programmeitem.near": _("The hard dates of the case are looked at"),
        },
        simulation={
            "settle_overdue": "body.settle_overdue",
            "settle_renewal": "body.settle_renewal",
        },
    )
)
