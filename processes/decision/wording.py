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
    "restore_expired": DecisionWords(
        _("Restore the expired certificate"),
        _("Decision: the expired certificate is restored"),
        _("It is valid from this decision on, with its number; its days follow the old ones."),
    ),
    "not_restored": DecisionWords(
        _("Do not restore the certificate"),
        _("Decision: the expired certificate is not restored"),
        _("You can apply for a new certificate at any time."),
    ),
    "accept": DecisionWords(
        _("Take the certificate over"),
        _("Decision: the certificate is taken over"),
        _("It is valid from this decision until the last day it had, and followed up as before."),
    ),
    "reject_transfer": DecisionWords(
        _("Do not take the certificate over"),
        _("Decision: the certificate is not taken over"),
        _("You can apply for an initial certification: what you wrote is carried over."),
    ),
    "stop": DecisionWords(
        _("Do not continue: the officer settles what follows"),
        _("Decision: the surveillance did not show that the certificate can stand"),
        _("The certificate is valid as before. The certification body settles what follows."),
    ),
    "fall_short": DecisionWords(
        _("The criteria are not met: an officer proposes what follows"),
        _("Decision: the special audit did not show that the criteria are met"),
        _("The certificate is as before. An officer proposes what follows; you may answer first."),
    ),
    "suspend": DecisionWords(
        _("Suspend the certificate"),
        _("Decision: the certificate is temporarily withdrawn"),
        _("Stop using the certificate and the mark at once, until it is restored."),
    ),
    "confirm": DecisionWords(
        _("Confirm the urgent suspension"),
        _("Decision: the certificate stays temporarily withdrawn"),
    ),
    "restore": DecisionWords(
        _("Restore the certificate"),
        _("Decision: the certificate is restored"),
        _("It is valid again from this decision, until the last day it had."),
    ),
    "withdraw": DecisionWords(
        _("Withdraw the certificate"),
        _("Decision: the certificate is withdrawn"),
        _("Stop using the certificate and the mark at once. You can apply for a new one."),
    ),
    "end": DecisionWords(
        _("End the certificate, as its holder asks"),
        _("Decision: the certificate ends at the holder's wish"),
        _("Stop using the certificate and the mark at once. You can apply for a new one."),
    ),
    "correct": DecisionWords(
        _("Correct the certificate"),
        _("Decision: the certificate is corrected"),
        _("Its next revision is valid at once, with the days and the status it had."),
    ),
    "extend": DecisionWords(
        _("Extend the scope"),
        _("Decision: the scope of the certificate is extended"),
        _("Its next revision is valid at once, with the days that it had."),
    ),
    "reduce": DecisionWords(
        _("Reduce the scope"),
        _("Decision: the scope of the certificate is reduced"),
        _("Use its next revision at once. Do not name what is no longer in its scope."),
    ),
    "annul": DecisionWords(
        _("Replace what was decided"),
        _("Decision: what was decided about the certificate was wrong"),
        _(
            "From this decision on it is as it would be without that. Where the last day of the "
            "certificate has passed, you can apply anew."
        ),
    ),
    "reconsider": DecisionWords(
        _("Take a decision anew"), _("Decision: an earlier decision is replaced")
    ),
    "stay": DecisionWords(
        _("Let the suspension rest"),
        _("Decision: the suspension rests until the appeal is decided"),
        _("Until then the certificate is valid."),
    ),
    "leave": DecisionWords(
        _("Leave the certificate as it is"), _("Decision: the certificate stays as it is")
    ),
    "lift": DecisionWords(
        _("Lift the suspension"),
        _("Decision: the urgent suspension is lifted"),
        _("It is valid again from this decision, until the last day it had."),
    ),
    "defer": DecisionWords(
        _("Defer: ask for more first"), _("The decision waits: more is asked for")
    ),
}


def words_of(decision: Decision) -> DecisionWords:
    """The words of a decision that was taken; those of its kind where it has no case."""
    outcomes = decision.case.traits.outcomes if decision.case else {}
    return WORDS[outcomes.get(decision.kind, decision.kind)]
