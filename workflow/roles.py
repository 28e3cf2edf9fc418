"""Who holds which role where. The engine asks; the application answers through ``use``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.db import models


@dataclass(frozen=True, order=True)
class Grant:
    """A role held at one organisation."""

    role: str
    organisation_id: int


class Actor(Protocol):
    """Anyone who acts or asks, signed in or not, whatever the application calls people."""

    @property
    def pk(self) -> Any:
        """Their key; None of those who are not signed in."""

    @property
    def is_authenticated(self) -> bool:
        """They are signed in."""

    @property
    def is_active(self) -> bool:
        """They may sign in."""


Whose = Actor | int | models.OuterRef | models.Expression
"""A person, their key, or where it stands in the row that asks."""

Directory = Callable[[date], models.QuerySet[Any]]

_directory: list[Directory] = []


def use(directory: Directory) -> None:
    """Let ``directory(day)`` give the rows of what people hold on a local day.

    Each row has a ``person``, a ``role`` and an ``organisation``.
    """
    _directory[:] = [directory]


def directory(day: date) -> models.QuerySet[Any]:
    """The rows of what people hold on a local day."""
    return _directory[0](day)


def held(person: Actor | None, day: date) -> models.QuerySet[Any] | None:
    """The rows of what the person holds on a local day; None for who is not signed in."""
    if person is None or not person.is_authenticated or not person.is_active:
        return None
    return directory(day).filter(person=person)


def held_by(person: Whose | None, day: date) -> models.QuerySet[Any]:
    """The rows of what a person known by their key holds on a local day; none if not active."""
    return directory(day).filter(person=person, person__is_active=True)


def grants(person: Actor | None, day: date) -> frozenset[Grant]:
    """The person's grants on a local day. Nobody, and who is not signed in, has none."""
    rows = held(person, day)
    pairs = rows.values_list("role", "organisation_id") if rows is not None else ()
    return frozenset(Grant(role, organisation_id) for role, organisation_id in pairs)
