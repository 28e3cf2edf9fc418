"""Special audits, as the rest of the system knows them."""

from django.utils.translation import gettext_lazy as _

from processes.stages import Row, StageEntry, register

register(
    StageEntry(
        name="special",
        place=85,
        rows=(Row("specialaudit", "case"),),
        happened={
            "specialaudit.order": _("A special audit was ordered"),
            "specialaudit.begin": _("The special audit began"),
            "specialaudit.finish": _("The special audit ended"),
        },
    )
)
