"""Pure: they read a version of the configuration, and answer."""

from typing import Any

from processes.scheme.rhythm.feasibility import judge
from processes.scheme.rhythm.planned_items import rhythm_of


def has_criteria(edition: Any) -> bool:
    """The edition asks for something in every one of its areas."""
    counts = [area.criteria.count() for area in edition.areas.all()]
    return bool(counts) and all(counts)


def has_agreement(edition: Any) -> bool:
    """The agreement that signatories will sign is written in both languages."""
    return bool(edition.agreement_sv.strip() and edition.agreement_en.strip())


def has_rule(edition: Any) -> bool:
    """The edition says when a certificate may be granted."""
    return hasattr(edition, "rule")


def has_levels(edition: Any) -> bool:
    """All five levels of the maturity scale are described."""
    return {level.level for level in edition.levels.all()} >= {0, 1, 2, 3, 4}


def is_in_order(cycle: Any) -> bool:
    """Surveillance, recertification and decision follow each other within the validity."""
    windows = [(w.from_month, w.to_month) for w in cycle.windows.all()]
    return (
        all(0 < start <= end < cycle.validity_months for start, end in windows)
        and cycle.validity_months > cycle.recertification_visit > cycle.recertification_decision > 0
    )


def can_be_kept(cycle: Any) -> bool:
    """People who take all the time of their limits miss no hard date."""
    return judge(rhythm_of(cycle)).is_kept
