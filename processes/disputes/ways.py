"""Where an answered objection leads."""

from workflow.definition.nodes import Activation


def is_upheld(activation: Activation) -> bool:
    """The finding is to be corrected."""
    dispute = activation.process.dispute
    dispute.refresh_from_db()
    return bool(dispute.current_state == "upheld")
