"""Appeals, as the rest of the system knows it."""

from django.utils.translation import gettext_lazy as _

from processes.stages import Row, StageEntry, register

register(
    StageEntry(
        name="appeals",
        place=90,
        rows=(Row("appeal", "case", acts=True),),
        happened={
            "appeal.register": _("The municipality appealed"),
            "appeal.acknowledge": _("The appeal was acknowledged"),
            "appeal.answer": _("The appeal was answered"),
            "appeal.fulfil": _("A new decision gave the municipality what it appealed for"),
        },
        possible={
            "appeal.acknowledge": _("Acknowledge the appeal"),
            "appeal.answer": _("Answer the appeal"),
        },
        simulation={
            "acknowledge_appeal": "body.acknowledge_appeal",
            "answer_appeal": "body.answer_appeal",
        },
    )
)
