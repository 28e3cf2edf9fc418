"""What simulated people do with a complaint."""

from processes.complaints import handling
from processes.complaints.handling import Ruling
from processes.complaints.models import Complaint
from processes.simulation.hands import TEXT, Hands


def _complaint(hands: Hands) -> Complaint:
    found: Complaint = hands.task.process.complaint
    return found


def acknowledge(hands: Hands) -> None:
    """Say that it is read; nobody is complained of by name."""
    handling.acknowledge(_complaint(hands), (), **hands.by)


def review(hands: Hands) -> None:
    """Take up most of them."""
    if hands.luck.random() < hands.shares.dismissed:
        handling.dismiss(_complaint(hands), "Det gäller inte certifieringen.", **hands.by)
    else:
        handling.take_up(_complaint(hands), **hands.by)


def prepare(hands: Hands) -> None:
    """Ask the municipality that it is about; without one there is nobody to ask."""
    complaint = _complaint(hands)
    if complaint.about_id is None:
        handling.keep_back(complaint, **hands.by)
    else:
        handling.send_on(complaint, complaint.text, (), **hands.by)


def answer(hands: Hands) -> None:
    """Answer as the municipality."""
    handling.reply(_complaint(hands), TEXT, **hands.by)


def look_into(hands: Hands) -> None:
    """Write what was found."""
    handling.conclude(_complaint(hands), TEXT, **hands.by)


def decide(hands: Hands) -> None:
    """Find some of them right, with something to put right."""
    outcomes = Complaint.Outcome
    is_right = hands.luck.random() < hands.shares.found_right
    ruling = (
        Ruling(outcomes.UPHELD, TEXT, corrective="Svara inom två dagar.", agenda_note="Svarstid")
        if is_right
        else Ruling(outcomes.REJECTED, TEXT)
    )
    handling.rule_on(_complaint(hands), ruling, **hands.by)


def close(hands: Hands) -> None:
    """Say what was done about it."""
    handling.round_off(_complaint(hands), TEXT, **hands.by)
