"""Pure: which role belongs where."""

from typing import TYPE_CHECKING

from processes.roles import HELD_AT

if TYPE_CHECKING:
    from processes.organisations.models import Organisation


def fits(role: str, organisation: "Organisation") -> bool:
    """Somebody may hold the role at such an organisation."""
    return role in HELD_AT[organisation.kind]
