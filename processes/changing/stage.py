"""Changes at the holder, as the rest of the system knows them."""

from django.utils.translation import gettext_lazy as _

from processes.changing import actions
from processes.stages import Row, StageEntry, register

REGISTERED = (actions,)
"""What follows a special audit hears of its end when it is read."""

register(
    StageEntry(
        name="changing",
        place=86,
        rows=(Row("changenotice", "case", acts=True),),
        happened={
            "changenotice.report": _("The municipality told a change"),
            "changenotice.find_harmless": _("The change has no effect on the certificate"),
            "changenotice.examine": _("The change is looked at by a special audit"),
            "changenotice.take_up": _("What the change asks for was proposed"),
            "changenotice.propose": _("What the change asks for was proposed after its audit"),
            "changenotice.recall": _("The municipality took the change back"),
        },
        possible={
            "changenotice.find_harmless": _("Find that it has no effect"),
            "changenotice.examine": _("Order a special audit of the change"),
            "changenotice.take_up": _("Propose what the change asks for"),
        },
        simulation={"review_change": "changes.review"},
    )
)
