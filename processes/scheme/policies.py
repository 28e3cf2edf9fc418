"""Pure: they read a version of the configuration, and answer."""

from typing import TYPE_CHECKING

from processes.scheme.rhythm.feasibility import judge
from processes.scheme.rhythm.planned_items import rhythm_of

if TYPE_CHECKING:
    from processes.scheme.models import Edition, RenewalCycle


def has_criteria(edition: "Edition") -> bool:
    """The edition asks for something in every one of its areas."""
    counts = [area.criteria.count() for area in edition.areas.all()]
    return bool(counts) and all(counts)


def has_agreement(edition: "Edition") -> bool:
    """The agreement that signatories will sign is written in both languages."""
    return bool(edition.agreement_sv.strip() and edition.agreement_en.strip())


def has_rule(edition: "Edition") -> bool:
    """The edition says when a certificate may be granted."""
    return hasattr(edition, "rule")


def has_levels(edition: "Edition") -> bool:
    """All five levels of the maturity scale are described."""
    return {level.level for level in edition.levels.all()} >= {0, 1, 2, 3, 4}


def is_in_order(cycle: "RenewalCycle") -> bool:
    """Surveillance, recertification and decision follow each other within the validity."""
    windows = [(w.from_month, w.to_month) for w in cycle.windows.all()]
    return (
        all(0 < start <= end < cycle.validity_months for start, end in windows)
        and cycle.validity_months > cycle.recertification_visit > cycle.recertification_decision > 0
    )


def can_be_kept(cycle: "RenewalCycle") -> bool:
    """People who take all the time of their limits miss no hard date."""
    return judge(rhythm_of(cycle)).is_kept
