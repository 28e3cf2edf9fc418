"""A report as it is read: the frozen content once locked, until then the rows as they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from processes.audit.agenda import TOPICS
from processes.audit.models import Audit, Finding
from processes.audit.report.actions import content_of
from processes.audit.report.models import Report
from processes.case.criteria import criteria_with
from workflow.calendar import local_date


@dataclass(frozen=True)
class Row:
    """One finding of the report."""

    criterion: Any
    grade: str
    level: int | None
    statement: str
    evidence: str
    reason: str = ""

    @property
    def label(self) -> str:
        """The grade in words."""
        return str(Finding.Grade(self.grade).label) if self.grade else ""

    @property
    def is_conform(self) -> bool:
        """The criterion is met, and nothing more was found."""
        return self.grade == Finding.Grade.CONFORM


@dataclass(frozen=True)
class Corrected:
    """What one correction changed, in words."""

    criterion: str
    day: date
    reason: str
    changes: list[tuple[Any, str, str]]

    @classmethod
    def of(cls, row: dict[str, Any]) -> Self:
        """A frozen correction, as it is read."""
        before, after = row["before"], row["after"]
        changed = [name for name in NAMES if before.get(name) != after.get(name)]
        return cls(
            criterion=row["criterion"],
            day=local_date(datetime.fromisoformat(row["at"])),
            reason=row["reason"],
            changes=[
                (NAMES[n], in_words(n, before.get(n)), in_words(n, after[n])) for n in changed
            ],
        )


NAMES = {
    "grade": _("Grade"),
    "level": _("Level found"),
    "statement": _("Statement"),
    "evidence_reference": _("Objective evidence"),
    "reason": _("Why the grade differs from the rule"),
}


TEXTS = {
    "recommendation": _("Recommendation to the decision maker"),
    "summary": _("Summary"),
    "conclusion": _("Conclusion of the team"),
    "dissent": _("Diverging opinions that remain"),
}


def in_words(name: str, value: Any) -> str:
    """What a finding or a report says in one field, as it is read."""
    if value in (None, ""):
        return "–"
    if name == "recommendation":
        return str(capfirst(Report.Recommendation(value).label))
    return str(capfirst(Finding.Grade(value).label)) if name == "grade" else str(value)


@dataclass(frozen=True)
class Contents:
    """What the report says, with criteria and grades in words."""

    said: dict[str, Any]
    rows: list[Row]
    sentences: list[str]
    corrects: dict[str, Any]
    """What the version said that this one corrects; empty for a first one."""

    @classmethod
    def of(cls, report: Report) -> Self:
        """The contents of a report."""
        locked = report.current_state == Report.State.LOCKED
        said = report.content if locked else content_of(report)
        codes = [found["criterion"] for found in said["findings"]]
        criteria = {one.code: one for one in criteria_with(report.case, codes)}
        rows = [_row(found, criteria) for found in said["findings"]]
        before = report.corrects.content if report.corrects else {}
        return cls(said=said, rows=rows, sentences=report.sentences, corrects=before)

    @property
    def others(self) -> list[Row]:
        """The findings that are not conform, in the scheme's order."""
        return [row for row in self.rows if not row.is_conform]

    @property
    def conform(self) -> int:
        """How many criteria are met."""
        return len(self.rows) - len(self.others)

    @property
    def remarked(self) -> list[Row]:
        """The conform findings of which the team says more."""
        return [row for row in self.rows if row.is_conform and row.statement]

    @property
    def method(self) -> str:
        """How the visit was made."""
        return str(Audit.Method(self.said["method"]).label)

    @property
    def recommendation(self) -> str:
        """The recommendation in words, if it is made."""
        value = self.said["recommendation"]
        return str(Report.Recommendation(value).label) if value else ""

    @property
    def corrections(self) -> list["Corrected"]:
        """What was corrected after the visit, oldest first."""
        return [Corrected.of(row) for row in self.said.get("corrections", ())]

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """Everything that the version before said otherwise: its findings, then its texts."""
        if not self.corrects:
            return []
        before = {one["criterion"]: one for one in self.corrects["findings"]}
        found = [
            (f"{now['criterion']}: {name}", was, says)
            for now in self.said["findings"]
            for name, was, says in _differing(FOUND, before.get(now["criterion"], {}), now)
        ]
        return [*found, *_differing(TEXTS, self.corrects, self.said)]

    @property
    def comments(self) -> list[tuple[str, str, str]]:
        """What the municipality said: the sentence, the comment, the answer."""
        return [
            (self.sentences[one["sentence"]], one["text"], one["answer"])
            for one in self.said["comments"]
        ]

    @property
    def covered(self) -> tuple[list[str], str]:
        """What the audit always looks at and did, in words, and what was seen of it."""
        said = self.said.get("covered", {})
        return [str(TOPICS[key]) for key in said.get("topics", ())], said.get("seen", "")

    @property
    def visit(self) -> tuple[date | None, date | None]:
        """First and last day of the visit."""
        first, last = self.said.get("visit_from"), self.said.get("visit_to")
        return _day(first), _day(last)


FOUND = {"evidence" if name == "evidence_reference" else name: told for name, told in NAMES.items()}
"""The names of a finding's fields, as a report freezes them."""


def _differing(
    names: Mapping[str, Any], before: Mapping[str, Any], now: Mapping[str, Any]
) -> list[tuple[str, str, str]]:
    """What of the named is told otherwise: its name, what it was and what it is, in words."""
    told = [(str(names[n]), in_words(n, before.get(n)), in_words(n, now.get(n))) for n in names]
    return [one for one in told if one[1] != one[2]]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _row(found: dict[str, Any], criteria: dict[str, Any]) -> Row:
    return Row(
        criterion=criteria[found["criterion"]],
        grade=found["grade"],
        level=found["level"],
        statement=found["statement"],
        evidence=found["evidence"],
        reason=found.get("reason", ""),
    )
