"""A correction of a locked report as it is read, and who may read it."""

from typing import Any

from processes.amendments.models import Amendment
from processes.audit.report.contents import NAMES, TEXTS, in_words
from processes.case.models import Case

KEPT_INSIDE = ("proposed", "declined", "taken_back", "settled")
"""States in which the municipality reads only what it was asked to comment on."""


def changes(amendment: Amendment) -> list[tuple[Any, str, str]]:
    """What is to say something else: its name, what stands there, and what should."""
    names = {**NAMES, **TEXTS}
    before, after = amendment.before, amendment.after
    changed = [name for name in names if before.get(name) != after.get(name)]
    return [(names[n], in_words(n, before.get(n)), in_words(n, after.get(n))) for n in changed]


def readable(case: Case, *, staff: bool) -> list[Amendment]:
    """The corrections of a case's reports that a side may read, the latest first."""
    rows = case.amendments.select_related("report", "finding__criterion", "proposed_by")
    if not staff:
        rows = rows.exclude(state__in=KEPT_INSIDE, is_worse=False)
    return list(rows.order_by("-number"))
