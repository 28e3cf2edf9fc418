"""Transfers from other certification bodies, as the rest of the system knows them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from processes.stages import Paper, Row, StageEntry, address, on, register
from processes.transfer import actions, gate_texts, summaries

if TYPE_CHECKING:
    from processes.case.models import Case

REGISTERED = (actions, gate_texts, summaries)
"""What follows an application, the gates and what is told register themselves when read."""


def papers(case: "Case") -> Iterator[Paper]:
    """Its frozen papers in a case."""
    transfer = on(case, "transfer")
    if transfer and not transfer.is_open:
        url = address("case_transfer", number=case.number)
        title = gettext("The certificate of the other body")
        yield Paper(title, case.application.submitted_at, url=url)


register(
    StageEntry(
        name="transfer",
        place=25,
        rows=(
            Row("transfer", "case", acts=True),
            Row("transferpaper", "transfer__case"),
        ),
        papers=papers,
        read_anew=("transfer",),
        happened={
            "transfer.hand_in": _("What is told of the other body's certificate was handed in"),
            "transfer.reopen": _("What is told of the other body's certificate was opened again"),
            "transfer.judge": _("The certificate of the other body was reviewed"),
        },
        possible={"transfer.judge": _("Say what the review found")},
        simulation={"review_transfer": "changes.review_transfer"},
    )
)
