"""Every time limit of the process: its default, its unit and what it is counted from.

The renewal cycle stores the administrator's figures; what it does not store has the default.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORKING_DAYS, DAYS, MONTHS = "working_days", "days", "months"


@dataclass(frozen=True)
class Limit:
    """A time limit: ``key`` in the cycle, its unit, default amount and words."""

    key: str
    unit: str
    default: int
    title: str | Promise


LIMITS = {
    limit.key: limit
    for limit in (
        Limit("review_application", WORKING_DAYS, 5, _("review the application")),
        Limit("sign_agreement", WORKING_DAYS, 20, _("sign the agreement")),
        Limit("assess", DAYS, 60, _("self-assessment")),
        Limit("sign_assessment", WORKING_DAYS, 10, _("submit the self-assessment")),
        Limit("claim_audit", WORKING_DAYS, 10, _("take the audit")),
        Limit("object_to_team", WORKING_DAYS, 10, _("object to the audit team")),
        Limit("settle_objection", WORKING_DAYS, 5, _("settle an objection")),
        Limit("review_documents", WORKING_DAYS, 15, _("review the documents")),
        Limit("plan_visit", WORKING_DAYS, 10, _("propose the plan of the visit")),
        Limit("agree_plan", WORKING_DAYS, 5, _("answer the plan of the visit")),
        Limit("plan_before_visit", WORKING_DAYS, 15, _("plan sent before the visit, at least")),
        Limit("report_visit", WORKING_DAYS, 5, _("record the visit")),
        Limit("draft_report", WORKING_DAYS, 10, _("draft the report")),
        Limit("comment_report", WORKING_DAYS, 10, _("comment on the draft report")),
        Limit("final_report", WORKING_DAYS, 10, _("lock the final report")),
        Limit("answer_findings", DAYS, 28, _("answer nonconformities")),
        Limit("assess_answers", WORKING_DAYS, 5, _("assess the answers")),
        Limit("verify_major", DAYS, 90, _("verify major nonconformities, target")),
        Limit("warn_major", DAYS, 120, _("warn of unverified major nonconformities")),
        Limit("major_hard_limit", MONTHS, 6, _("unverified majors lead to a new visit")),
        Limit("decide", WORKING_DAYS, 20, _("decide")),
        Limit("supplement", WORKING_DAYS, 10, _("supply what the decision maker asked for")),
        Limit("claim_lease", WORKING_DAYS, 5, _("an idle claim goes back to the queue")),
        Limit("contribute", WORKING_DAYS, 10, _("contribute to the self-assessment")),
    )
}

LADDER = [-14, -7, -1, 1, 7, 14]
QUIET_WEEKS = [[27, 32], [51, 1]]


def amount(cycle: Any, key: str) -> int:
    """The cycle's figure for a limit, or the default. Raises KeyError for an unknown limit."""
    return int(cycle.limits.get(key, LIMITS[key].default))
