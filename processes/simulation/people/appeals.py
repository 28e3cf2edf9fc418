"""What simulated people do with an appeal."""

from processes.appeals import actions as appeals
from processes.appeals import admitting, deciding
from processes.appeals.models import Appeal
from processes.simulation.hands import TEXT, Hands
from workflow.exceptions import Refused


def confirm(hands: Hands) -> None:
    """Stand by what a coordinator wrote."""
    admitting.stand_by(hands.task.process.appeal, **hands.by)


def admit(hands: Hands) -> None:
    """Take up what came in time and a signatory stands by."""
    made = hands.task.process.appeal
    if made.is_late or made.confirmed_at is None:
        admitting.dismiss(made, "Det kom för sent.", **hands.by)
    else:
        admitting.admit(made, **hands.by)


def put_right(hands: Hands) -> None:
    """Say what was done."""
    admitting.put_right(hands.task.process.appeal, TEXT, **hands.by)


def acknowledge(hands: Hands) -> None:
    """Tell the municipality that its appeal is taken in."""
    appeals.acknowledge(hands.task.process.appeal, **hands.by)


def answer(hands: Hands) -> None:
    """Answer an appeal."""
    appeals.answer(hands.task.process.appeal, "Beslutet står fast.", **hands.by)


def look_into(hands: Hands) -> None:
    """Say what was found, and lay it before a decision maker."""
    deciding.lay_before(hands.task.process.appeal, "Underlaget är läst.", **hands.by)


def decide(hands: Hands) -> None:
    """Grant an appeal where the share says so and the gates allow it; else let it stand."""
    made = hands.task.process.appeal
    if hands.happens(hands.shares.upheld):
        try:
            deciding.uphold(made, "Beslutet var fel.", **hands.by)
        except Refused:  # a gate is not met, or a later case decides
            made = Appeal.objects.get(pk=made.pk)
            deciding.reject(made, "Beslutet står fast.", **hands.by)
    else:
        deciding.reject(made, "Beslutet står fast.", **hands.by)
