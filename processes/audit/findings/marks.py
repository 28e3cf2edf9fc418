"""What other stages show beside a finding on the page of the audit: registered, asked per page."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from processes.case.models import Case

if TYPE_CHECKING:
    from processes.case.reader import Reader


class Mark(NamedTuple):
    """A few words beside a finding, and where they lead."""

    finding: int
    words: str
    url: str


Marks = Callable[[Case, Any], Iterable[Mark]]
_marks: list[Marks] = []


def register(marks: Marks) -> None:
    """Show marks beside the findings of a case. Called when an app is ready."""
    if marks not in _marks:
        _marks.append(marks)


def beside(case: Case, findings: Iterable[Any], reader: "Reader") -> list[Any]:
    """The findings, each with its ``marks``."""
    found: dict[int, list[Mark]] = defaultdict(list)
    for marks in _marks:
        for mark in marks(case, reader):
            found[mark.finding].append(mark)
    some = list(findings)
    for one in some:
        one.marks = found[one.pk]
    return some
