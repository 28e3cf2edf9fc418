"""What people do with a correction of a locked report: the actions behind its pages."""

from processes.amendments import actions, policies, reconsidering
from processes.amendments.models import Amendment
from processes.disputes import actions as disputes
from processes.disputes.policies import is_corrected
from processes.simulation.hands import Hands, NotYetError
from workflow.exceptions import Refused


def _asked(hands: Hands) -> Amendment:
    return Amendment.objects.select_related("decision").get(own_process=hands.task.process)


def comment(hands: Hands) -> None:
    """Say something of what would be made worse, or nothing."""
    text = "Vi ser det på samma sätt." if hands.happens(hands.shares.comments) else ""
    actions.comment(_asked(hands), text, **hands.by)


def settle(hands: Hands) -> None:
    """Confirm a correction, or decline one that is not right or may not be any more."""
    if hands.happens(hands.shares.amendments_declined):
        actions.reject(_asked(hands), "Underlaget räcker inte.", **hands.by)
        return
    try:
        actions.adopt(_asked(hands), "Underlaget stämmer.", **hands.by)
    except Refused:
        actions.reject(_asked(hands), "Rapporten har ändrats under tiden.", **hands.by)


def reconsider(hands: Hands) -> None:
    """Decide again by the gates of the new basis."""
    asked = _asked(hands)
    conditions = (policies.is_refused, policies.meets_all, policies.is_last_case)
    if all(holds(asked) for holds in conditions):
        reconsidering.replace(asked, "Kraven är uppfyllda.", **hands.by)
    elif policies.may_uphold(asked):
        reconsidering.uphold(asked, "Beslutet hade blivit detsamma.", **hands.by)
    else:
        reconsidering.refer(asked, "Ett krav är inte längre uppfyllt.", **hands.by)


def follow_up(hands: Hands) -> None:
    """Say what follows."""
    reconsidering.follow_up(_asked(hands), "Bristen följs upp vid nästa besök.", **hands.by)


def answer_dispute(hands: Hands) -> None:
    """Reject an objection to a finding."""
    disputes.reject(hands.task.process.dispute, "Underlaget visar det.", **hands.by)


def carry_out_dispute(hands: Hands) -> None:
    """Say how a finding was corrected, once it is."""
    made = hands.task.process.dispute
    if not is_corrected(made):
        raise NotYetError
    disputes.carry_out(made, "Betyget är ändrat.", **hands.by)
