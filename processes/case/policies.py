"""Pure: they read a case, and answer."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from processes import kinds
from processes.organisations.models import Person

if TYPE_CHECKING:
    from processes.case.models import Case


May = Callable[[Any, Any], bool]


def is_voluntary(case: "Case") -> bool:
    """The municipality asked for it itself, and may ask no more."""
    return not kinds.of(case.kind).is_owed


def is_unsent(case: "Case") -> bool:
    """Its application is a draft that nobody but the municipality has seen."""
    return bool(case.is_unsent)


def speaks_for_it(before: May, bound: May) -> May:
    """Who may end a case for the municipality: others ``before`` it has signed an agreement."""

    def may(case: "Case", person: Person) -> bool:
        return bound(case, person) or (before(case, person) and not case.is_bound)

    return may
