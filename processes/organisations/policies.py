"""Pure: which role belongs where."""

from typing import Any

from processes.roles import HELD_AT


def fits(role: str, organisation: Any) -> bool:
    """Somebody may hold the role at such an organisation."""
    return role in HELD_AT[organisation.kind]
