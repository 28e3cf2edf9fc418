"""New material and what the municipality says of it, as the rest of the system knows it."""

from django.utils.translation import gettext_lazy as _

from processes.stages import Row, StageEntry, register

register(
    StageEntry(
        name="hearing",
        place=62,
        rows=(Row("material", "case", acts=True),),
        happened={
            "material.send_out": _("New material was sent to the municipality for comment"),
            "material.comment_on": _("The municipality commented on new material"),
            "material.pass_without_comment": _("The time to comment on new material ended"),
            "material.lose_its_use": _("A comment on new material was no longer needed"),
        },
        possible={"material.comment_on": _("Comment on new material")},
        expected={
            "material.pass_without_comment": _("The time to comment on new material ends"),
        },
        simulation={"comment_material": "municipality.comment_material"},
    )
)
