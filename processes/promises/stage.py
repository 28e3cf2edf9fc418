"""Published promises, as the rest of the system knows them."""

from django.utils.translation import gettext_lazy as _

from processes.stages import StageEntry, register

register(
    StageEntry(
        name="promises",
        place=72,
        happened={
            "certificate.publish_promise": _("The municipality published a promise"),
            "certificate.end_promise": _("The municipality ended a promise"),
        },
    )
)
