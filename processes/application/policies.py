"""Pure: they read an application, and answer."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from processes.application.models import Application


ANSWERED = ("scope", "sites", "contact_name", "contact_email", "consultancy")
"""What an application must say; also that there is one place, or that nobody has advised."""


def unanswered(application: "Application") -> list[str]:
    """The fields that must be answered before the application is handed in.

    Obligation 7, in part.
    """
    return [name for name in ANSWERED if not getattr(application, name).strip()]


def is_empty(application: "Application") -> bool:
    """Nothing stands in it but whom it was begun by."""
    written = ("scope", "sites", "contact_phone", "consultancy")
    return not any(getattr(application, name).strip() for name in written)


def is_complete(application: "Application") -> bool:
    """Scope, places, contact and consultants are stated."""
    return not unanswered(application)


def is_reviewed(application: "Application") -> bool:
    """Every question of the review is answered with yes (obligation 8, in part)."""
    return bool(
        application.enough_information
        and application.body_is_competent
        and application.no_conflict_of_interest
    )


def is_returned(application: "Application") -> bool:
    """It went back for completion."""
    return bool(application.current_state == "returned")


def is_accepted(application: "Application") -> bool:
    """It was accepted."""
    return bool(application.current_state == "accepted")
