"""What the flow of a correction asks: which way next."""

from processes.amendments.models import Amendment
from processes.case.models import Case
from workflow.definition.nodes import Activation


def _amendment(activation: Activation) -> tuple[str, bool]:
    """The state of a correction of a locked report, and whether its case runs."""
    row = Amendment.objects.filter(own_process=activation.process)
    [(state, case)] = row.values_list("state", "case__state")
    return str(state), str(case) == Case.State.RUNNING


def is_sent_for_comments(activation: Activation) -> bool:
    """The correction makes a finding worse: the municipality comments on it first."""
    return _amendment(activation)[0] == "sent"


def is_to_be_reconsidered(activation: Activation) -> bool:
    """The correction is confirmed, after the decision was taken."""
    return _amendment(activation) == ("confirmed", False)


def is_referred(activation: Activation) -> bool:
    """The decision maker leaves to the officer what follows."""
    return _amendment(activation)[0] == "referred"
