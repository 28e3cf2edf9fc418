"""What an application of some kind of case tells beside the usual: a later stage registers it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from workflow.language import Text

if TYPE_CHECKING:
    from processes.application.models import Application
    from processes.case.models import Case


@dataclass(frozen=True)
class Extra:
    """A page of its own, what stands there in rows, and what is still missing, in words."""

    page: str
    """The name of its address, which takes the number of the case."""
    title: Text
    rows: Callable[["Case"], list[dict[str, str]]]
    missing: Callable[["Case"], list[Any]]
    follow: Callable[["Case", str, datetime], None]
    """Does what a step of the application brings: ``submit``, ``send_back`` or ``erase``."""


EXTRAS: dict[str, Extra] = {}
"""By the kind of case."""


def shown(case: "Case") -> dict[str, Any] | None:
    """What a page shows of it; None where a case of the kind tells nothing more."""
    extra = EXTRAS.get(case.kind)
    if extra is None:
        return None
    said = {"page": extra.page, "title": extra.title}
    return {**said, "rows": extra.rows(case), "missing": extra.missing(case)}


def follow(case: "Case", step: str, *, at: datetime) -> None:
    """Let what is told beside the usual go along with a step of the application."""
    if (extra := EXTRAS.get(case.kind)) is not None:
        extra.follow(case, step, at)


def is_told(application: "Application") -> bool:
    """Nothing is missing of what its kind of case tells beside the usual."""
    extra = EXTRAS.get(application.case.kind)
    return extra is None or not extra.missing(application.case)
