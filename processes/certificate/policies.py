"""Pure: they read a decision, and answer."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from processes.decision.models import Decision


def may_be_issued(decision: "Decision") -> bool:
    """The latest decision grants."""
    return decision is not None and decision.current_state == "granted"
