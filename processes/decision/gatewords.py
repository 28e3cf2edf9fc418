"""The gate matrix in words: what each gate asks, and what is missing when it is not met."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.audit.report.models import Report
from processes.decision.policies import share_at

TITLES: dict[str, str | Promise] = {
    "report_locked": gettext_lazy("The audit report is final"),
    "objectives_met": gettext_lazy("The team has concluded on the objectives of the audit"),
    "recommendation_given": gettext_lazy("The lead auditor has given a recommendation"),
    "agreement_signed": gettext_lazy("The application is confirmed and the agreement signed"),
    "majors_verified": gettext_lazy("Every major nonconformity is verified"),
    "minors_accepted": gettext_lazy("Every minor nonconformity has an accepted plan"),
    "must_floor": gettext_lazy("Every must criterion reaches the lowest level"),
    "must_share": gettext_lazy("Enough must criteria reach the target level"),
}


@dataclass(frozen=True)
class Row:
    """One row of the gate matrix."""

    key: str
    title: str
    is_met: bool
    detail: str


def matrix(basis: dict[str, Any]) -> list[Row]:
    """Every gate of a frozen basis with the figures behind it."""
    return [
        Row(gate["key"], str(TITLES[gate["key"]]), gate["met"], _detail(gate["key"], basis))
        for gate in basis.get("gates", ())
    ]


def _detail(key: str, basis: dict[str, Any]) -> str:
    rule, musts = basis["rule"], [c for c in basis["criteria"] if c["kind"] == "must"]
    if key == "must_floor":
        low = [c["code"] for c in musts if c["counted"] < rule["must_floor"]]
        lowest = _("Lowest level: %(level)s.") % {"level": rule["must_floor"]}
        return f"{lowest} " + (_("Below: %(codes)s.") % {"codes": ", ".join(low)} if low else "")
    if key == "must_share":
        share = share_at([c["counted"] for c in musts], rule["must_target"])
        return _(
            "%(share)d per cent reach level %(level)d; at least %(need)d per cent are needed."
        ) % {"share": share, "level": rule["must_target"], "need": rule["must_share"]}
    if key == "recommendation_given":
        given = basis["recommendation"]
        return str(Report.Recommendation(given).label) if given else ""
    return _unmended(basis, key)


def _unmended(basis: dict[str, Any], key: str) -> str:
    grades = {"majors_verified": "major", "minors_accepted": "minor"}
    if key not in grades:
        return ""
    listed = [n for n in basis["nonconformities"] if n["grade"] == grades[key]]
    if not listed:
        return _("There are none.")
    return ", ".join(n["criterion"] for n in listed)
