"""What an audit finds of a criterion: a seeded model of how well a municipality works."""

from collections.abc import Iterable
from random import Random
from typing import TYPE_CHECKING, Any

from processes.audit.policies import minors_that_make_major, proposed_grade

if TYPE_CHECKING:
    from processes.scheme.models import DecisionRule


LOWEST, HIGHEST = 0.15, 0.95
LEARNS = 0.08
"""How much better a municipality works for each case it has been through."""


def skill(base: Random, cases: int) -> float:
    """How well a municipality works after so many cases, between 0 and 1."""
    return min(HIGHEST, base.triangular(LOWEST, HIGHEST, 0.6) + LEARNS * cases)


def found(luck: Random, skill_now: float) -> int:
    """The level of one criterion: 3 for most, 0 for very few."""
    weakness = 1.45 - skill_now
    limits = (0.004 * weakness, 0.035 * weakness, 0.1 * weakness)
    drawn = luck.random()
    for level, limit in enumerate(limits):
        if drawn < limit:
            return level
        drawn -= limit
    return 4 if drawn < 0.2 * skill_now else 3


def claimed(luck: Random, level: int) -> int:
    """What the municipality says of itself: now and then a little better than it is."""
    return min(4, max(2, level) + (luck.random() < 0.1))


def graded(
    findings: Iterable[Any], luck: Random, *, skill_now: float, rule: "DecisionRule"
) -> dict[Any, Any]:
    """For each finding its level and the grade that the decision rule gives it.

    Where minors of an area together are a major, the first of them is raised.
    """
    said: dict[Any, tuple[int, str]] = {}
    for one in findings:
        level = found(luck, skill_now)
        said[one] = (level, proposed_grade(one.criterion.kind, level, rule))
    pairs = [(one.criterion.area.code, grade) for one, (_level, grade) in said.items()]
    for area in minors_that_make_major(pairs, rule.minors_make_major):
        first = next(o for o in said if o.criterion.area.code == area and said[o][1] == "minor")
        said[first] = (said[first][0], "major")
    return said
