"""The decision, as the rest of the system knows it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from processes.case import exclusions
from processes.decision import kinds
from processes.stages import Paper, Row, StageEntry, address, on, register

if TYPE_CHECKING:
    from processes.case.models import Case


def papers(case: "Case") -> Iterator[Paper]:
    """Its frozen papers in a case."""
    decisions: Any = on(case, "decisions")
    for decision in decisions.exclude(decided_at=None).order_by("number"):
        title = gettext("Decision: %(state)s") % {"state": decision.get_state_display()}
        url = address("case_decision", number=case.number, n=decision.number)
        yield Paper(title, decision.decided_at, decision.basis_sha256, url)


exclusions.deciding.append(kinds.deciders)
register(
    StageEntry(
        name="decision",
        place=60,
        rows=(Row("decision", "case", acts=True), Row("receipt", "case")),
        papers=papers,
        happened={
            "decision.grant": _("Decision: the certificate is granted"),
            "decision.refuse": _("Decision: the certificate is refused"),
            "decision.defer": _("The decision was deferred: more is asked for"),
            "decision.settle": _("It was decided as was asked"),
            "decision.supply": _("What the decision maker asked for was supplied"),
            "decision.outdate": _(
                "The basis of the decision is frozen anew: the report was corrected"
            ),
            "decision.receive": _("The municipality opened the decision"),
            "case.receive": _("The municipality read how the case ended"),
            "decision.grant_instead": _("Decision: the certificate is granted instead of refused"),
        },
        possible={
            "decision.grant": _("Grant the certificate"),
            "decision.refuse": _("Refuse the certificate"),
            "decision.defer": _("Defer the decision and ask for more"),
            "decision.settle": _("Decide as is asked"),
            "decision.supply": _("Supply what was asked for"),
        },
        simulation={
            "decide": "body.decide",
            "supplement": "auditor.supplement",
            "supply_more": "auditor.supplement",
        },
    )
)
