"""What is decided about certificates in force, as the rest of the system knows it."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from processes.case.models import Case
from processes.decision.wording import words_of
from processes.sanctions import effects, gate_texts, watch
from processes.sanctions.beside import adding
from processes.sanctions.models import Proposal
from processes.stages import Paper, Row, StageEntry, address, register

REGISTERED = (effects, gate_texts, watch, adding)
"""Effects, gates and what keeps a promise register themselves when they are read."""


def papers(case: Case) -> Iterator[Paper]:
    """The decisions about the certificate that a case issued."""
    taken = Proposal.objects.filter(case=case).exclude(decision=None)
    for proposal in taken.select_related("decision").order_by("number"):
        decision: Any = proposal.decision
        number = decision.basis["certificate"]
        url = address("certificate_decision", number=number, n=decision.number)
        title = str(words_of(decision).heading)
        yield Paper(title, decision.decided_at, decision.basis_sha256, url)


register(
    StageEntry(
        name="sanctions",
        place=75,
        rows=(Row("proposal", "case", acts=True),),
        papers=papers,
        happened={
            "certificate.suspend": _("The certificate was temporarily withdrawn"),
            "certificate.restore": _("The certificate was restored"),
            "certificate.withdraw": _("The certificate was withdrawn"),
            "certificate.discontinue": _("The certificate was ended at the holder's wish"),
            "certificate.near_limit": _("The limit of the suspension came near"),
            "certificate.pass_limit": _("The limit of the suspension passed without a decision"),
            "decision.leave": _("It was decided otherwise than was proposed"),
            "proposal.put": _("A decision about the certificate was proposed"),
            "proposal.send_to_holder": _("The proposal was sent to the holder for an answer"),
            "proposal.pass_on": _("The proposal was passed on to be decided"),
            "proposal.drop": _("The proposal was not taken further"),
            "proposal.turn_down": _("What the municipality asked for was not taken further"),
            "proposal.answer": _("The municipality answered the proposal"),
            "proposal.speak": _("The signatory answered the proposal"),
            "proposal.pass_unanswered": _("The time to answer the proposal ended"),
            "proposal.decide_as_proposed": _("It was decided as was proposed"),
            "proposal.decide_otherwise": _("It was decided otherwise than was proposed"),
            "proposal.settle": _("The proposal fell away: the status had turned"),
        },
        possible={
            "decision.leave": _("Decide otherwise than was proposed"),
            "proposal.send_to_holder": _("Send the proposal to the holder"),
            "proposal.pass_on": _("Pass the proposal on to be decided"),
            "proposal.drop": _("Do not take the proposal further"),
            "proposal.turn_down": _("Do not take further what the municipality asks for"),
            "proposal.answer": _("Answer the proposal"),
            "proposal.decide_as_proposed": _("Decide as was proposed"),
            "proposal.decide_otherwise": _("Decide otherwise than was proposed"),
        },
        expected={
            "certificate.near_limit": _("The limit of the suspension is looked at"),
            "proposal.pass_unanswered": _("The time to answer the proposal ends"),
        },
        simulation={
            "prepare_sanction": "body.prepare_sanction",
            "hear_holder": "municipality.hear_holder",
            "decide_sanction": "body.decide_sanction",
        },
    )
)
