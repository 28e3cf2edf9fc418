"""What a decision is called where it is chosen and read, by the key of its kind of case."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from processes.decision.models import Decision
from workflow.language import Text


@dataclass(frozen=True)
class DecisionWords:
    """The words of one way to decide."""

    choice: Text
    """As it is chosen by whoever decides."""
    heading: Text
    """As it stands over the decision."""
    note: Text = ""
    """What its holder should know beside the reasons."""


WORDS = {
    "grant": DecisionWords(_("Grant the certificate"), _("Decision: the certificate is granted")),
    "continue": DecisionWords(
        _("Continue: the certificate stands"), _("Decision: the certificate stands")
    ),
    "renew": DecisionWords(_("Renew the certificate"), _("Decision: the certificate is renewed")),
    "refuse": DecisionWords(_("Refuse"), _("Decision: the certificate is not granted")),
    "stop": DecisionWords(
        _("Do not continue: the officer settles what follows"),
        _("Decision: the surveillance did not show that the certificate can stand"),
        _("The certificate is valid as before. The certification body settles what follows."),
    ),
    "defer": DecisionWords(
        _("Defer: ask for more first"), _("The decision waits: more is asked for")
    ),
}


def words_of(decision: Decision) -> DecisionWords:
    """The words of a decision that was taken; those of its kind where it has no case."""
    outcomes = decision.case.traits.outcomes if decision.case else {}
    return WORDS[outcomes.get(decision.kind, decision.kind)]
