"""They read a case, and answer."""

from typing import TYPE_CHECKING

from processes.decision import kinds

if TYPE_CHECKING:
    from processes.appeals.models import Appeal
    from processes.case.models import Case
    from processes.decision.models import Decision


TAKEN_IN = ("unconfirmed", "acknowledged", "admitted", "laid")
"""Acknowledged, and not answered: the municipality is told how far it is."""
OPEN = ("registered", *TAKEN_IN)
"""The municipality waits for an answer, and may take it back."""

AGAINST = ("refused", "declined", "closed")


def is_appealable(case: "Case") -> bool:
    """It ended against the municipality's wish, by somebody's decision."""
    by_somebody = case.ground not in ("certificate_ended", "time_over", "lapsed")
    return bool(case.current_state in AGAINST and by_somebody)


def refusal_of(case: "Case") -> "Decision | None":
    """The decision that an appeal against how a case ended is against; None where it had none."""
    taken = case.decisions.filter(decided_at__isnull=False, kind__in=kinds.appealable())
    return taken.order_by("number").last()


def is_against_holder(decision: "Decision") -> bool:
    """It was taken about a certificate in force, against the holder's interest and wish."""
    asked = decision.basis.get("proposal", {}).get("ground") in ("own_request", "transferred")
    return decision.is_decided and decision.traits.appealable and not asked


def is_confirmed(made: "Appeal") -> bool:
    """A signatory wrote it, or stands by it."""
    return made.confirmed_at is not None


def is_unconfirmed(made: "Appeal") -> bool:
    """No signatory stands by it yet."""
    return made.confirmed_at is None


def is_to_be_put_right(made: "Appeal") -> bool:
    """Something about what was decided is to be put right, and is not yet."""
    return bool(made.corrective) and made.corrected_at is None
