"""Reviewers, as the rest of the system knows them."""

from django.utils.translation import gettext_lazy as _

from processes.stages import StageEntry, register

SAID = {
    "invite_reviewer": _("An independent reviewer was asked"),
    "decline_review": _("Whoever was asked to review could not"),
    "end_review": _("The independent review ended"),
}
register(
    StageEntry(
        name="reviewing",
        place=85,
        happened={
            f"{model}.{step}": words
            for model in ("case", "complaint")
            for step, words in SAID.items()
        },
    )
)
