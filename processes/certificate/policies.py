"""Pure: they read a decision, and answer."""

from typing import Any


def may_be_issued(decision: Any) -> bool:
    """The latest decision grants."""
    return decision is not None and decision.current_state == "granted"
