"""The gate matrix in words: what each gate asks, and what is missing when it is not met."""

from collections.abc import Callable
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
    return DETAILS[key](basis) if key in DETAILS else ""


def _musts(basis: dict[str, Any]) -> list[dict[str, Any]]:
    return [c for c in basis["criteria"] if c["kind"] == "must"]


def _floor(basis: dict[str, Any]) -> str:
    floor = basis["rule"]["must_floor"]
    low = [c["code"] for c in _musts(basis) if c["counted"] < floor]
    lowest = _("Lowest level: %(level)s.") % {"level": floor}
    return f"{lowest} " + (_("Below: %(codes)s.") % {"codes": ", ".join(low)} if low else "")


def _share(basis: dict[str, Any]) -> str:
    rule = basis["rule"]
    share = share_at([c["counted"] for c in _musts(basis)], rule["must_target"])
    return _("%(share)d per cent reach level %(level)d; at least %(need)d per cent are needed.") % {
        "share": share,
        "level": rule["must_target"],
        "need": rule["must_share"],
    }


def _recommendation(basis: dict[str, Any]) -> str:
    given = basis["recommendation"]
    return str(Report.Recommendation(given).label) if given else ""


def _unmended(grade: str) -> Callable[[dict[str, Any]], str]:
    def detail(basis: dict[str, Any]) -> str:
        listed = [n["criterion"] for n in basis["nonconformities"] if n["grade"] == grade]
        return ", ".join(listed) if listed else _("There are none.")

    return detail


DETAILS: dict[str, Callable[[dict[str, Any]], str]] = {
    "must_floor": _floor,
    "must_share": _share,
    "recommendation_given": _recommendation,
    "majors_verified": _unmended("major"),
    "minors_accepted": _unmended("minor"),
}
"""The figures behind a gate, for those that have some."""
