"""Who holds which role where. The engine asks; the application answers through ``use``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, order=True)
class Grant:
    """A role held at one organisation."""

    role: str
    organisation_id: int


Directory = Callable[[Any, date], frozenset[Grant]]

_directory: list[Directory] = []


def use(directory: Directory) -> None:
    """Let ``directory(person, day)`` answer which grants a person has that day."""
    _directory[:] = [directory]


def grants(person: Any, day: date) -> frozenset[Grant]:
    """The person's grants on a local day. Nobody, and who is not signed in, has none."""
    if person is None or not person.is_authenticated or not person.is_active:
        return frozenset()
    return _directory[0](person, day)
