"""What a run writes: tables in Markdown, with the budget beside each figure."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Verdict:
    """A budget, what was measured, and whether that is within it.

    ``met`` None: the budget is about more than the run had, and says nothing of what was measured.
    """

    what: str
    budget: str
    measured: str
    met: bool | None

    @property
    def outcome(self) -> str:
        """In a word."""
        if self.met is None:
            return "not measured at this size"
        return "met" if self.met else "**missed**"


@dataclass(frozen=True)
class Part:
    """One section of the page: what is compared and how, the figures, the budgets."""

    title: str
    words: str
    head: tuple[str, ...]
    rows: list[tuple[str, ...]]
    verdicts: list[Verdict] = field(default_factory=list)

    def __str__(self) -> str:
        return f"## {self.title}\n\n{self.words}\n\n{table(self.head, self.rows)}"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table; the first column is words, the rest figures."""
    names = list(head)
    marks = ["---", *["---:"] * (len(names) - 1)]
    return "\n".join("| " + " | ".join(line) + " |" for line in [names, marks, *rows])


def budgets(parts: Iterable[Part]) -> str:
    """Every budget of the run."""
    rows = [
        (one.what, one.budget, one.measured, one.outcome) for part in parts for one in part.verdicts
    ]
    return table(("budget", "goal", "measured", ""), rows)


def number(value: float) -> str:
    """Three figures that count, thousands apart."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}" if value >= 1 else f"{value:.2g}"
