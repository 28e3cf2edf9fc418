"""What the flow of a proposal about a certificate asks: which way next."""

from processes.sanctions.models import Proposal
from workflow.definition.nodes import Activation

State = Proposal.State


def _state(activation: Activation) -> str:
    row = Proposal.objects.filter(own_process=activation.process)
    return str(row.values_list("state", flat=True).get())


def is_for_hearing(activation: Activation) -> bool:
    """The holder answers first."""
    return _state(activation) == State.HEARING


def is_ready(activation: Activation) -> bool:
    """It is decided without an answer."""
    return _state(activation) == State.READY
