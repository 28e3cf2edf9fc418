"""What a row of the authorization matrix is made of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.security.people import EXCLUDED, OFFICE, OWN, TEAM

NOBODY: frozenset[str] = frozenset()
READERS = OWN | TEAM | OFFICE
STAFF = OFFICE | TEAM | EXCLUDED | {"other_auditor", "decision_maker"}
COORDINATOR = frozenset({"coordinator"})
COORDINATORS = frozenset({"coordinator", "neighbour_coordinator"})
ADMINISTRATOR = frozenset({"administrator"})
ADMINISTRATORS = ADMINISTRATOR | {"other_administrator"}
"""Of any body: for addresses that show each administrator what is her own."""

Arguments = Callable[["Place"], dict[str, Any]]


@dataclass
class Place:
    """What an address can be about: a case in a state, and rows that belong to it."""

    case: Any
    task: Any
    scheme: Any
    rows: dict[str, Any]


@dataclass(frozen=True)
class Row:
    """Who may GET and who may POST an address; ``state`` names the case it is tried on.

    ``words`` are those whom a refusal may be explained to instead of a 404.
    """

    get: frozenset[str]
    post: frozenset[str] = NOBODY
    arguments: Arguments = lambda place: {}
    state: str = "answers_sent"
    words: frozenset[str] = READERS


def number(place: Place) -> dict[str, Any]:
    return {"number": place.case.number}


def municipality(place: Place) -> dict[str, Any]:
    return {"code": place.case.organisation.code}


def task(place: Place) -> dict[str, Any]:
    return {"task_id": place.task.pk}


def pk_of(name: str) -> Arguments:
    return lambda place: {"pk": place.rows[name].pk}


def code(place: Place) -> dict[str, Any]:
    return {"code": place.scheme.code}


def administered(arguments: Arguments | None = None, *, changes: bool = True) -> Row:
    who = ADMINISTRATOR if arguments else ADMINISTRATORS
    return Row(who, who if changes else NOBODY, arguments or (lambda place: {}))


def button(arguments: Arguments) -> Row:
    return Row(NOBODY, ADMINISTRATOR, arguments)
