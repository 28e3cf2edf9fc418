"""What the flow of a complaint asks: whose queue, and which way next."""

from processes.complaints.models import Complaint
from processes.decision import kinds
from processes.reviewing.actions import place_of
from processes.roles import Role
from workflow.definition.nodes import Activation
from workflow.engine.transitions import perform
from workflow.models import Process


def _complaint(process: Process) -> Complaint:
    found: Complaint = Complaint.objects.get(own_process=process)
    return found


def body(process: Process) -> int:
    """The certification body's id."""
    return process.organisation_id


def officers(process: Process) -> int:
    """Where it is handled: at the body, or by a reviewer where nobody there is left."""
    return place_of(process, Role.OFFICER) or body(process)


def deciders(process: Process) -> int:
    """Where it is decided: at the body, or by a reviewer where nobody there is left."""
    return place_of(process, kinds.case_decider()) or body(process)


def municipality(process: Process) -> int:
    """The id of the municipality that it is about."""
    return _complaint(process).about_id or process.organisation_id


def handler(process: Process) -> int | None:
    """Whoever took it up goes on with it."""
    return _complaint(process).handler_id


def is_taken_up(activation: Activation) -> bool:
    """It is looked into."""
    return _complaint(activation.process).current_state == Complaint.State.ADMITTED


def is_sent_on(activation: Activation) -> bool:
    """The municipality answers first."""
    return _complaint(activation.process).current_state == Complaint.State.FORWARDED


def is_to_be_put_right(activation: Activation) -> bool:
    """Something is to be put right before it is closed."""
    return bool(_complaint(activation.process).corrective)


def end_decided(activation: Activation) -> None:
    """Close what needs nothing more."""
    at = activation.process.moment
    perform(_complaint(activation.process).end_at_once, by=None, at=at, moment=at)
