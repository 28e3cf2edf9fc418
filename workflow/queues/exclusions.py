"""Who is excluded from what a role does in a process: the one place that asks.

Everything else, as who may take a task, see a case or hear of it, asks here.
"""

from collections.abc import Iterable
from typing import Any, cast

from django.db import models

from workflow.models import Exclusion, Process
from workflow.roles import Actor, Whose

Exclusions = models.QuerySet[Exclusion]
Key = Process | int | models.OuterRef
Word = str | models.OuterRef
"""A key, or a role: what it is, or where it stands in the row that asks."""


def applies(excluded: str, *roles: str) -> bool:
    """What names a role, or "" for all of them, applies to somebody in one of some roles."""
    return excluded in ("", *roles)


def applying(*roles: Word, path: str = "") -> models.Q:
    """A condition on exclusions, at ``path`` from the row that is asked about: one of the roles.

    Each role is a name, or one expression that gives it.
    """
    if all(isinstance(role, str) for role in roles):
        return models.Q(**{f"{path}role__in": ["", *roles]})
    (role,) = roles
    return models.Q(**{f"{path}role": ""}) | models.Q(**{f"{path}role": role})


def of(process: Key, *roles: Word, person: Whose | None) -> Exclusions:
    """What excludes a person from the process in one of the roles; all may be expressions."""
    return Exclusion.objects.filter(applying(*roles), process=process, person=cast(int, person))


def is_excluded(person: Actor, process: Process, roles: Iterable[str]) -> bool:
    """The person is excluded from the process in one of the roles."""
    return of(process, *roles, person=person.pk).exists()


def people(process: Key | None, *roles: Word) -> models.QuerySet[Any, Any]:
    """The keys of those who are excluded from the process in one of the roles."""
    return Exclusion.objects.filter(applying(*roles), process=process).values("person")


def reasons(process: Key | None, *roles: Word) -> models.QuerySet[Any, Any]:
    """Those who are excluded in one of the roles, each with why, as a row keeps it."""
    return people(process, *roles).values_list("person", "reason")


def processes(person: int | None, *roles: str) -> models.QuerySet[Any, Any]:
    """The keys of the processes from which the person is excluded in one of the roles."""
    return Exclusion.objects.filter(applying(*roles), person=person).values("process")


def of_many(among: models.Q) -> models.QuerySet[Any, Any]:
    """Process, person and role of the exclusions from some processes, for ``whom``."""
    return Exclusion.objects.filter(among).values_list("process", "person", "role")


def whom(pairs: Iterable[tuple[int, str]], *roles: str) -> set[int]:
    """Who of some pairs of a person and an excluded role is excluded in one of the roles."""
    return {person for person, excluded in pairs if applies(excluded, *roles)}
