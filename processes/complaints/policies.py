"""Pure: they read a complaint, and answer."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from processes.complaints.models import Complaint


RUNNING = ("received", "acknowledged", "admitted", "forwarded", "looked_into", "concluded")
"""Whoever complained waits for an answer, and may take it back."""


def is_running(complaint: "Complaint") -> bool:
    """It is neither answered nor taken back."""
    return complaint.current_state in RUNNING
