"""Pure: they read a case, and answer."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from processes.case.models import Case


AGAINST = ("refused", "declined", "closed")


def is_appealable(case: "Case") -> bool:
    """It ended against the municipality's wish, by somebody's decision."""
    by_somebody = case.ground not in ("certificate_ended", "time_over", "lapsed")
    return bool(case.current_state in AGAINST and by_somebody)
