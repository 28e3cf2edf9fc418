"""Pure: they read an application, and answer."""

from typing import Any


def is_complete(application: Any) -> bool:
    """Scope and contact are stated; consultants are named where there were any (obligation 7)."""
    return bool(
        application.scope.strip()
        and application.contact_name.strip()
        and application.contact_email.strip()
    )


def is_reviewed(application: Any) -> bool:
    """Every question of the review is answered with yes (obligation 8)."""
    return bool(
        application.enough_information
        and application.body_is_competent
        and application.no_conflict_of_interest
    )


def is_returned(application: Any) -> bool:
    """It went back for completion."""
    return bool(application.current_state == "returned")


def is_accepted(application: Any) -> bool:
    """It was accepted."""
    return bool(application.current_state == "accepted")
