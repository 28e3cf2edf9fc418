"""What each stage declares of itself: its rows, papers, words. Every stage registers itself once.

Who shows a case as a whole asks here, and knows no stage. A stage is found by its ``stage.py``.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist
from django.urls import NoReverseMatch, reverse

if TYPE_CHECKING:
    from processes.case.models import Case


Words = Mapping[str, Any]
"""By ``model.step``: what a step is called."""


@dataclass(frozen=True)
class Row:
    """A model of a stage, by its name: its rows belong to a case."""

    model: str
    path: str
    """How a row finds its case: ``audit__case``."""
    acts: bool = False
    """Steps of it complete tasks, so that a case shows which of them are open."""


@dataclass(frozen=True)
class Paper:
    """One paper: what it is, when it became what it is, its hash, and where it can be read."""

    title: str
    at: datetime | None
    sha256: str = ""
    url: str = ""


def no_papers(case: "Case") -> Iterator[Paper]:
    """Nothing that can be read."""
    yield from ()


@dataclass(frozen=True, kw_only=True)
class StageEntry:
    """All that the rest of the system asks of a stage."""

    name: str
    place: int
    """Where it stands among the others, in order of time."""
    rows: tuple[Row, ...] = ()
    papers: Callable[[Any], Iterable[Paper]] = no_papers
    """Its frozen papers in a case."""
    dates: tuple[str, ...] = ()
    """Names on a case of the row or rows that may promise something: ``audit.reports``."""
    read_anew: tuple[str, ...] = ()
    """Names on a case of the rows that a step may have changed before the flow asks for them."""
    happened: Words = field(default_factory=dict)
    possible: Words = field(default_factory=dict)
    expected: Words = field(default_factory=dict)
    """What a step is called when it was taken, can be taken, and will come by a timer."""
    simulation: Mapping[str, str] = field(default_factory=dict)
    """Who does its tasks in simulated years: functions of ``processes.simulation.people``."""


ENTRIES: dict[str, StageEntry] = {}
HAPPENED: dict[str, Any] = {}
POSSIBLE: dict[str, Any] = {}
EXPECTED: dict[str, Any] = {}


def register(entry: StageEntry) -> None:
    """Let the rest of the system know a stage. Called by its ``stage.py``."""
    ENTRIES[entry.name] = entry
    HAPPENED.update(entry.happened)
    POSSIBLE.update(entry.possible)
    EXPECTED.update(entry.expected)


def find() -> None:
    """Import the ``stage.py`` of every folder that has one. Called when the app is ready."""
    package = import_module("processes")
    for folder in iter_modules(package.__path__):
        if folder.ispkg and any(
            one.name == "stage"
            for one in iter_modules(import_module(f"processes.{folder.name}").__path__)
        ):
            import_module(f"processes.{folder.name}.stage")


def entries() -> list[StageEntry]:
    """All stages, in order of time."""
    return sorted(ENTRIES.values(), key=lambda entry: entry.place)


def rows() -> Iterator[Row]:
    """The rows of all stages."""
    for entry in entries():
        yield from entry.rows


def path_of(model: str) -> str | None:
    """How the rows of a model whose steps complete tasks find their case; None for others."""
    return next((row.path for row in rows() if row.acts and row.model == model), None)


def names(what: str) -> list[str]:
    """``dates`` or ``read_anew`` of all stages."""
    return [name for entry in entries() for name in getattr(entry, what)]


def on(case: "Case", name: str) -> Any:
    """The row or rows of that name on a case; None where it has none yet."""
    try:
        return getattr(case, name)
    except ObjectDoesNotExist:
        return None


def address(name: str, **values: object) -> str:
    """The address of a page; "" where nobody serves it."""
    try:
        return reverse(name, kwargs=values)
    except NoReverseMatch:
        return ""
