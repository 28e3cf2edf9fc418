"""What the municipality submitted, criterion by criterion, as it was frozen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from processes.case.criteria import criteria_of, criteria_with
from processes.case.models import Case, Evidence
from processes.scheme.models import Area, Criterion, MaturityLevel
from processes.self_assessment.frozen import evidence_in
from processes.self_assessment.models import Snapshot


@dataclass(frozen=True)
class Submitted:
    """The answer to one criterion: the level in words, the motivation, the evidence."""

    criterion: Criterion
    level: int | None = None
    in_words: Any = None
    motivation: str = ""
    evidence: list[Any] = field(default_factory=list)


def levels_of(case: Case) -> list[MaturityLevel]:
    """The steps of the scale, lowest first."""
    return list(case.edition.levels.order_by("level"))


def answers(case: Case, scale: list[MaturityLevel]) -> list[Submitted]:
    """The latest submitted answer to every criterion of the case, in the scheme's order."""
    latest = Snapshot.objects.filter(assessment__case=case).order_by("-number").first()
    rows = {row["criterion"]: row for row in latest.content["answers"]} if latest else {}
    levels = {step.level: step for step in scale}
    kept = evidence_in(case, latest) if latest else {}
    criteria = criteria_with(case, rows) if rows else criteria_of(case)
    return [_submitted(one, rows.get(one.code), levels=levels, kept=kept) for one in criteria]


def _submitted(
    criterion: Criterion,
    row: dict[str, Any] | None,
    *,
    levels: dict[int, Any],
    kept: Mapping[str, Iterable[Evidence]],
) -> Submitted:
    if row is None:
        return Submitted(criterion)
    return Submitted(
        criterion=criterion,
        level=row["level"],
        in_words=levels.get(row["level"]),
        motivation=row["motivation"],
        evidence=list(kept[criterion.code]),
    )


def by_area(submitted: list[Submitted]) -> list[tuple[Area, list[Submitted]]]:
    """What was handed in, area by area."""
    groups = groupby(submitted, key=lambda one: one.criterion.area)
    return [(area, list(rows)) for area, rows in groups]
