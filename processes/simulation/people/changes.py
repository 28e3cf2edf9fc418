"""What simulated officers do with a change that a municipality tells."""

from processes.changing import actions
from processes.simulation.hands import Hands


def review(hands: Hands) -> None:
    """Find that the change has no effect."""
    actions.find_harmless(hands.task.process.change_notice, "Servicen är densamma.", **hands.by)
