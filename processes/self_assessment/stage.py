"""The self-assessment, as the rest of the system knows it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from processes.stages import Paper, Row, StageEntry, address, on, register

if TYPE_CHECKING:
    from processes.case.models import Case


def papers(case: "Case") -> Iterator[Paper]:
    """Its frozen papers in a case."""
    assessment = on(case, "self_assessment")
    if assessment is None:
        return
    url = address("case_assessment", number=case.number)
    for snapshot in assessment.snapshots.order_by("number"):
        title = gettext("Self-assessment as submitted, number %(number)s") % {
            "number": snapshot.number
        }
        yield Paper(title, snapshot.taken_at, snapshot.sha256, url)


register(
    StageEntry(
        name="self_assessment",
        place=30,
        rows=(
            Row("selfassessment", "case", acts=True),
            Row("answer", "assessment__case"),
            Row("contribution", "assessment__case"),
            Row("snapshot", "assessment__case"),
        ),
        papers=papers,
        read_anew=("self_assessment",),
        happened={
            "selfassessment.hand_over": _("The self-assessment was handed to the signatory"),
            "selfassessment.submit": _("The self-assessment was submitted"),
            "selfassessment.send_back": _("The self-assessment was sent back to the coordinator"),
            "selfassessment.reopen": _("The self-assessment was opened again"),
            "contribution.ask": _("A colleague was asked to contribute"),
            "contribution.deliver": _("A colleague delivered a contribution"),
            "contribution.withdraw": _("A request to a colleague was withdrawn"),
        },
        possible={
            "selfassessment.hand_over": _("Hand the self-assessment to the signatory"),
            "selfassessment.submit": _("Submit the self-assessment"),
            "selfassessment.send_back": _("Send the self-assessment back to the coordinator"),
        },
        simulation={
            "assess": "municipality.assess",
            "contribute": "municipality.contribute",
            "sign_assessment": "municipality.sign_assessment",
        },
    )
)
