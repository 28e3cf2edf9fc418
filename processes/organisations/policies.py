"""Pure: which role belongs where."""

from typing import Any

ROLES_OF = {
    "municipality": {"coordinator", "signatory", "contributor"},
    "body": {"officer", "auditor", "decision_maker", "administrator"},
    "partner": {"observer", "scheme_owner"},
    "joint_authority": {"contributor", "observer"},
}


def fits(role: str, organisation: Any) -> bool:
    """Somebody may hold the role at such an organisation."""
    return role in ROLES_OF[organisation.kind]
