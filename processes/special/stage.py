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
            "specialaudit.begin_unseen": _("The special audit began, without notice"),
            "specialaudit.announce": _("The municipality was told of the special audit"),
            "specialaudit.merge": _("The criteria of the special audit joined an audit under way"),
            "audit.take_in": _("The criteria of a special audit were taken in"),
            "specialaudit.finish": _("The special audit ended"),
        },
        possible={
            "specialaudit.announce": _("Tell the municipality"),
            "specialaudit.merge": _("Look at its criteria in the audit under way"),
        },
        expected={"specialaudit.announce": _("The municipality is told of the audit")},
    )
)
